"""The base of every collection: an endpoint names its queryset, serializer and filters; the rest is here."""

import datetime
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, ClassVar

from django.db.models import Expression, QuerySet
from django.http import HttpResponse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from policyhub.api import pagination, plans
from policyhub.api.answers import envelope, leniently
from policyhub.api.conditional import Conditional
from policyhub.api.filters import CatalogueFilterSet
from policyhub.api.questions import OF_A_LIST, OF_A_RECORD, Reader
from policyhub.api.rendering import Rendering, TooLongError
from policyhub.api.serializers import ReadSerializer


class CatalogueViewSet(Conditional, GenericViewSet):
    """
    A collection that is read: a strict list with filters, orderings and cursors, and its records.

    The page of ids is found first; then the database writes the JSON of those rows, and only theirs.
    """

    queryset: QuerySet[Any]
    serializer_class: type[ReadSerializer]
    filterset_class: type[CatalogueFilterSet]
    ordering_fields: ClassVar[list[str]] = []
    """Fields to order by, beside the key and `updated_at`."""

    made_on: ClassVar[str] = ""
    """The day on which such a thing is made (a statement, a search); empty for things that are not of a day."""

    lookup_field = "slug"
    lookup_value_regex = "[A-Za-z0-9-]+"
    http_method_names: ClassVar[list[str]] = ["get", "head"]

    @property
    def key(self) -> str:
        """Return the field that is the public identity."""
        return str(self.queryset.model.KEY)

    def orderings(self) -> Sequence[str]:
        """Return every field that a list may be ordered by."""
        return sorted({self.key, "updated_at", *self.ordering_fields})

    def annotations(self, day: datetime.date) -> dict[str, Expression | Any]:
        """Return what is derived as of `day`, by the names under which the serializer shows it."""
        return {}

    def on(self, rows: QuerySet[Any], day: datetime.date) -> QuerySet[Any]:
        """Narrow the list to `as_of=day`: what had been made by then, where things are made on a day."""
        return rows.filter(**{f"{self.made_on}__lte": day}) if self.made_on else rows

    def get_queryset(self) -> QuerySet[Any]:
        """Return the records that the caller may see."""
        return self.queryset.all().visible_to(self.request.user)

    def list(self, request: Request) -> HttpResponse:
        """Answer a page of the list."""
        place = plans.place_of(self, request)
        plan = plans.LISTS.get(place)
        if plan is not None:
            with suppress(TooLongError):  # then the question is read again, to say what of it is too much
                return self.page(request, plan)
        reader = Reader(self, request)
        with reader.looking([*OF_A_LIST, *self.filterset_class.base_filters]):
            question = reader.question()
            plan = plans.ListPlan.of(request.user, question)
            if place is not None and reader.clock.revision is None:
                plans.LISTS.keep(place, plan)
            try:
                return self.page(request, plan)
            except TooLongError:
                plans.refuse_page(request.user, question)

    def page(self, request: Request, plan: plans.ListPlan) -> HttpResponse:
        """Answer the page that was asked for."""
        question = plan.question
        told: dict[str, Any] = {"count": plan.number() if question.counted else None}
        if plan.facets:
            told["facets"] = plan.facets.run()
        found = plan.found()
        terms, day = question.terms, question.day
        page = pagination.between(found.rows, terms, question.cursor, question.size, day, question.sign)
        return envelope(request, told, page, found.page(page.ids), question.ignored)

    def retrieve(self, request: Request, **kwargs: str) -> HttpResponse:
        """Answer one record; what the caller may not see is not there."""
        place = plans.place_of(self, request, dated=False)
        plan = plans.RECORDS.get(place)
        if plan is not None:
            return self.record(request, plan, kwargs[self.lookup_field])
        reader = Reader(self, request)
        with reader.looking(OF_A_RECORD):
            asked, shape = reader.as_of(), reader.shape()
            ignored = reader.finish()
            rendering = Rendering(request.user, asked or reader.clock.today, asked is not None)
            moment = reader.clock.revision.number if reader.clock.revision else None
            plan = plans.RecordPlan.of(rendering, shape, self.get_queryset(), ignored, moment)
            if place is not None and reader.clock.revision is None:
                plans.RECORDS.keep(place, plan)
            return self.record(request, plan, kwargs[self.lookup_field])

    def record(self, request: Request, plan: plans.RecordPlan, key: str) -> HttpResponse:
        """Answer the record of that key."""
        document, revision = plan.document(key)
        if document is None:
            raise NotFound(f"There is no {self.queryset.model._meta.verbose_name} of that name.")
        response = HttpResponse(document, content_type="application/json")
        response.own_revision = revision  # type: ignore[attr-defined]
        return leniently(response, request, plan.ignored)
