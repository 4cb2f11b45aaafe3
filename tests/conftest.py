"""What every test stands on."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connections
from django.template import engines
from django.utils import translation

from ocop_portal.database import release_all
from ocop_portal.frame import frame_of
from ocop_portal.kept_pages import kept_pages
from ocop_portal.search.loading import forget_indexes
from ocop_portal.shared.fragments import Fragments
from ocop_portal.shared.models import SiteProfile
from ocop_portal.shared.packed import Shelf
from products.catalogue import forget_index
from tests.database_template import use_migrated_template
from tests.emptying import empty_quickly
from tests.strict_templates import FailingUndefined


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case of bytes by its argument: what is packed anew differs from worker to worker."""
    return argname if isinstance(val, bytes) else None


# A busy machine is slow in drawing cases and in running them; neither is a fault of ours.
hypothesis.settings.register_profile(
    "portal", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("portal")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give the second worker what needs no database while the first one makes the template.

    Each worker begins with a quarter of its equal share of the whole, one after the other.
    """
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    apart = [item for item in items if not _asks_the_database(item)]
    others = [item for item in items if _asks_the_database(item)]
    first = len(items) // workers // 4 if workers > 1 else len(others)
    items[:] = [*others[:first], *apart, *others[first:]]


def _asks_the_database(item: pytest.Item) -> bool:
    wanted = {"db", "transactional_db", "live_server"}
    return item.get_closest_marker("django_db") is not None or not wanted.isdisjoint(
        getattr(item, "fixturenames", ())
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the throw-away PostgreSQL before the run is called finished."""
    if not hasattr(config, "workerinput"):
        connections.close_all()
        release_all()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker
) -> None:
    """Test databases are copies of a migrated template."""
    with django_db_blocker.unblock():
        use_migrated_template()
    empty_quickly()


@pytest.fixture(scope="session", autouse=True)
def _strict_templates() -> None:
    engines["django"].engine.string_if_invalid = FailingUndefined()


@pytest.fixture(autouse=True)
def _nothing_left_over(settings, tmp_path: Path) -> Iterator[None]:
    """Give each test empty caches, Vietnamese, and its own directory for uploads."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_ROOT = tmp_path / "private"
    _forget_all()
    with translation.override(settings.LANGUAGE_CODE):
        yield
    _forget_all()


def _forget_all() -> None:
    cache.clear()
    kept_pages.clear()
    SiteProfile.forget()
    frame_of.cache_clear()
    Shelf.forget_all()
    Fragments.forget_all()
    forget_index()
    forget_indexes()
