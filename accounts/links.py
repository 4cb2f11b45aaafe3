"""Signed links sent by e-mail: what each stands for, how long it lives, why it no longer opens."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

REGISTRATION, EMAIL, INVITATION = "accounts.registration", "accounts.email", "accounts.invitation"


class LinkError(Exception):
    """A link that opens nothing; the message says why and what to do, in the reader's language."""


def sign(purpose: str, **content: Any) -> str:
    """A token for an address; it can be read by its holder, not written by anybody else."""
    return signing.dumps(content, salt=purpose)


def read(purpose: str, token: str, life: dt.timedelta) -> dict[str, Any]:
    """What ``token`` was made for. Raises `LinkError` when tampered with or too old."""
    try:
        return signing.loads(token, salt=purpose, max_age=life)
    except signing.SignatureExpired as error:
        raise LinkError(_("Liên kết này đã quá hạn. Hãy yêu cầu một thư mới.")) from error
    except signing.BadSignature as error:
        raise LinkError(_broken()) from error


def _broken() -> str:
    return _(
        "Liên kết này không đúng hoặc bị cắt mất một đoạn. Mở lại thư và bấm vào liên kết, hoặc "
        "sao chép cả dòng vào thanh địa chỉ."
    )


def used() -> LinkError:
    """The error of a link that has done its work."""
    return LinkError(_("Liên kết này đã được dùng rồi."))
