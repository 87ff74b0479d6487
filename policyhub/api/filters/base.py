"""One parameter: a name, a kind of value, a lookup, and the one function from value to `Q`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from policyhub.api.filters.kinds import MOST_VALUES, Asking, Flags, Keys, Kind, Words, refuse
from policyhub.records import folding

LOOKUPS = {
    "exact": "",
    "in": "One of these, separated by commas.",
    "not": "Anything but this; rows without a value are kept.",
    "gt": "More or later than this.",
    "gte": "This, or more or later.",
    "lt": "Less or earlier than this.",
    "lte": "This, or less or earlier.",
    "contains": "With this piece of text in it, whatever its case and diacritics.",
    "startswith": "Beginning with this text, whatever its case and diacritics.",
    "isnull": "`true`: nothing is recorded; `false`: something is.",
    "any": "At least one of these, separated by commas.",
    "all": "All of these, separated by commas.",
    "none": "None of these, separated by commas.",
}
"""What the ending of a parameter asks (`__in`, `__not` ...); the plain name asks for the value itself."""

KEY = WORD = ("exact", "in", "not")
"""Lookups of a reference or a vocabulary."""

OPTIONAL = (*KEY, "isnull")
"""The same where it may be empty."""

RANKED = (*WORD, "gte", "lte")
"""Lookups of a vocabulary with an order."""

DAY = ("exact", "gt", "gte", "lt", "lte")
"""Lookups of a day, or of a number that readers compare."""

SOME_DAY = ("gt", "gte", "lt", "lte", "isnull")
"""Lookups of a day that may not be known."""

BOUNDS = ("gte", "lte")
"""Lookups of a number of which readers ask how large it is."""

TEXT = ("contains", "startswith")
"""Lookups of a title or a name."""

SET = ("exact", "any", "all", "none")
"""Lookups of what a record has several of; the plain name means all of them, too."""

ANY = ("exact", "any", "none")
"""The same where parameters are many."""

LISTED = {"in", "any", "all", "none"}
"""Lookups that take several values."""

DENIALS = {"not", "none", "isnull"}
"""Lookups that speak of all related rows at once, and so of none in particular."""


BEYOND = 5
"""What a question about anything but a column of the record costs more, as a share of what a tree may cost."""

MOST_BRANCHES = 10
"""So many values that each stand for all below them may be needed together."""


@dataclass(frozen=True)
class Ask:
    """
    How a list can be asked for one thing: by which lookups, and where the value stands.

    `path` is the column, seen from the row; `kind` is read from the column unless given. A question that
    is about no single column gives `of`, which turns one value into a `Q`. `many` marks what a record has
    several of: the plain name then takes a list and means all of them.
    """

    lookups: Sequence[str] = ("exact",)
    path: str = ""
    kind: Kind | None = None
    of: Callable[[Any, Asking], Q] | None = None
    many: bool = False
    about: str = ""


class ValueField(forms.Field):
    """Reads the text of one parameter."""

    def __init__(self, known: "Filter") -> None:
        self.known = known
        super().__init__(required=False)

    def clean(self, value: Any) -> Any:
        """Return the value; None where the parameter is not given."""
        return None if value in (None, "") else self.known.read(value, self.known.parent.asking)


class Filter(django_filters.Filter):
    """One parameter of a list."""

    def __init__(self, name: str, lookup: str, ask: Ask, kind: Kind, related: Any = None) -> None:
        self.name, self.ask, self.kind, self.related = name, ask, kind, related
        super().__init__(field_name=ask.path or name, lookup_expr=lookup)

    @property
    def field(self) -> ValueField:
        """Return the form field."""
        return ValueField(self)

    @property
    def takes_list(self) -> bool:
        """Tell whether several values can be given."""
        return self.lookup_expr in LISTED or (self.ask.many and self.lookup_expr == "exact")

    @property
    def for_each(self) -> bool:
        """Tell whether each of several values must be found, in a row of its own."""
        return self.ask.many and self.lookup_expr in ("exact", "all")

    @property
    def branches(self) -> bool:
        """Tell whether a value stands for all below it in a tree."""
        return isinstance(self.kind, Keys) and self.kind.branch != ""

    @property
    def denies(self) -> bool:
        """Tell whether it speaks of all related rows at once."""
        return self.lookup_expr in DENIALS

    @property
    def parameter(self) -> str:
        """Return the name in the query string."""
        return self.name if self.lookup_expr == "exact" else f"{self.name}__{self.lookup_expr}"

    def cost_of(self, value: Any) -> int:
        """Return what the question by a value costs the database, as a share of what a tree may cost."""
        return self.kind.cost_of(value) + (BEYOND if self.related or self.ask.of else 0)

    def read(self, text: str, asking: Asking) -> Any:
        """Return what `text` spells; raise ValidationError for anything else."""
        if self.lookup_expr == "isnull":
            return Flags().read(text, asking)
        if self.takes_list:
            return self.read_list(text.split(","), asking)
        if "," in text and isinstance(self.kind, Words | Keys):
            refuse(f"{self.parameter!r} takes one value.{self.several()}", "one-value")
        return self.kind.read(text, asking)

    def read_list(self, texts: Sequence[str], asking: Asking) -> list[Any]:
        """Return the values of a list, each once."""
        if not all(text.strip() for text in texts):
            refuse("A value of the list is empty; leave it out.", "empty")
        if len(texts) > MOST_VALUES:
            refuse(f"It has {len(texts)} values; at most {MOST_VALUES} can be given.", "too-many")
        if self.for_each and self.branches and len(texts) > MOST_BRANCHES:
            refuse(f"It has {len(texts)} values; at most {MOST_BRANCHES} can be needed together.", "too-many")
        return self.kind.read_all(list(dict.fromkeys(texts)), asking)

    def several(self) -> str:
        """Return which parameter takes several values, if any does."""
        known = getattr(getattr(self, "parent", None), "base_filters", {})
        other = next((f"{self.name}__{end}" for end in ("in", "any") if f"{self.name}__{end}" in known), "")
        return f" Use {other!r} for several." if other else ""

    def q(self, value: Any, asking: Asking) -> Q:
        """Return the rows that a value asks for; of a denial, those that it denies."""
        lookup, path = self.lookup_expr, self.field_name
        if lookup == "isnull":
            return self.kind.empty(path)
        if self.ask.of is not None:
            found = Q(pk__in=[])
            for one in value if self.takes_list else [value]:
                found |= self.ask.of(one, asking)
            return found
        if lookup in ("gt", "gte", "lt", "lte"):
            return self.kind.beyond(path, lookup, value)
        if lookup == "contains":
            return folding.contains(path, value)
        if lookup == "startswith":
            return folding.starts_with(path, value)
        return self.kind.among(path, value) if self.takes_list else self.kind.q(path, value)
