"""Pages across apps: home, map, search, guides."""

from ocop_portal.views.access import AccessView
from ocop_portal.views.crawlers import favicon, robots
from ocop_portal.views.guides import guide, guide_list
from ocop_portal.views.home import HomeView
from ocop_portal.views.map import (
    map_boundaries,
    map_card,
    map_counts,
    map_drawing,
    map_outlines,
    map_page,
    map_places,
    map_points,
    map_provinces,
)
from ocop_portal.views.search import SearchView, search_suggestions

__all__ = [
    "AccessView",
    "HomeView",
    "SearchView",
    "favicon",
    "guide",
    "guide_list",
    "map_boundaries",
    "map_card",
    "map_counts",
    "map_drawing",
    "map_outlines",
    "map_page",
    "map_places",
    "map_points",
    "map_provinces",
    "robots",
    "search_suggestions",
]
