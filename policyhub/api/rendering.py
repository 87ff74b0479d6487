"""Rendering: the JSON texts of rows, with every record that their shape opens."""

import datetime
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from policyhub.api.collections import derived_of, lists_of, viewset_of
from policyhub.api.documents import MARK, document
from policyhub.api.errors import Fault, InvalidParameters
from policyhub.api.shapes import LONGEST_LIST, Shape
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
        view = viewset_of(shape.model)()
        derived = {name: known for name, known in derived_of(shape.model, self.day).items() if name in shape.names}
        seen = view.queryset.all().visible_to(self.caller).annotate(**derived).order_by()
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
        """Raise InvalidParameters where a list of records that the shape opens is longer than an answer may hold."""
        if not shape.opens_lists():
            return
        for name in shape.lists():
            relation = lists_of(shape.model)[name]
            whose = relation.field.name
            rows = relation.related_model._default_manager.visible_to(self.caller).filter(**{f"{whose}__in": owners})
            crowded = rows.order_by().values(whose).annotate(n=Count("pk")).filter(n__gt=LONGEST_LIST)
            longest = crowded.order_by("-n").values_list(f"{whose}__{shape.model.KEY}", "n").first()
            if longest is not None:
                detail = (
                    f"{name} of {longest[0]} has {longest[1]} records; an opened list holds {LONGEST_LIST} at most."
                )
                raise InvalidParameters([Fault("expand", "too-many", f"{detail} Ask that collection itself.")])
        for path, inside in shape.records():
            self.refuse_crowds(inside, inside.model._default_manager.filter(pk__in=owners.values(path)))


def chunks(ids: Collection[int]) -> Iterable[list[int]]:
    """Yield the keys in pieces; one piece, though it be empty, so that an answer costs the same statements."""
    ordered = list(ids)
    for start in range(0, max(len(ordered), 1), CHUNK):
        yield ordered[start : start + CHUNK]
