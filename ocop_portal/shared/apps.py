from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Pieces that have never heard of OCOP: text, site profile, display preferences."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "ocop_portal.shared"
    label = "shared"
    verbose_name = "Dùng chung"
