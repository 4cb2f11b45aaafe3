"""People and the roles they hold."""

import datetime as dt
from itertools import count

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from communes.models import Commune

LONG_AGO = dt.date(2020, 1, 1)
PASSWORD = "nui-Phia-Booc-1578"  # not a secret: tests sign in with it
_numbers = count(1)


def make_user(*roles: Role, commune: Commune | None = None, **fields) -> User:
    """A person with these roles; ``commune`` is the unit of the roles that need one."""
    values = {"username": f"nguoi-{next(_numbers)}", "password": PASSWORD} | fields
    user = User.objects.create_user(**values)
    for role in roles:
        unit = commune if role == Role.COMMUNE_OFFICER else None
        give_role(user, role, commune=unit)
    return user


def give_role(user: User, role: Role, **fields) -> RoleAssignment:
    """One more role from long ago on."""
    return RoleAssignment.objects.create(user=user, role=role, **{"valid_from": LONG_AGO} | fields)
