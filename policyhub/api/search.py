"""Search: words looked for in every collection at once, what fits best first."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from policyhub.api import highlights, pagination, parameters, plans
from policyhub.api.answers import envelope
from policyhub.api.collections import collections
from policyhub.api.conditional import Conditional
from policyhub.api.errors import Fault, InvalidParameters
from policyhub.api.filters import Asking
from policyhub.api.filters.filterset import Q_ABOUT, faults_of
from policyhub.api.filters.values import Phrases
from policyhub.api.finding import ORDER, Finding, summed
from policyhub.api.pagination import Cursor
from policyhub.api.questions import Reader
from policyhub.api.statements import Statement
from policyhub.records.models import Record
from policyhub.records.sought import Sought

Json = dict[str, Any]

PARAMETERS = ("q", "collection__in", "as_of", "known_at", "page_size", "cursor", "count", "facets", "highlight")
DECIDING = ("q", "collection__in", "as_of", "known_at")
"""Parameters that decide which records are found."""

HIGHLIGHT: Json = {
    "type": "object",
    "required": ["field", "parts"],
    "description": "A piece of one of its texts, around the first place where something of what is sought stands.",
    "properties": {
        "field": {"type": "string", "description": "Which of its texts it is."},
        "parts": {
            "type": "array",
            "description": "The piece, part by part, as the record has it; escape it as any text.",
            "items": {
                "type": "object",
                "required": ["text", "match"],
                "description": "A part of a piece.",
                "properties": {
                    "text": {"type": "string", "description": "What it says."},
                    "match": {"type": "boolean", "description": "Whether this is what was looked for."},
                },
            },
        },
    },
}

TIERS = (
    "How well it fits: 1, its title is what was typed; 2, its title holds it as it was typed; 3, its title holds all "
    "of it; 4, all its texts together do."
)

HIT: Json = {
    "type": "object",
    "required": ["collection", "key", "title", "tier", "url"],
    "properties": {
        "collection": {"type": "string", "description": "The collection it belongs to."},
        "key": {"type": "string", "description": "Its slug or code."},
        "title": {"type": "string", "description": "Its title or name; of a record that has none, what it says."},
        "tier": {"type": "integer", "minimum": 1, "maximum": 4, "description": TIERS},
        "url": {"type": "string", "format": "uri-reference", "description": "Where the record itself is read."},
        "highlights": {
            "type": "array",
            "items": HIGHLIGHT,
            "description": "Pieces of its texts with what was looked for, its title first; only with `highlight=true`.",
        },
    },
}


@dataclass(frozen=True)
class SearchPlan:
    """How a search is answered: its statements, and what is told of what they find."""

    sought: Sought
    asked: datetime.date | None
    chosen: Sequence[str]
    facets: Sequence[str]
    highlighted: bool
    cursor: Cursor | None
    size: int
    day: datetime.date
    sign: str
    page: Statement
    numbers: Statement
    counted: bool
    ignored: Sequence[Fault]

    def __len__(self) -> int:
        return plans.OVERHEAD + len(self.page) + len(self.numbers)


class SearchViewSet(Conditional, ViewSet):
    """Words looked for in the texts of every collection, whatever their case and diacritics."""

    http_method_names: ClassVar[list[str]] = ["get", "head"]
    one = "record"

    def list(self, request: Request) -> HttpResponse:
        """Answer a page of the records that hold what is looked for, by tier, collection and key."""
        place = plans.place_of(self, request)
        plan: SearchPlan | None = plans.LISTS.get(place)
        if plan is not None:
            return self.page(request, plan)
        reader = Reader(self, request)
        with reader.looking(PARAMETERS):
            plan = self.plan(reader)
            if place is not None and reader.clock.revision is None:
                plans.LISTS.keep(place, plan)
            return self.page(request, plan)

    def plan(self, reader: Reader) -> SearchPlan:
        """Return how a question is answered."""
        asked, size, counted, named = reader.as_of(), reader.size(), reader.counted(), reader.facets(["collection"])
        sought, chosen, cursor = self.sought(reader), reader.collections(), reader.cursor()
        highlighted = parameters.word(reader.query, "highlight", ("true", "false"), reader.reading) == "true"
        sign = reader.sign("search", DECIDING, cursor, ORDER)
        if sought is None:  # nothing of the question would be left, even for a lenient caller
            raise InvalidParameters(reader.reading.faults)
        ignored = reader.finish()
        finding = Finding(sought, reader.request.user, asked)
        return SearchPlan(
            sought=sought,
            asked=asked,
            chosen=chosen,
            facets=named,
            highlighted=highlighted,
            cursor=cursor,
            size=size,
            day=asked or reader.clock.today,
            sign=sign,
            page=finding.page(chosen, cursor, size),
            numbers=finding.numbers(collections() if named else chosen) if named or counted else Statement(),
            counted=counted,
            ignored=ignored,
        )

    def page(self, request: Request, plan: SearchPlan) -> HttpResponse:
        """Answer the page that a question asks for."""
        numbers = plan.numbers.run()
        told: Json = {"count": summed(numbers, plan.chosen) if plan.counted else None}
        if plan.facets:
            pairs = sorted(numbers, key=lambda pair: (-pair[1], pair[0]))
            told["facets"] = {"collection": [{"value": name, "count": number} for name, number in pairs if number]}
        found = [(row, *row[:3]) for row in plan.page.run()]
        page = pagination.between(found, ORDER, plan.cursor, plan.size, plan.day, plan.sign)
        return envelope(request, told, page, ",".join(self.hits(request, plan, page.ids)), plan.ignored)

    def hits(self, request: Request, plan: SearchPlan, rows: Sequence[Any]) -> Sequence[str]:
        """Return what was found as JSON, with pieces of its texts where they are asked for."""
        if not plan.highlighted:
            return [hit(*row) for row in rows]
        keys: dict[str, list[str]] = {}
        for _, collection, key, _ in rows:
            keys.setdefault(collection, []).append(key)
        texts = Finding(plan.sought, request.user, plan.asked).texts(keys)
        return [hit(*row, highlights.pieces(texts.get((row[1], row[2]), {}), plan.sought)) for row in rows]

    def sought(self, reader: Reader) -> Sought | None:
        """Return what is looked for; None where that cannot be told."""
        if "q" not in reader.query:
            if not any(fault.parameter == "q" for fault in reader.reading.faults):
                reader.reading.faults.append(Fault("q", "required", f"`q` is needed here. {Q_ABOUT}"))
            return None
        try:
            return Phrases(Record).read(reader.query["q"], Asking(reader.request.user, reader.clock.today))
        except ValidationError as error:
            reader.reading.faults += faults_of("q", [error])
            return None


def hit(tier: int, collection: str, key: str, title: str, pieces: Sequence[Json] | None = None) -> str:
    """Return one thing that was found, as JSON."""
    url = f"{settings.PUBLIC_URL}/api/v1/{collection}/{key}/"
    told: Json = {"collection": collection, "key": key, "title": title, "tier": tier, "url": url}
    return json.dumps(told if pieces is None else {**told, "highlights": pieces}, ensure_ascii=False)
