"""Whether a page is written as HTML demands and means what it says to machines."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from html5lib import HTMLParser
from html5lib.html5parser import ParseError

REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-details", "for", "list")
LABELABLE = {"input", "select", "textarea", "button", "meter", "output", "progress"}
HEADING = re.compile(r"h([1-6])$")
SCHEMA = "https://schema.org"

# What search engines ask of each kind of thing; the names on the right are all we say of it.
REQUIRED = {
    "Product": {"name", "url", "manufacturer"},
    "Certification": {"name", "about", "certificationRating"},
    "Rating": {"ratingValue", "bestRating"},
    "NewsArticle": {"headline", "author", "publisher", "mainEntityOfPage", "dateModified"},
    "Event": {"name", "startDate", "location", "eventStatus", "eventAttendanceMode"},
    "Place": {"name", "address"},
    "VirtualLocation": {"url"},
    "Organization": {"name"},
    "Person": {"name"},
}
KNOWN = {
    "Product": "name url manufacturer countryOfOrigin description category identifier image "
    "hasCertification",
    "Certification": "name about certificationRating certificationStatus "
    "certificationIdentification issuedBy datePublished validFrom expires",
    "Rating": "ratingValue bestRating worstRating",
    "NewsArticle": "headline inLanguage mainEntityOfPage dateModified datePublished articleSection "
    "description author publisher isBasedOn image",
    "Event": "name url startDate endDate eventStatus eventAttendanceMode description organizer "
    "location",
    "Place": "name address geo",
    "PostalAddress": "streetAddress addressCountry",
    "GeoCoordinates": "latitude longitude",
    "VirtualLocation": "url",
    "Organization": "name url",
    "Person": "name",
    "Country": "name",
}


def assert_valid(page: str) -> None:
    """Fail at the first mistake in the markup of a whole page."""
    HTMLParser(strict=True).parse(page)


def mistakes_in(page: str) -> list[str]:
    """Everything wrong with a whole page, in words; empty for a page that is right."""
    try:
        document = HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    except ParseError as error:
        return [f"parse: {error}"]
    elements = list(document.iter())
    return [*_of_ids(elements), *_of_headings(elements), *_of_data(elements)]


def _of_ids(elements: list[Element]) -> Iterator[str]:
    tags = {each.get("id"): str(each.tag) for each in elements if each.get("id")}
    counts = Counter(each.get("id") for each in elements if each.get("id"))
    yield from (f"id {name} {count} times" for name, count in counts.items() if count > 1)
    for each in elements:
        for attribute in REFERENCES:
            for name in each.get(attribute, "").split():
                if name not in tags:
                    yield f"<{each.tag} {attribute}={name}> leads nowhere"
                elif attribute == "for" and each.tag == "label" and tags[name] not in LABELABLE:
                    yield f"label for {name}, a <{tags[name]}>"
        anchor = each.get("href", "") if each.tag == "a" else ""
        if anchor.startswith("#") and len(anchor) > 1 and anchor[1:] not in tags:
            yield f"link to {anchor}, which is not on the page"
        if each.tag == "img" and each.get("alt") is None:
            yield f"img {each.get('src')} without alt"


def _of_headings(elements: list[Element]) -> Iterator[str]:
    levels = [int(found[1]) for each in elements if (found := HEADING.match(str(each.tag)))]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} h1"
    for before, level in pairwise(levels):
        if level > before + 1:
            yield f"h{level} after h{before}"


def _of_data(elements: list[Element]) -> Iterator[str]:
    for each in elements:
        if each.tag == "script" and each.get("type") == "application/ld+json":
            data = json.loads(each.text or "")
            if data.get("@context") != SCHEMA:
                yield f"data without {SCHEMA}"
            yield from _of_thing(data)
        if each.get("itemtype") == f"{SCHEMA}/BreadcrumbList":
            positions = [
                part.get("content") for part in each.iter() if part.get("itemprop") == "position"
            ]
            if positions != [str(place) for place in range(1, len(positions) + 1)]:
                yield f"crumbs at {positions}"


def _of_thing(thing: Any) -> Iterator[str]:
    if isinstance(thing, list):
        for part in thing:
            yield from _of_thing(part)
    if not isinstance(thing, dict):
        return
    kind = thing.get("@type", "")
    said = {name for name, value in thing.items() if value not in ("", None, [], {})}
    if missing := REQUIRED.get(kind, set()) - said:
        yield f"{kind} without {', '.join(sorted(missing))}"
    if unknown := thing.keys() - {"@context", "@type"} - set(KNOWN.get(kind, "").split()):
        yield f"{kind} has no {', '.join(sorted(unknown))}"
    for name, value in thing.items():
        if name in ("url", "image") and isinstance(value, str) and not urlsplit(value).scheme:
            yield f"{kind}.{name} is no whole address: {value}"
        yield from _of_thing(value)
