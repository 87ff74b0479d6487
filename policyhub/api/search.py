"""Search: words looked for in every collection at once."""

import datetime
import json
from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import CharField, Count, F, Q, TextField, Value
from django.db.models.functions import Cast
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from policyhub.api import pagination
from policyhub.api.answers import envelope, kept_apart
from policyhub.api.collections import collections
from policyhub.api.errors import Fault, InvalidParameters
from policyhub.api.filters import Asking
from policyhub.api.filters.filterset import Q_ABOUT, faults_of
from policyhub.api.filters.values import Phrases
from policyhub.api.ordering import Term
from policyhub.api.pagination import Cursor
from policyhub.api.questions import Reader
from policyhub.records import folding
from policyhub.records.models import Record

Json = dict[str, Any]

PARAMETERS = ("q", "collection__in", "as_of", "known_at", "page_size", "cursor", "count", "facets")
DECIDING = ("q", "collection__in", "as_of", "known_at")
"""Parameters that decide which records are found."""

ORDER = (Term("collection"), Term("key"))

HIT: Json = {
    "type": "object",
    "required": ["collection", "key", "title", "url"],
    "properties": {
        "collection": {"type": "string", "description": "The collection it belongs to."},
        "key": {"type": "string", "description": "Its slug or code."},
        "title": {"type": "string", "description": "Its title or name; of a record that has none, what it says."},
        "url": {"type": "string", "format": "uri-reference", "description": "Where the record itself is read."},
    },
}


class SearchViewSet(ViewSet):
    """Words looked for in the texts of every collection, whatever their case and diacritics."""

    http_method_names: ClassVar[list[str]] = ["get", "head"]
    one = "record"

    def list(self, request: Request) -> HttpResponse:
        """Answer a page of the records in which every word occurs, by collection and key."""
        reader = Reader(self, request)
        with reader.looking(PARAMETERS):
            return self.page(request, reader)

    def page(self, request: Request, reader: Reader) -> HttpResponse:
        """Answer the page that a question asks for."""
        asked, size, counted, named = reader.as_of(), reader.size(), reader.counted(), reader.facets(["collection"])
        words, chosen, cursor = self.words(reader), reader.collections(), reader.cursor()
        sign = reader.sign("search", DECIDING, cursor, ORDER)
        if not words:  # nothing of the question would be left, even for a lenient caller
            raise InvalidParameters(reader.reading.faults)
        ignored = reader.finish()
        found = {name: self.found(viewset(), words, asked) for name, viewset in collections().items()}
        told: Json = {"count": None}
        if counted or named:
            numbers = self.numbers(found)
            told["count"] = sum(numbers.get(name, 0) for name in chosen) if counted else None
        if named:
            pairs = sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))
            told["facets"] = {"collection": [{"value": name, "count": number} for name, number in pairs if number]}
        rows = self.rows({name: found[name] for name in chosen}, cursor)[: size + 1]
        hits = [(hit(*row), row[0], row[1]) for row in rows]
        page = pagination.between(hits, ORDER, cursor, size, asked or reader.clock.today, sign)
        return envelope(request, told, page, page.ids, ignored)

    def finalize_response(self, request: Request, response: HttpResponse, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what one caller gets out of what a cache gives to another."""
        return kept_apart(super().finalize_response(request, response, *args, **kwargs), request)

    def found(self, view: Any, words: Sequence[str], asked: datetime.date | None) -> Any:
        """Return the records of one collection that the caller may see and in which every word occurs."""
        rows = view.queryset.all().visible_to(self.request.user)
        rows = rows.filter(folding.mentions(view.queryset.model, words)).order_by()
        return view.on(rows, asked) if asked else rows

    def words(self, reader: Reader) -> Sequence[str]:
        """Return the words to look for."""
        if "q" not in reader.query:
            if not any(fault.parameter == "q" for fault in reader.reading.faults):
                reader.reading.faults.append(Fault("q", "required", f"`q` is needed here. {Q_ABOUT}"))
            return []
        try:
            return Phrases(Record).read(reader.query["q"], Asking(reader.request.user, reader.clock.today))
        except ValidationError as error:
            reader.reading.faults += faults_of("q", [error])
            return []

    def numbers(self, found: dict[str, Any]) -> dict[str, int]:
        """Return how many records match in each collection that has any, in one statement."""
        counts = [
            rows.values(c=Value(name, CharField())).annotate(n=Count("pk")).values_list("c", "n")
            for name, rows in found.items()
        ]
        return dict(counts[0].union(*counts[1:], all=True))

    def rows(self, found: dict[str, Any], cursor: Cursor | None) -> Any:
        """Return collection, key and title of what was found beyond the cursor, in order, as one statement."""
        branches = []
        for name, rows in found.items():
            key = rows.model.KEY
            if cursor is not None:
                rows = rows.filter(beyond(cursor, name, key))
            columns = {"_c": Value(name, CharField()), "_k": F(key), "_t": F(rows.model.TITLE or key)}
            branches.append(
                rows.annotate(**{n: Cast(known, TextField()) for n, known in columns.items()}).values_list(*columns)
            )
        turned = "-" if cursor is not None and cursor.backward else ""
        return branches[0].union(*branches[1:], all=True).order_by(f"{turned}_c", f"{turned}_k")


def beyond(cursor: Cursor, name: str, key: str) -> Q:
    """Return the records of one collection that stand beyond the cursor, by collection and key."""
    collection, last = cursor.values
    if name == collection:
        return Q(**{f"{key}__{'lt' if cursor.backward else 'gt'}": last})
    return Q() if (name < collection) is cursor.backward else Q(pk__in=[])


def hit(collection: str, key: str, title: str) -> str:
    """Return one thing that was found, as JSON."""
    url = f"{settings.PUBLIC_URL}/api/v1/{collection}/{key}/"
    return json.dumps({"collection": collection, "key": key, "title": title, "url": url}, ensure_ascii=False)
