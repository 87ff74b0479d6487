"""What the lists of the log have in common: how they are asked, and the page that answers."""

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, F, Func, Value
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from policyhub.api import pagination, parameters
from policyhub.api.answers import kept_apart, leniently
from policyhub.api.errors import MOST_FAULTS, Fault, foremost
from policyhub.api.ordering import Term
from policyhub.api.pagination import Cursor, Page
from policyhub.api.questions import Reader

Json = dict[str, Any]


class LogViewSet(ViewSet):
    """Something of the log that is read."""

    http_method_names = ["get", "head"]

    def finalize_response(self, request: Request, response: HttpResponse, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what one caller gets out of what a cache gives to another."""
        return kept_apart(super().finalize_response(request, response, *args, **kwargs), request)


class Beyond(Func):
    """
    The rows beyond a place, compared as a whole: `(number, kind, key) > (412, 'options.measure', 'mnfu')`.

    The terms all lead one way, and none of them is ever null.

    So an index is entered at the place itself; out of alternatives (a larger number, or the same and a larger
    kind ...) databases read no more than the first of them, and a revision may have a hundred thousand rows.
    """

    output_field = BooleanField()

    def __init__(self, terms: Sequence[Term], cursor: Cursor) -> None:
        super().__init__(*(F(term.field) for term in terms), *(Value(value) for value in cursor.values))
        self.sign = "<" if terms[0].descending != cursor.backward else ">"

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return the comparison of two rows of values."""
        sides = self.source_expressions
        told = [compiler.compile(one) for one in sides]
        columns, values = ([sql for sql, _ in half] for half in (told[: len(told) // 2], told[len(told) // 2 :]))
        params = tuple(param for _, given in told for param in given)
        return f"({', '.join(columns)}) {self.sign} ({', '.join(values)})", params


def rows_of(rows: Any, terms: Sequence[Term], cursor: Cursor | None, size: int) -> list[Any]:
    """Return the rows of a page in the direction of its cursor, and one more if there are more."""
    backward = cursor is not None and cursor.backward
    if cursor is not None:
        rows = rows.filter(Beyond(terms, cursor))
    return list(rows.order_by(*(term.order_by(backward=backward) for term in terms))[: size + 1])


def page_of(rows: Sequence[Any], terms: Sequence[Term], cursor: Cursor | None, size: int, sign: str) -> Page:
    """Return the page of these rows, with the places of its neighbours."""
    found = [(row, *(getattr(row, term.field) for term in terms)) for row in rows]
    return pagination.between(found, terms, cursor, size, parameters.today(), sign)


def size_of(reader: Reader, *, default: int, most: int) -> int:
    """Return how much a page holds, where a list has limits of its own."""
    with reader.reading.piece():
        return parameters.whole_number(reader.query, "page_size", default=default, least=1, most=most)
    return default


def answer(request: Request, told: Json, links: dict[str, str | None], ignored: Sequence[Fault]) -> HttpResponse:
    """Return an answer with its neighbours, as `Link` too, and what was left out for a lenient caller."""
    if ignored:
        told = told | {"ignored": [fault.as_json() for fault in foremost(ignored)[:MOST_FAULTS]]}
    response = HttpResponse(json.dumps(told, ensure_ascii=False), content_type="application/json")
    names = {"next": "next", "previous": "prev"}
    header = [f'<{url}>; rel="{names[name]}"' for name, url in links.items() if url]
    if header:
        response["Link"] = ", ".join(header)
    return leniently(response, request, ignored)


def neighbours(request: Request, page: Page, ignored: Sequence[Fault]) -> dict[str, str | None]:
    """Return the addresses of the pages before and after."""
    without = {fault.parameter for fault in ignored}
    places = {"next": page.next, "previous": page.previous}
    return {name: pagination.address(request._request, place, without) for name, place in places.items()}
