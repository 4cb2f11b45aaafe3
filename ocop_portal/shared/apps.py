from typing import Any

from django.apps import AppConfig
from django.utils.module_loading import import_string
from tablib.formats import registry


class SharedConfig(AppConfig):
    """Pieces that have never heard of OCOP: text, site profile, display preferences."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "ocop_portal.shared"
    label = "shared"
    verbose_name = "Dùng chung"

    def ready(self) -> None:
        """Let tablib's heavy formats wait: django-import-export asks for all when it starts."""
        registry.register("xlsx", FormatOnFirstUse("tablib.formats._xlsx.XLSXFormat"))
        registry.register("yaml", FormatOnFirstUse("tablib.formats._yaml.YAMLFormat"))


class FormatOnFirstUse:
    """A format of tablib whose package is imported when something of it is asked for.

    We read and write workbooks ourselves (``ocop_portal.shared.tables``); a worker that makes
    none need not keep openpyxl and YAML, some 7 MB.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    def __getattr__(self, name: str) -> Any:
        return getattr(import_string(self._path), name)
