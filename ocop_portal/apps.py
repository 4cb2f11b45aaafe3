from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig


class PortalConfig(AppConfig):
    """The project itself: commands and pages that see every app."""

    name = "ocop_portal"
    verbose_name = "Cổng OCOP"


class PortalAdminConfig(SimpleAdminConfig):
    """The back office. Discovers our admin modules only: ``leaflet.admin`` needs GDAL."""

    default_site = "ocop_portal.admin_site.PortalAdminSite"

    def ready(self) -> None:
        """Import the ``admin`` module of every installed app but django-leaflet."""
        from importlib import import_module

        from django.apps import apps
        from django.utils.module_loading import module_has_submodule

        super().ready()
        for config in apps.get_app_configs():
            if config.name != "leaflet" and module_has_submodule(config.module, "admin"):
                import_module(f"{config.name}.admin")
