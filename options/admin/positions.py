"""Positions in the admin, with their forms, conditions and citations."""

from django.contrib import admin

from options.admin.links import LinkInline
from options.models import Position, PositionCitation, PositionCondition, PositionForm
from policyhub.records.admin import InForceFilter, PartInline, RecordAdmin, period
from policyhub.sources.admin import CitationInline


class PositionFormInline(PartInline):
    """The forms in which the actor takes part, or would."""

    model = PositionForm


class PositionConditionInline(LinkInline):
    """What the actor's stance hangs on."""

    model = PositionCondition


class PositionCitationInline(CitationInline):
    """The citations of a position."""

    model = PositionCitation


@admin.register(Position)
class PositionAdmin(RecordAdmin):
    """Who stands where on a measure, since when, and on what terms."""

    list_display = ["actor", "measure", "stance", "own_part", period]
    list_filter = [
        InForceFilter,
        "stance",
        "own_part",
        "confidence",
        "binding",
        "actor__kind",
        "measure__category",
        "actor",
        "measure",
    ]
    search_fields = ["slug", "actor__name", "actor__code", "measure__title", "summary"]
    search_help_text = "Actor, measure, slug or summary"
    date_hierarchy = "since"
    fieldsets = [
        (None, {"fields": ["actor", "measure", ("stance", "stance_if_met", "own_part"), "consequence"]}),
        ("Period", {"fields": [("since", "since_precision", "until")]}),
        ("In words", {"fields": ["summary", "scope"]}),
        ("How firm it is", {"fields": [("confidence", "binding")]}),
        ("How much", {"fields": [("amount", "currency", "amount_basis"), ("quantity", "number", "unit")]}),
    ]
    inlines = [PositionConditionInline, PositionCitationInline, PositionFormInline]
