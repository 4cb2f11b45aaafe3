"""Whether a page is written as HTML demands."""

from html5lib import HTMLParser


def assert_valid(page: str) -> None:
    """Fail at the first mistake in the markup of a whole page."""
    HTMLParser(strict=True).parse(page)
