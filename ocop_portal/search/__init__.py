"""One question to everything the portal holds, with the tolerance of the catalogue."""

from ocop_portal.search.asking import Found, Section, search_portal
from ocop_portal.search.codes import address_of_code
from ocop_portal.search.kinds import Kind
from ocop_portal.search.suggesting import suggestions

__all__ = ["Found", "Kind", "Section", "address_of_code", "search_portal", "suggestions"]
