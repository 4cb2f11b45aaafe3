from importlib import import_module
from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.admin.apps import SimpleAdminConfig
from django.utils.module_loading import module_has_submodule


class PortalConfig(AppConfig):
    """The project itself: commands and pages that see every app."""

    name = "ocop_portal"
    verbose_name = "Cổng OCOP"


class PortalAdminConfig(SimpleAdminConfig):
    """The back office. Takes our own admin modules only: what others offer is not for officers."""

    default_site = "ocop_portal.admin_site.PortalAdminSite"

    def ready(self) -> None:
        """Import the ``admin`` module of every app of this repository."""
        super().ready()
        for config in apps.get_app_configs():
            is_ours = Path(config.path).is_relative_to(settings.BASE_DIR)
            is_ours &= "site-packages" not in Path(config.path).parts
            if is_ours and module_has_submodule(config.module, "admin"):
                import_module(f"{config.name}.admin")
