"""Measures in the admin, with their stages, links and conditions."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from options.admin.links import LinkInline
from options.derived import status_on
from options.models import Measure, MeasureCitation, MeasureCondition, MeasureLink, Position, Stage
from options.vocabularies.measures import MeasureStatus
from policyhub.api import parameters
from policyhub.records.admin import CurrentPartFilter, PartInline, RecordAdmin
from policyhub.sources.admin import CitationInline


class StatusFilter(CurrentPartFilter):
    """Choose measures by their status today."""

    title = "status today"
    parameter_name = "status"
    part = Stage
    field = "status"


class StageInline(PartInline):
    """How far the measure had come, over time."""

    model = Stage
    fields = ["status", "since", "since_precision", "until", "holds_from"]


class MeasureConditionInline(LinkInline):
    """The conditions of the measure itself, whoever backs it."""

    model = MeasureCondition


class MeasureLinkInline(PartInline):
    """How the measure bears on others."""

    model = MeasureLink


class MeasureCitationInline(CitationInline):
    """The citations of a measure."""

    model = MeasureCitation


@admin.register(Measure)
class MeasureAdmin(RecordAdmin):
    """What could be done."""

    list_display = ["title", "slug", "category", "status_today", "positions_on_it"]
    list_filter = [StatusFilter, "category", "presence", "footprint", "command", "beneficiary"]
    search_fields = ["title", "slug", "summary"]
    search_help_text = "Title, slug or summary"
    fieldsets = [
        (None, {"fields": ["title", "slug", "summary", "description"]}),
        ("Where it belongs", {"fields": ["category", "secondary_categories"]}),
        ("Whom it concerns", {"fields": ["beneficiary", "addressees"]}),
        ("How it is done", {"fields": [("presence", "footprint", "command")]}),
        ("Note", {"fields": ["note"]}),
    ]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [StageInline, MeasureConditionInline, MeasureLinkInline, MeasureCitationInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the measures with their status today and the number of positions that the person may see."""
        positions = Position.objects.visible_to(request.user).filter(measure=OuterRef("pk")).order_by()
        number = positions.values("measure").annotate(number=Count("pk")).values("number")
        return (
            super()
            .get_queryset(request)
            .annotate(today=status_on(parameters.today()), number=Coalesce(Subquery(number), 0))
        )

    @admin.display(description="status today", ordering="today", empty_value="not begun")
    def status_today(self, obj: Any) -> str | None:
        """Return how far it has come today; nothing before its first stage."""
        return str(MeasureStatus(obj.today).label) if obj.today else None

    @admin.display(description="positions", ordering="number")
    def positions_on_it(self, obj: Any) -> str:
        """Return the number of positions, which leads to their list."""
        address = reverse(f"{self.admin_site.name}:options_position_changelist")
        return format_html('<a href="{}?measure__id__exact={}">{}</a>', address, obj.pk, obj.number)
