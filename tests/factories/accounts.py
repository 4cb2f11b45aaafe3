"""People and the roles they hold."""

import datetime as dt
from itertools import count

from accounts.enums import RequestKind, Role
from accounts.models import ProducerRequest, RequestPaper, RoleAssignment, User
from communes.models import Commune
from ocop_portal.shared.private_files import PAPERS, accept_file
from producers.models import Producer
from tests.factories.private_files import pdf_bytes, upload

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


def make_person(name: str = "Nông Văn Tài", **fields) -> User:
    """Somebody of the public side, who signs in by an address."""
    number = next(_numbers)
    email = fields.pop("email", f"nguoi-{number}@vi.du")
    return make_user(username=email, email=email, full_name=name, phone="0912 345 678", **fields)


def make_owner(producer: Producer, **fields) -> User:
    """Somebody who acts for the producer."""
    user = make_person(**fields)
    give_role(user, Role.PRODUCER, producer=producer)
    return user


def make_request(producer: Producer | None = None, **fields) -> ProducerRequest:
    """A claim with one paper of two pages; pass another ``kind`` and its columns for others."""
    values = {"kind": RequestKind.CLAIM, "position": "Giám đốc", "producer": producer} | fields
    values["person"] = values.get("person") or make_person()
    request = ProducerRequest.objects.create(**values)
    paper = RequestPaper(request=request)
    paper.take(accept_file(upload("giay-phep.pdf", pdf_bytes(2)), PAPERS))
    paper.save()
    return request
