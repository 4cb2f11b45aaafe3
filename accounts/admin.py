"""People and their roles in the back office."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from ocop_portal.shared.admin import OfficeAdmin, OfficeTabularInline

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
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Người", {"fields": ("full_name", ("email", "phone"))}),
        (
            "Tài khoản",
            {
                "fields": (("is_active", "is_demo"), ("last_login", "date_joined")),
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

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody but a superuser touches a superuser."""
        if isinstance(obj, User) and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody is removed: what they did keeps their name."""
        return False
