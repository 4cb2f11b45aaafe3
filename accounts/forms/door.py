"""What people type to get an account, to sign in and to keep the account theirs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import User

# A name goes into letters to others: no address can be written with it.
NAME = RegexValidator(
    r"^[^<>@:/\\\d\x00-\x1f]{2,150}$", _("Ghi họ và tên bằng chữ, không có số và ký hiệu.")
)
PHONE = RegexValidator(
    r"^\+?\d(?:[\d .-]{6,18})\d$", _("Ghi số điện thoại bằng chữ số, ví dụ 0912 345 678.")
)


def _name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Họ và tên"),
        max_length=150,
        validators=[NAME],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


def _phone_field() -> forms.CharField:
    return forms.CharField(
        label=_("Điện thoại"),
        max_length=30,
        validators=[PHONE],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


class EmailField(forms.EmailField):
    """An address in the one way we write it."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "email", "spellcheck": "false"}
        super().__init__(
            **{
                "label": _("Thư điện tử"),
                "max_length": 150,
                "widget": forms.EmailInput(attrs=attrs),
                "error_messages": {"invalid": _("Ghi đủ địa chỉ, ví dụ ten@gmail.com.")},
                **kwargs,
            }
        )

    def clean(self, value: Any) -> str:
        """Without case: nobody has two letter boxes that differ in it."""
        return super().clean(value).lower()


class NewPasswordField(forms.CharField):
    """A password to be remembered; what makes it good is said beside it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": _("Mật khẩu"),
                "strip": False,
                "max_length": 128,
                "help_text": _(
                    "Ít nhất 8 ký tự, không chỉ toàn số, không giống tên hay thư điện tử của bạn."
                ),
                "widget": forms.PasswordInput(attrs={"autocomplete": "new-password"}),
                **kwargs,
            }
        )


def _current_password() -> forms.CharField:
    return forms.CharField(
        label=_("Mật khẩu đang dùng"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class RegisterForm(forms.Form):
    """Who the person is, a password, and consent to keep what was typed."""

    full_name = _name_field()
    email = EmailField(
        help_text=_("Dùng để đăng nhập và nhận trả lời. Cổng gửi thư tới đây để xác nhận.")
    )
    phone = _phone_field()
    password = NewPasswordField()
    consent = forms.BooleanField(
        label=_("Tôi đã đọc lời về dữ liệu cá nhân và đồng ý."),
        help_text=_(
            "Cơ quan quản lý giữ họ tên, thư điện tử, điện thoại để lập tài khoản và liên hệ về hồ "
            "sơ OCOP."
        ),
        error_messages={"required": _("Cần bạn đồng ý mới lập được tài khoản.")},
    )

    def clean(self) -> dict[str, Any]:
        """Weigh the password against the rest of what was typed."""
        typed = super().clean() or {}
        person = User(
            username=typed.get("email", ""),
            email=typed.get("email", ""),
            full_name=typed.get("full_name", ""),
        )
        _weigh(self, "password", typed.get("password"), person)
        return typed


class SignInForm(AuthenticationForm):
    """Address (or an officer's name) and password; every failure sounds the same."""

    WRONG = _("Thư điện tử hoặc mật khẩu không đúng. Kiểm tra chữ hoa, chữ thường và bộ gõ.")
    error_messages = {"invalid_login": WRONG, "inactive": WRONG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["username"]
        name.label = _("Thư điện tử")
        name.widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["password"].label = _("Mật khẩu")

    def clean_username(self) -> str:
        """An address is one however it is typed."""
        typed = self.cleaned_data["username"]
        return typed.strip().lower() if "@" in typed else typed


class PasswordForm(forms.Form):
    """The password of the one who holds the letter."""

    password = forms.CharField(
        label=_("Mật khẩu bạn đã đặt khi đăng ký"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ForgotForm(forms.Form):
    """Where the letter goes."""

    email = EmailField(help_text=_("Địa chỉ bạn dùng để đăng nhập."))


class NewPasswordForm(forms.Form):
    """A password for an account whose owner is known."""

    new_password = NewPasswordField(label=_("Mật khẩu mới"))

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Weigh it against what is known of its owner."""
        typed = super().clean() or {}
        _weigh(self, "new_password", typed.get("new_password"), self.user)
        return typed


class OwnForm(forms.Form):
    """A change only the owner makes: the password in use comes with it."""

    current = _current_password()

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_current(self) -> str:
        """Refuse another's hand."""
        typed = self.cleaned_data["current"]
        if not self.user.check_password(typed):
            raise ValidationError(_("Mật khẩu đang dùng không đúng."))
        return typed


class ChangePasswordForm(OwnForm):
    """The password in use, and the one to come."""

    new_password = NewPasswordField(label=_("Mật khẩu mới"))

    def clean(self) -> dict[str, Any]:
        """Weigh the new one against what is known of its owner."""
        typed = super().clean() or {}
        _weigh(self, "new_password", typed.get("new_password"), self.user)
        return typed


class ChangeEmailForm(OwnForm):
    """Another address."""

    email = EmailField(
        label=_("Thư điện tử mới"), help_text=_("Cổng gửi thư tới địa chỉ mới để xác nhận.")
    )
    field_order = ("email", "current")

    def clean_email(self) -> str:
        """Refuse the one in use."""
        typed = self.cleaned_data["email"]
        if typed == self.user.email:
            raise ValidationError(_("Bạn đang dùng địa chỉ này."))
        return typed


class DetailsForm(forms.ModelForm):
    """How the person is called and reached."""

    full_name = _name_field()
    phone = _phone_field()

    class Meta:
        model = User
        fields = ("full_name", "phone")


class CloseForm(OwnForm):
    """The password, and the word that it is meant."""

    checked = forms.BooleanField(
        label=_("Tôi hiểu tài khoản đóng rồi thì không mở lại được."),
        error_messages={"required": _("Đánh dấu ô này nếu bạn chắc chắn.")},
    )
    field_order = ("checked", "current")


def _weigh(form: forms.Form, field: str, password: str | None, person: User) -> None:
    """Add to ``field`` why the password is too weak, if it is."""
    if not password:
        return
    try:
        validate_password(password, person)
    except ValidationError as error:
        form.add_error(field, error)
