"""Pages across apps: home, map, search."""

from ocop_portal.views.home import AboutView, HomeView
from ocop_portal.views.map import map_points

__all__ = ["AboutView", "HomeView", "map_points"]
