"""Conditions and their states in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from options.derived import state_on
from options.models import Condition, ConditionCitation, ConditionState
from options.vocabularies.conditions import ConditionStatus
from policyhub.api import parameters
from policyhub.records.admin import CurrentPartFilter, PartInline, RecordAdmin
from policyhub.sources.admin import CitationInline


class StateFilter(CurrentPartFilter):
    """Choose conditions by their state today."""

    title = "state today"
    parameter_name = "state"
    part = ConditionState
    field = "state"


class ConditionStateInline(PartInline):
    """How far the condition was met, over time."""

    model = ConditionState
    fields = ["state", "since", "since_precision", "until", "observed_on", "holds_from"]


class ConditionCitationInline(CitationInline):
    """The citations of a condition and of its states."""

    model = ConditionCitation


@admin.register(Condition)
class ConditionAdmin(RecordAdmin):
    """What must be so before somebody acts."""

    list_display = ["title", "slug", "kind", "nature", "jurisdiction", "state_today"]
    list_filter = [StateFilter, "kind", "nature", "effect", "jurisdiction", "needs"]
    search_fields = ["title", "slug", "summary", "provision", "jurisdiction__name", "=jurisdiction__code"]
    search_help_text = "Title, slug, summary, provision or whose it is"
    fieldsets = [
        (None, {"fields": ["title", "slug", ("kind", "nature"), "summary", "test"]}),
        ("Whose it is, and who must act", {"fields": ["jurisdiction", "needs", "organ", "effect"]}),
        ("Where it stands", {"fields": ["instrument", "provision"]}),
        ("What it brings with it", {"fields": ["implies"]}),
    ]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [ConditionStateInline, ConditionCitationInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the conditions with their state today."""
        return super().get_queryset(request).annotate(today=state_on(parameters.today()))

    @admin.display(description="state today", ordering="today", empty_value="not recorded")
    def state_today(self, obj: Any) -> str | None:
        """Return how far it is met today; nothing where no state is recorded."""
        return str(ConditionStatus(obj.today).label) if obj.today else None
