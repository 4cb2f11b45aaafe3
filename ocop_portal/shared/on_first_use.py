"""Heavy packages that a worker needs now and then: read when first used, not when it starts.

A worker keeps some 40 MB it may never touch otherwise: workbooks, papers, calendars and codes are
made on few requests.
"""

from __future__ import annotations

import sys
from importlib.util import LazyLoader, find_spec, module_from_spec
from typing import Any


def on_first_use(name: str) -> Any:
    """The module ``name``, executed when something of it is first asked for.

    Raises ``ModuleNotFoundError`` at once when there is no such module.
    """
    if name in sys.modules:
        return sys.modules[name]
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    loader = LazyLoader(spec.loader)
    spec.loader = loader
    module = module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)
    return module
