"""The content of a page kept in memory for as long as it is true.

What a page of this app says depends on its address, the language, the day and the content version
(which also counts the moments at which something appears by the clock). Made once, the content
takes no query and no template.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from ocop_portal.shared.fragments import Fragments
from ocop_portal.shared.versions import version_of

Context = dict[str, Any]

_kept: Fragments[Context] = Fragments(most=150)  # up to about 50 KB each


def kept(request: HttpRequest, make: Callable[[], Context]) -> Context:
    """What ``make`` gives for this address, made at most once for each truth; errors pass."""
    truth = (version_of(request), timezone.localdate())
    return _kept.get(truth, (get_language(), request.build_absolute_uri()), make)
