"""Makes a template of ours that prints an undefined variable fail its test."""

import inspect

from django.conf import settings
from django.template.base import Node

OUR_TEMPLATES = str(settings.BASE_DIR)
OTHERS_TEMPLATES = "site-packages"


class FailingUndefined(str):
    """Stands in for ``string_if_invalid``: silent in Django's own templates, loud in ours."""

    def __contains__(self, key: object) -> bool:
        """Make the engine format us with the variable, by claiming to hold a ``%s``."""
        return key == "%s"

    def __mod__(self, variable: object) -> str:
        """Raise ``AssertionError`` naming the variable and the template."""
        origin = _template_being_rendered()
        if origin.startswith(OUR_TEMPLATES) and OTHERS_TEMPLATES not in origin:
            raise AssertionError(f"Undefined template variable {variable} in {origin}")
        return ""


def _template_being_rendered() -> str:
    """File of the innermost node on the stack, empty when there is none."""
    frame = inspect.currentframe()
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return str(node.origin)
        frame = frame.f_back
    return ""
