"""Questions that a diplomat, a parliament's research service or a newsroom asks, each with what answers it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tests.catalogue import raw
from tests.catalogue.raw import Row

Keep = Callable[[Row, str], bool]


def everything(row: Row, day: str) -> bool:
    """Keep every row."""
    return True


@dataclass(frozen=True)
class Facet:
    """
    The values of one facet: those that a row has, among which rows.

    These are the rows of the answer, unless the facet's own parameter is given, which does not count for it.
    """

    values: Callable[[Row, str], Iterable[Any]]
    among: Keep | None = None


@dataclass(frozen=True)
class Question:
    """A question in words, the call that asks it, and which lines of the fixtures answer it, in what order."""

    asks: str
    call: str
    keep: Keep
    order: Callable[[Row, str], Any] | None = None
    facets: Mapping[str, Facet] = field(default_factory=dict)

    @property
    def collection(self) -> str:
        """Return what is asked."""
        return self.call.split("/")[0]

    @property
    def parameters(self) -> dict[str, str]:
        """Return how it is asked."""
        return dict(parse_qsl(self.call.partition("?")[2], strict_parsing=True))

    def asked(self) -> set[str]:
        """Return the parameters, those of a boolean tree among them."""
        return {*self.parameters, *re.findall(r'"(\w+)":', self.parameters.get("filter", ""))}

    @property
    def key(self) -> str:
        """Return the field that is the public identity."""
        return "code" if self.collection == "actors" else "slug"

    def address(self, *without: str, **others: str) -> str:
        """Return the address of the call, without some of its parameters and with others besides or instead."""
        told = {name: value for name, value in self.parameters.items() if name not in without} | others
        return f"/api/v1/{self.collection}/?{urlencode(told)}"

    def day(self) -> str:
        """Return the day that is asked about."""
        return self.parameters.get("as_of", raw.TODAY)

    def rows(self, keep: Keep | None = None) -> list[str]:
        """Return the keys of the answer, in order; with `keep`, of what that keeps instead."""
        day, kept = self.day(), keep or self.keep
        there = raw.rows[raw.COLLECTIONS[self.collection]]
        found = [key for key in sorted(there) if self.on(there[key]) and kept(there[key], day)]
        return sorted(found, key=lambda key: self.order(there[key], day)) if self.order else found

    def on(self, row: Row) -> bool:
        """Tell whether a line counts on the day of `as_of`: only periods, and what is made on a day, may not."""
        day = self.parameters.get("as_of")
        if day is None:
            return True
        if self.collection == "positions":
            return raw.holds(raw.begins(row), row.get("until"), day)
        if self.collection == "memberships":
            return raw.holds(row.get("since") or raw.earliest(row, "published_on"), row.get("until"), day)
        made = {"statements": "made_on", "assessments": "assessed_on", "enquiries": "looked_on"}.get(self.collection)
        return made is None or (bool(row.get(made)) and row[made] <= day)

    def counts(self, name: str) -> dict[Any, int]:
        """Return how many lines there are for each value of a facet."""
        facet, day = self.facets[name], self.day()
        told: dict[Any, int] = {}
        for key in self.rows(facet.among):
            row = raw.rows[raw.COLLECTIONS[self.collection]][key]
            for value in set(facet.values(row, day)):
                told[value] = told.get(value, 0) + 1
        return told
