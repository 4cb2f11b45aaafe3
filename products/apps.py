from importlib import import_module

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "products"
    verbose_name = "Sản phẩm"

    def ready(self) -> None:
        """Let the files of a picture go when its row goes."""
        import_module("products.pictures")
