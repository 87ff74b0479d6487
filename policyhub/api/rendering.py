"""Rendering: the JSON texts of rows, with every record that their shape opens."""

import datetime
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from policyhub.api.collections import lists_of, viewset_of
from policyhub.api.documents import MARK, document, rows_of
from policyhub.api.errors import Fault, InvalidParameters
from policyhub.api.shapes import LONGEST_LIST, MOST_LISTED, Shape
from policyhub.records.querysets import Caller

CHUNK = 10_000
"""So many rows are asked for by key in one statement; SQLite takes 32,766."""

MARKED = re.compile(rf'"{MARK} ([0-9]+) ([0-9]+)"')


@dataclass(frozen=True)
class Rendering:
    """For whom texts are written, as of which day, and whether opened lists are narrowed to it."""

    caller: Caller
    day: datetime.date
    narrowed: bool

    def texts(self, shape: Shape, ids: Collection[int]) -> dict[int, str]:
        """
        Return the JSON text of each row that the caller may see, by primary key, written by the database.

        A record that parts refer to is written once, by a statement of its own for each place of the shape,
        and then put wherever it was marked; one that may not be seen is null.
        """
        made = document(shape, self.caller, self.day, narrowed=self.narrowed)
        seen = rows_of(shape, self.caller, self.day).order_by()
        found: dict[int, str] = {}
        for chunk in chunks(ids):
            rows = seen.filter(pk__in=chunk).annotate(document=made.expression)
            found.update(rows.values_list("pk", "document"))
        if not made.marked:
            return found
        wanted: dict[int, set[int]] = {place: set() for place in range(len(made.marked))}
        for text in found.values():
            for place, pk in MARKED.findall(text):
                wanted[int(place)].add(int(pk))
        inner = {place: self.texts(made.marked[place], pks) for place, pks in wanted.items()}
        return {
            pk: MARKED.sub(lambda at: inner[int(at[1])].get(int(at[2]), "null"), text) for pk, text in found.items()
        }

    def refuse_crowds(self, shape: Shape, owners: Any) -> None:
        """Raise InvalidParameters where the lists that the shape opens are longer than an answer may hold."""
        if not shape.opens_lists():
            return
        for name in shape.lists():
            relation = lists_of(shape.model)[name]
            whose, view = relation.field.name, viewset_of(relation.related_model)()
            rows = view.queryset.all().visible_to(self.caller).filter(**{f"{whose}__in": owners})
            rows = view.on(rows, self.day) if self.narrowed else rows
            key = f"{whose}__{shape.model.KEY}"
            counts = rows.order_by().values_list(key).annotate(n=Count("pk")).order_by("-n", key)
            refuse_more(name, list(counts[: MOST_LISTED + 1]))
        for path, inside in shape.records():
            seen = inside.model._default_manager.visible_to(self.caller)
            self.refuse_crowds(inside, seen.filter(pk__in=owners.values(path)))


def refuse_more(name: str, counts: list[tuple[str, int]]) -> None:
    """Raise InvalidParameters where a list holds too many records, or all of one name together do."""
    if counts and counts[0][1] > LONGEST_LIST:
        detail = f"{name} of {counts[0][0]} has {counts[0][1]} records; an opened list holds {LONGEST_LIST} at most."
        raise InvalidParameters([Fault("expand", "too-many", f"{detail} Ask that collection itself.")])
    total = sum(number for _, number in counts)
    if total > MOST_LISTED:
        detail = f"{name} of this page has {total} records; a page opens {MOST_LISTED} at most. Ask for a smaller page."
        raise InvalidParameters([Fault("expand", "too-many", detail)])


def chunks(ids: Collection[int]) -> Iterable[list[int]]:
    """Yield the keys in pieces; one piece, though it be empty, so that an answer costs the same statements."""
    ordered = list(ids)
    for start in range(0, max(len(ordered), 1), CHUNK):
        yield ordered[start : start + CHUNK]
