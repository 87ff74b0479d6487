"""The base of every collection: an endpoint names its queryset, serializer and filters; the rest is here."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Expression, QuerySet
from django.http import HttpResponse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from policyhub.api import ordering, pagination, parameters
from policyhub.api.documents import document
from policyhub.api.errors import Gathering
from policyhub.api.fields import collection_of
from policyhub.api.filters import CatalogueFilterSet
from policyhub.api.pagination import Cursor
from policyhub.api.serializers import ReadSerializer


@dataclass(frozen=True)
class Question:
    """What a query string asks of a list."""

    rows: QuerySet[Any]
    terms: Sequence[ordering.Term]
    size: int
    cursor: Cursor | None
    day: datetime.date
    sign: str


class CatalogueViewSet(GenericViewSet):
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

    OWN_PARAMETERS: ClassVar[set[str]] = {"as_of", "ordering", "page_size", "cursor"}

    @property
    def key(self) -> str:
        """Return the field that is the public identity."""
        return str(self.queryset.model.KEY)

    def orderings(self) -> Sequence[str]:
        """Return every field that a list may be ordered by."""
        return sorted({self.key, "updated_at", *self.ordering_fields})

    def finalize_response(self, request: Request, response: HttpResponse, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what somebody sees who has signed in out of every shared cache."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response

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
        question = self.question(request)
        derived = self.annotations(question.day)
        count = question.rows.count()
        ordered = {term.field: derived[term.field] for term in question.terms if term.field in derived}
        rows = question.rows.annotate(**ordered)
        page = pagination.page(rows, question.terms, question.cursor, question.size, question.day, question.sign)
        return self.envelope(count, page, self.documents(page.ids, question.day))

    def question(self, request: Request) -> Question:
        """Read the query string; everything that is wrong with it is reported at once."""
        query, reading = request.query_params, Gathering()
        terms, size, cursor, asked = [ordering.Term(self.key)], pagination.PAGE_SIZE, None, None
        told = {name: query[name] for name in (*self.filterset_class.base_filters, "as_of") if name in query}
        sign = pagination.question_of(collection_of(self.queryset.model), told)
        allowed = self.OWN_PARAMETERS | set(self.filterset_class.base_filters)
        with reading.piece():
            parameters.check(query, request.META.get("QUERY_STRING", ""), allowed)
        with reading.piece():
            terms = ordering.read(query.get("ordering"), allowed=self.orderings(), model=self.queryset.model)
            cursor = Cursor.read(query.get("cursor"), sign, terms)
        with reading.piece():
            size = parameters.whole_number(
                query, "page_size", default=pagination.PAGE_SIZE, least=1, most=pagination.LARGEST_PAGE
            )
        with reading.piece():
            asked = parameters.day(query)
        day = asked or (datetime.date.fromisoformat(cursor.day) if cursor else parameters.today())
        rows = self.get_queryset()
        own = {name: query[name] for name in self.filterset_class.base_filters if name in query}
        filters = self.filterset_class(
            own, queryset=self.on(rows, day) if asked else rows, caller=self.request.user, day=day
        )
        already = {fault.parameter for fault in reading.faults}
        reading.faults += [fault for fault in filters.faults() if fault.parameter not in already]
        reading.finish()
        return Question(filters.qs, terms, size, cursor, day, sign)

    def documents(self, ids: Sequence[int], day: datetime.date) -> Sequence[str]:
        """
        Return the JSON of these rows, in this order, written by the database.

        What was withdrawn or deleted since the page was found is left out: visibility is asked again.
        """
        rows = self.get_queryset().filter(pk__in=ids).annotate(**self.annotations(day))
        texts = dict(
            rows.order_by()
            .annotate(document=document(self.serializer_class, self.request.user))
            .values_list("pk", "document")
        )
        return [texts[pk] for pk in ids if pk in texts]

    def envelope(self, count: int, page: pagination.Page, documents: Sequence[str]) -> HttpResponse:
        """Join the documents to an answer, without reading them."""
        request = self.request._request
        neighbours = {"next": page.next, "previous": page.previous}
        links = {name: pagination.address(request, cursor) for name, cursor in neighbours.items()}
        head = json.dumps({"count": count, **links})[:-1]
        response = HttpResponse(f'{head}, "results": [{",".join(documents)}]}}', content_type="application/json")
        header = [f'<{url}>; rel="{"prev" if name == "previous" else name}"' for name, url in links.items() if url]
        if header:
            response["Link"] = ", ".join(header)
        return response

    def retrieve(self, request: Request, **kwargs: str) -> HttpResponse:
        """Answer one record; what the caller may not see is not there."""
        parameters.check(request.query_params, request.META.get("QUERY_STRING", ""), {"as_of"})
        day = parameters.day(request.query_params) or parameters.today()
        found = self.get_queryset().filter(**{self.key: kwargs[self.lookup_field]}).values_list("pk", flat=True)[:1]
        documents = self.documents(list(found), day)
        if not documents:
            raise NotFound(f"There is no {self.queryset.model._meta.verbose_name} of that name.")
        return HttpResponse(documents[0], content_type="application/json")
