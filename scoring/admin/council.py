"""Councils in the back office: the decision that set one up, the people in its seats."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ocop_portal.shared.admin import OfficeAdmin, OfficeTabularInline
from ocop_portal.shared.templatetags.ui import demo_mark
from scoring.councils.setting_up import seat_problem
from scoring.models import Council, CouncilMember


class SeatForm(forms.ModelForm):
    """A seat; who keeps the system, or has no role for it, is given none."""

    def clean_user(self) -> Any:
        """Refuse whoever may not sit."""
        user = self.cleaned_data["user"]
        if "user" in self.changed_data and (problem := seat_problem(user)):
            raise forms.ValidationError(problem)
        return user


class SeatInline(OfficeTabularInline):
    """The seats of a council; nobody who sat in a session is taken out, they leave on a day."""

    model = CouncilMember
    form = SeatForm
    fields = ("user", "seat", "organisation", "left_on")
    autocomplete_fields = ("user",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: whoever leaves, leaves on a day."""
        return False


@admin.register(Council)
class CouncilAdmin(OfficeAdmin):
    """Hội đồng: as its decision sets it up."""

    list_display = ("called", "level", "decision_number", "decision_on", "seats", "dissolved_on")
    list_filter = ("level",)
    search_fields = ("name", "decision_number")
    fieldsets = (
        (None, {"fields": ("name", "level", ("decision_number", "decision_on"), "dissolved_on")}),
        (None, {"fields": ("is_demo",)}),
    )
    inlines = (SeatInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Count the seats held."""
        held = Count("members", filter=Q(members__left_on__isnull=True))
        return super().get_queryset(request).annotate(seats_held=held)

    @admin.display(description="tên hội đồng", ordering="name")
    def called(self, obj: Council) -> SafeString:
        """Its name, and whether it is a demonstration's."""
        return format_html("{}{}", obj.name, demo_mark(obj.is_demo))

    @admin.display(description="số người", ordering="seats_held")
    def seats(self, obj: Any) -> int:
        """How many sit in it now."""
        return obj.seats_held
