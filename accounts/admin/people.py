"""People and their roles in the back office."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.forms.office import ResetForm
from accounts.models import RoleAssignment, User
from accounts.second_factor import has_authenticator, reset
from ocop_portal.shared.admin import OfficeAdmin, OfficeTabularInline, RowAct

# Roles are held for a unit and a time; groups, which Django's own module registers, are not used.
admin.site.unregister(Group)


class RoleFilter(admin.SimpleListFilter):
    """The role held today."""

    title = "vai trò hôm nay"
    parameter_name = "vai-tro"

    def lookups(self, _request: HttpRequest, _model_admin: object) -> list[tuple[str, str]]:
        """Return the roles."""
        return [*Role.choices, ("khong", "không có vai trò")]

    def queryset(self, _request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the people who hold the chosen role."""
        held = RoleAssignment.objects.held(timezone.localdate())
        if self.value() == "khong":
            return queryset.exclude(pk__in=held.values("user"))
        if self.value() in Role.values:
            return queryset.filter(pk__in=held.filter(role=self.value()).values("user"))
        return queryset


class RoleInline(OfficeTabularInline):
    """Roles with their unit and their days; one that ended is given a last day, not removed."""

    model = RoleAssignment
    fields = ("role", "commune", "producer", "valid_from", "valid_to")
    autocomplete_fields = ("commune", "producer")
    can_delete = False


@admin.register(User)
class PersonAdmin(OfficeAdmin, UserAdmin):
    """Người dùng. A person is never deleted: the audit trail names them; deactivate instead."""

    list_display = ("username", "full_name", "roles_today", "email", "is_active", "last_login")
    list_filter = (RoleFilter, "is_active", "is_demo")
    search_fields = ("username", "full_name", "email", "phone")
    search_help_text = None
    not_exported = frozenset({"password", "is_superuser", "is_staff"})
    ordering = ("username",)
    filter_horizontal = ()
    inlines = (RoleInline,)
    readonly_fields = (
        "last_login",
        "date_joined",
        "consented_at",
        "consent_text",
        "closed_at",
    )
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Người", {"fields": ("full_name", ("email", "phone"))}),
        (
            "Tài khoản",
            {
                "fields": (
                    ("is_active", "is_demo"),
                    ("last_login", "date_joined"),
                    ("consented_at", "consent_text"),
                    "closed_at",
                ),
                "description": "Thôi việc thì bỏ dấu “đang dùng”; không xóa người đã ghi sổ.",
            },
        ),
    )
    add_fieldsets = (
        (
            None,
            {"fields": ("username", "full_name", "usable_password", "password1", "password2")},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Load the roles in force today."""
        held = RoleAssignment.objects.held(timezone.localdate())
        held = held.select_related("commune", "producer")
        return super().get_queryset(request).prefetch_related(Prefetch("roles", held, "held_today"))

    @admin.display(description="vai trò hôm nay")
    def roles_today(self, obj: Any) -> str:
        """Name the roles and their units."""
        return ", ".join(str(role) for role in obj.held_today) or "–"

    def get_urls(self) -> list[Any]:
        """Add the page that makes a person set up the second factor anew."""
        view = self.admin_site.admin_view(self.reset_view)
        own = path("<int:pk>/dat-lai-xac-thuc/", view, name="second_factor_reset")
        return [own, *super().get_urls()]

    def row_acts(self, request: HttpRequest, obj: User) -> list[RowAct]:
        """Offer to reset the second factor of whoever has one."""
        if not self.has_change_permission(request, obj) or not has_authenticator(obj):
            return []
        address = reverse("admin:second_factor_reset", args=[obj.pk])
        return [RowAct("Đặt lại xác thực bước hai", address, True)]

    def reset_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Forget a person's telephone and codes on paper."""
        person = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        back = reverse("admin:accounts_user_change", args=[pk])
        form = ResetForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            reset(user=person)
            messages.success(request, f"“{person}” sẽ cài lại xác thực khi đăng nhập lần tới.")
            return HttpResponseRedirect(back)
        return self.act_page(
            request,
            form,
            "Đặt lại xác thực bước hai",
            about=str(person),
            warning="Điện thoại và mã dự phòng đang dùng sẽ hết hiệu lực ngay.",
            back=back,
        )

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody but a superuser touches a superuser."""
        if isinstance(obj, User) and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody is removed: what they did keeps their name."""
        return False


@admin.register(AccessAttempt)
class FailedSignInAdmin(OfficeAdmin):
    """Names that failed to sign in, by address; who may change people may let one try again."""

    list_display = ("username", "ip_address", "failures_since_start", "attempt_time")
    search_fields = ("username", "ip_address")
    search_help_text = None
    date_hierarchy = "attempt_time"
    ordering = ("-attempt_time", "-pk")
    actions = ("let_try_again",)
    fields = ("username", "ip_address", "failures_since_start", "attempt_time", "user_agent")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds a failure by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody edits one."""
        return False

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Addresses of people stay here."""
        return False

    @admin.action(description="Cho đăng nhập lại ngay")
    def let_try_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Forget the chosen failures."""
        if not self.may(request, "change"):
            raise PermissionDenied
        count, _ = queryset.delete()
        messages.success(request, f"Đã mở khóa {count} dòng.")
