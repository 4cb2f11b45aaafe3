"""Pages across apps: home, map, search."""

from ocop_portal.views.home import AboutView, HomeView

__all__ = ["AboutView", "HomeView"]
