"""PostgreSQL started on demand from the installed wheel, for development and tests.

Every process that loads the development or test settings *claims* a cluster (see ``claims``).
The first claim starts a ``keeper`` process; the keeper starts the server and stops it as soon as
the last claim is gone, however its holder ended. Production never comes here.
"""

from ocop_portal.database.claims import EmbeddedDatabaseError, claim, release_all
from ocop_portal.database.slots import test_slot

__all__ = ["EmbeddedDatabaseError", "claim", "release_all", "test_slot"]
