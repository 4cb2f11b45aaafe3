"""Producers."""

from itertools import count

from ocop_portal.shared.text import slugify
from producers.enums import ProducerKind
from producers.models import Producer

_numbers = count(1)


def make_producer(name: str = "HTX Tài Hoan", **fields) -> Producer:
    """A published cooperative."""
    values = {"slug": f"{slugify(name)}-{next(_numbers)}", "kind": ProducerKind.COOPERATIVE}
    return Producer.objects.create(name=name, **values | fields)
