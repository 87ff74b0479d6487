"""The views of the textbook."""

import datetime
from typing import Any

import django_filters
from django.db import connection
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    JSONField,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.response import Response

from actors.models import Actor
from bench.rivals import floor_sql
from bench.rivals.textbook import serializers
from bench.rivals.textbook.pages import Pages
from options.models import Category, Condition, Measure, Position, PositionCitation, PositionCondition, Stage
from policyhub.sources.models import Source


def twice(model: Any, path: str = "") -> list[str]:
    """Return the columns that repeat the texts of a record, to be searched."""
    return [f"{path}{field.name}" for field in model._meta.concrete_fields if not field.editable and is_text(field)]


def is_text(field: Any) -> bool:
    """Tell whether a column holds words."""
    return isinstance(field, JSONField) or field.get_internal_type() in ("TextField", "SearchVectorField")


def published(model: Any) -> Any:
    """Return what the public sees."""
    return model.objects.filter(publication="published").defer(*twice(model))


class Listed(ListAPIView):
    """A list in pages by number, with filters."""

    pagination_class = Pages
    filter_backends = [DjangoFilterBackend]


class MeasureFilter(django_filters.FilterSet):
    """Filters of measures."""

    category = django_filters.CharFilter(field_name="category__slug")
    ordering = django_filters.OrderingFilter(fields=["slug"])

    class Meta:
        model = Measure
        fields = ["category", "presence", "footprint", "command"]


class NestedView(Listed):
    """Measures with category and positions."""

    serializer_class = serializers.NestedSerializer
    filterset_class = MeasureFilter

    def get_queryset(self) -> Any:
        """Return the measures."""
        positions = published(Position).select_related("actor").defer(*twice(Actor, "actor__")).order_by("slug")
        rows = published(Measure).select_related("category").defer(*twice(Category, "category__"))
        return rows.prefetch_related(Prefetch("positions", positions)).order_by("slug")


class FlatView(Listed):
    """Measures by their columns."""

    serializer_class = serializers.FlatSerializer
    filterset_class = MeasureFilter

    def get_queryset(self) -> Any:
        """Return the measures."""
        return published(Measure).order_by("slug")


class RecordView(RetrieveAPIView):
    """One measure with all that is said of it."""

    serializer_class = serializers.RecordSerializer
    lookup_field = "slug"

    def get_queryset(self) -> Any:
        """Return the measures."""
        links = (
            PositionCondition.objects.select_related("condition")
            .defer(*twice(Condition, "condition__"))
            .order_by("condition__slug", "role")
        )
        cited = (
            PositionCitation.objects.select_related("source").defer(*twice(Source, "source__")).order_by("source__slug")
        )
        positions = published(Position).select_related("actor").defer(*twice(Actor, "actor__")).order_by("slug")
        positions = positions.prefetch_related(Prefetch("conditions", links), Prefetch("citations", cited))
        rows = published(Measure).select_related("category").defer(*twice(Category, "category__"))
        return rows.prefetch_related(Prefetch("positions", positions))


@method_decorator(conditional_page, name="dispatch")
class ConditionalView(RecordView):
    """The same, with a validator that is the hash of the answer."""


def on(day: datetime.date, path: str = "") -> Q:
    """Return the condition that a period holds on the day."""
    lasts = Q(**{f"{path}until": None}) | Q(**{f"{path}until__gt": day})
    return lasts & Q(**{f"{path}holds_from__lte": day})


class BackedView(Listed):
    """Measures that one actor backs and another does not oppose, those with the most backers first."""

    serializer_class = serializers.BackedSerializer

    def get_queryset(self) -> Any:
        """Return the measures."""
        asked = self.request.query_params
        day = datetime.date.fromisoformat(asked["as_of"]) if "as_of" in asked else timezone.now().date()
        held = Position.objects.filter(on(day), measure=OuterRef("pk"), publication="published")
        backing = Q(positions__publication="published", positions__stance_rank__gte=2, positions__actor__kind="state")
        others = Q(beneficiary=None) | ~Q(positions__actor=F("beneficiary"))
        counted = Count("positions__actor", filter=backing & others & on(day, "positions__"), distinct=True)
        rows = published(Measure).filter(
            Exists(held.filter(actor__code=asked["by"], stance_rank__gte=2)),
            ~Exists(held.filter(actor__code=asked["against"], stance_rank__lte=-2)),
        )
        return rows.annotate(backers=counted).order_by("-backers", "slug")


class SearchView(Listed):
    """Measures that hold both words, by where they hold them."""

    serializer_class = serializers.FoundSerializer

    def get_queryset(self) -> Any:
        """Return the measures."""
        asked = floor_sql.searched(self.request.query_params["q"], sqlite=connection.vendor == "sqlite")
        if connection.vendor == "sqlite":
            matched = "SELECT rowid FROM rivals_text WHERE rivals_text MATCH %s"
            found, titled = RawSQL(matched, [asked["words"]]), RawSQL(matched, [asked["titled"]])
            text = "(SELECT title FROM rivals_text WHERE rowid = options_measure.id)"
        else:
            found = RawSQL("SELECT id FROM rivals_text WHERE words @@ %s::tsquery", [asked["words"]])
            titled = RawSQL("SELECT id FROM rivals_text WHERE titled @@ %s::tsquery", [asked["words"]])
            text = "(SELECT title FROM rivals_text t WHERE t.id = options_measure.id)"
        title = RawSQL(f"' ' || {text} || ' '", [])
        rows = published(Measure).filter(pk__in=found).annotate(plain=title)
        tier = Case(
            When(plain=f" {asked['phrase']} ", then=Value(1)),
            When(plain__contains=f" {asked['phrase']} ", then=Value(2)),
            When(pk__in=titled, then=Value(3)),
            default=Value(4),
            output_field=IntegerField(),
        )
        return rows.order_by(tier, "slug")


class CountsView(Listed):
    """Measures with how many there are of each category and status."""

    serializer_class = serializers.NamedSerializer
    filterset_class = MeasureFilter

    def get_queryset(self) -> Any:
        """Return the measures."""
        return published(Measure).order_by("slug")

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Add the counts to the page."""
        response = super().list(request, *args, **kwargs)
        rows = self.filter_queryset(self.get_queryset()).order_by()
        stage = Stage.objects.filter(on(timezone.now().date()), measure=OuterRef("pk"))
        rows = rows.annotate(status=Subquery(stage.values("status")[:1]))
        names = dict(Category.objects.values_list("pk", "slug"))
        categories = rows.values_list("category").annotate(n=Count("pk"))
        told = [{"value": names[pk], "count": n, "parent": None} for pk, n in categories]
        statuses = [{"value": status, "count": n} for status, n in rows.values_list("status").annotate(n=Count("pk"))]
        response.data["facets"] = {
            "category": sorted(told, key=lambda one: (-one["count"], one["value"])),
            "status": sorted(statuses, key=lambda one: (one["value"] is None, -one["count"], one["value"])),
        }
        return response
