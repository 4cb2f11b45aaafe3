"""What the portal writes to people about their accounts, in the language in force.

Plain text, one act each. A body repeats nothing that somebody else typed except names, which hold
no address: nobody can make the portal send words of their own to a stranger.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.models import ProducerInvitation, ProducerRequest
from ocop_portal.shared.models import SiteProfile


class Letter(NamedTuple):
    """A letter without its address."""

    subject: str
    body: str


def confirm_registration(link: str) -> Letter:
    """To somebody who asked for an account."""
    return _letter(
        _("Xác nhận thư điện tử"),
        _("Có người dùng địa chỉ này đăng ký tài khoản. Nếu là bạn, mở liên kết dưới đây để xong:"),
        link,
        _("Liên kết dùng được 3 ngày. Nếu không phải bạn, bỏ qua thư này; không có gì được tạo."),
    )


def already_registered(sign_in: str, forgot: str) -> Letter:
    """To the owner of an account whose address was used to register again."""
    return _letter(
        _("Địa chỉ này đã có tài khoản"),
        _("Có người dùng địa chỉ này đăng ký tài khoản, nhưng bạn đã có tài khoản rồi."),
        _("Đăng nhập: %(link)s") % {"link": sign_in},
        _("Quên mật khẩu: %(link)s") % {"link": forgot},
        _("Không đăng nhập được thì liên hệ cơ quan quản lý. Không phải bạn thì bỏ qua thư này."),
    )


def reset_password(link: str) -> Letter:
    """To the owner of an account who forgot the password."""
    return _letter(
        _("Đặt lại mật khẩu"),
        _("Có người xin đặt lại mật khẩu của tài khoản dùng địa chỉ này. Nếu là bạn, mở liên kết:"),
        link,
        _("Liên kết dùng được một lần, trong 3 giờ. Không phải bạn thì bỏ qua thư này."),
    )


def reset_by_administrator() -> Letter:
    """To an officer: the office's accounts are reset by its administrator."""
    return _letter(
        _("Đặt lại mật khẩu"),
        _(
            "Có người xin đặt lại mật khẩu của tài khoản dùng địa chỉ này. Tài khoản cán bộ do "
            "người quản trị hệ thống của cơ quan đặt lại, không qua thư."
        ),
        _("Không phải bạn thì bỏ qua thư này; mật khẩu giữ nguyên."),
    )


def confirm_email(link: str) -> Letter:
    """To the new address of somebody who changes it."""
    return _letter(
        _("Xác nhận địa chỉ mới"),
        _("Có người muốn dùng địa chỉ này cho tài khoản của mình. Nếu là bạn, mở liên kết:"),
        link,
        _("Liên kết dùng được một ngày. Nếu không phải bạn, bỏ qua thư này."),
    )


def email_changed() -> Letter:
    """To the former address."""
    return _letter(
        _("Địa chỉ thư của tài khoản đã đổi"),
        _("Từ nay bạn đăng nhập và nhận thư bằng địa chỉ mới."),
        _("Nếu không phải bạn làm việc này, liên hệ ngay với cơ quan quản lý."),
    )


def password_changed() -> Letter:
    """To the owner of an account whose password was changed."""
    return _letter(
        _("Mật khẩu đã đổi"),
        _("Mật khẩu tài khoản của bạn vừa được đổi."),
        _("Nếu không phải bạn làm việc này, liên hệ ngay với cơ quan quản lý."),
    )


def account_closed() -> Letter:
    """The last letter to a person who closed the account."""
    return _letter(
        _("Tài khoản đã đóng"),
        _("Tài khoản của bạn đã đóng; thư điện tử và số điện thoại đã được xóa khỏi tài khoản."),
        _("Nếu không phải bạn làm việc này, liên hệ ngay với cơ quan quản lý."),
    )


def somebody_claims(request: ProducerRequest, link: str) -> Letter:
    """To the people of a producer: somebody else asks to act for it."""
    return _letter(
        _("Có người xin nhận %(producer)s") % {"producer": request.about},
        _("%(person)s xin được làm việc thay %(producer)s trên cổng. Cơ quan đang xem giấy tờ.")
        % {"person": request.person.full_name, "producer": request.about},
        _("Nếu người này không thuộc chủ thể, báo ngay cho cơ quan quản lý."),
        link,
    )


def request_answered(request: ProducerRequest, link: str) -> Letter:
    """To the sender of a request, with the office's answer."""
    paragraphs = [
        _("Yêu cầu “%(kind)s” về %(producer)s %(state)s.")
        % {
            "kind": request.get_kind_display(),
            "producer": request.about,
            "state": request.get_state_display(),
        }
    ]
    if request.reason:
        paragraphs.append(_("Cơ quan trả lời: %(reason)s") % {"reason": request.reason})
    return _letter(
        _("Trả lời yêu cầu về %(producer)s") % {"producer": request.about}, *paragraphs, link
    )


def invitation(invited: ProducerInvitation, link: str) -> Letter:
    """To somebody invited to act for a producer."""
    return _letter(
        _("Lời mời làm việc cho %(producer)s") % {"producer": invited.producer.name},
        _("%(person)s mời bạn cùng lo hồ sơ OCOP của %(producer)s. Mở liên kết để nhận lời:")
        % {"person": invited.invited_by.full_name, "producer": invited.producer.name},
        link,
        _("Liên kết dùng được 14 ngày. Không biết người này thì bỏ qua thư."),
    )


def access_ended(producer: str) -> Letter:
    """To a person who no longer acts for a producer."""
    return _letter(
        _("Bạn thôi làm việc cho %(producer)s") % {"producer": producer},
        _("Một người của %(producer)s vừa kết thúc quyền của bạn.") % {"producer": producer},
        _("Nếu cho là nhầm, hỏi người của chủ thể hoặc cơ quan quản lý."),
    )


def _letter(subject: str, *paragraphs: str) -> Letter:
    site = SiteProfile.objects.first() or SiteProfile()
    signature = [site.said("title"), site.said("owner_office"), site.phone, site.email]
    parts = [_("Kính gửi ông, bà,"), *paragraphs, "\n".join(filter(None, signature))]
    return Letter(f"{subject} · {site.said('short_title')}", "\n\n".join(parts))
