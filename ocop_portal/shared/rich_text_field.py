"""Text written in an editor, sanitised whenever it is saved, by whatever way."""

from __future__ import annotations

from typing import Any

from django.db import models
from django_prose_editor.fields import ProseEditorFormField

from ocop_portal.shared.rich_text import clean_html

# What the editor offers; the rest of what may stay comes from archives alone.
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Figure": True,
    "Caption": True,
    "Image": True,
}


class RichTextField(models.TextField):
    """HTML of the kind `ocop_portal.shared.rich_text` lets stay."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Sanitise; the row in hand then carries what the database does."""
        text = clean_html(super().pre_save(model_instance, add) or "")
        setattr(model_instance, self.attname, text)
        return text

    def formfield(self, **kwargs: Any) -> Any:
        """The editor."""
        return super().formfield(
            **{
                "form_class": ProseEditorFormField,
                "config": {"extensions": EXTENSIONS},
                "preset": "configurable",
                **kwargs,
            }
        )
