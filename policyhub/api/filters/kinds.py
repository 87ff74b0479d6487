"""
Kinds of values that a filter takes: how each is read from text, what it asks of a column, and how it is documented.

Here are words, keys and flags; days, numbers and texts are in `values`.

Whatever cannot be read raises ValidationError with a code, and with `allowed` where there is a list of what is.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db.models import Q

from policyhub.api.errors import did_you_mean
from policyhub.api.fields import key_format
from policyhub.api.vocabularies import vocabulary_of
from policyhub.records import folding
from policyhub.records.models import Record
from policyhub.records.querysets import Caller

Json = dict[str, Any]

MOST_VALUES = 100
"""A list of values holds so many at most."""

SUGGESTED = 5
"""So many keys that name nothing are told what they may have meant."""

SUGGESTED_FROM = 200
"""So many keys are looked at for a suggestion."""


def refuse(detail: str, code: str = "invalid", allowed: Iterable[str] = ()) -> NoReturn:
    """Raise ValidationError; the detail may hold what the caller sent, percent signs included."""
    raise ValidationError("%(detail)s", code=code, params={"detail": detail, "allowed": tuple(allowed)})


@dataclass(frozen=True)
class Asking:
    """Who asks, as of which day, and what is derived of a record on that day."""

    caller: Caller
    day: datetime.date
    derived: Mapping[str, Any] = field(default_factory=dict)
    met: dict[Any, Record] = field(default_factory=dict)
    """The records that were asked for by key, so that each is looked up once."""
    missed: set[str] = field(default_factory=set)
    """The keys that named nothing."""


class Kind:
    """A kind of value."""

    cost = 1
    """What a question by it costs the database, as a share of MOST_COST of the boolean tree."""

    def cost_of(self, value: Any) -> int:
        """Return what the question by one value costs."""
        return self.cost

    def read(self, text: str, asking: Asking) -> Any:
        """Return the value that `text` spells."""
        raise NotImplementedError

    def read_all(self, texts: Sequence[str], asking: Asking) -> list[Any]:
        """Return the values of a list."""
        return [self.read(text, asking) for text in texts]

    def q(self, path: str, value: Any) -> Q:
        """Return the rows whose column is the value."""
        return Q(**{path: value})

    def among(self, path: str, values: Sequence[Any]) -> Q:
        """Return the rows whose column is one of the values."""
        return Q(**{f"{path}__in": values})

    def beyond(self, path: str, lookup: str, value: Any) -> Q:
        """Return the rows whose column compares with the value as `lookup` (gt, gte, lt, lte) says."""
        return Q(**{f"{path}__{lookup}": value})

    def empty(self, path: str) -> Q:
        """Return the rows where nothing is said."""
        return Q(**{f"{path}__isnull": True})

    def schema(self) -> Json:
        """Return the JSON Schema of one value; words have theirs among the vocabularies of the document."""
        raise NotImplementedError


class Words(Kind):
    """The words of a vocabulary; those of one that has ranks compare by them."""

    def __init__(self, choices: Iterable[tuple[str, Any]]) -> None:
        self.choices = [(str(word), str(label)) for word, label in choices]
        self.words = [word for word, _ in self.choices]

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """Return the rank of each word; nothing for a vocabulary without an order."""
        known = vocabulary_of(self.words)
        return known.ranks if known else {}

    def read(self, text: str, asking: Asking) -> str:
        """Return the word."""
        if text not in self.words:
            refuse(f"{text!r} is none of its words.{did_you_mean(text, self.words)}", "unknown-word", self.words)
        return text

    def beyond(self, path: str, lookup: str, value: str) -> Q:
        """Compare by rank; a row without a word has none, and is never kept."""
        rank = self.ranks[value]
        keeps: Callable[[int], bool] = {
            "gt": lambda other: other > rank,
            "gte": lambda other: other >= rank,
            "lt": lambda other: other < rank,
            "lte": lambda other: other <= rank,
        }[lookup]
        return self.among(path, [word for word in self.words if keeps(self.ranks[word])])

    def empty(self, path: str) -> Q:
        """Return the rows without a word."""
        return Q(**{path: ""})


class Keys(Kind):
    """The slugs or codes of records that the caller may see; of a tree, a record stands for all below it too."""

    def __init__(self, model: type[Record], *, itself: bool = False) -> None:
        self.model = model
        self.branch = "" if itself else model.BRANCH

    def read(self, text: str, asking: Asking) -> Record:
        """Return the record."""
        return self.read_all([text], asking)[0]

    def read_all(self, texts: Sequence[str], asking: Asking) -> list[Record]:
        """Return the records, found in one query; an invisible one answers as a missing one."""
        seen = self.model._default_manager.visible_to(asking.caller)
        wanted = [text for text in texts if (self.model, text) not in asking.met]
        if wanted:
            rows = seen.filter(**{f"{self.model.KEY}__in": wanted}).defer(*folding.COLUMNS)
            asking.met.update({(self.model, row.key): row for row in rows})
        for text in texts:
            if (self.model, text) not in asking.met:
                asking.missed.add(text)  # looking for what was meant costs a statement, so not for all of many
                meant = did_you_mean(text, self.like(seen, text)) if len(asking.missed) <= SUGGESTED else ""
                refuse(f"There is no {self.model._meta.verbose_name} {text!r}.{meant}", "unknown-key")
        return [asking.met[self.model, text] for text in texts]

    def like(self, seen: Any, key: str) -> Any:
        """Return some keys that begin alike, whatever their case: comparing with all would cost too much."""
        start = key.strip()[:2]
        if not start.isascii():  # keys are, and the engines turn other letters to capitals in their own ways
            return ()
        rows = seen.filter(**{f"{self.model.KEY}__istartswith": start}).order_by(self.model.KEY)
        return rows.values_list(self.model.KEY, flat=True)[:SUGGESTED_FROM]

    def q(self, path: str, value: Record) -> Q:
        """Return the rows that refer to the record, or to one below it."""
        return self.among(path, [value])

    def among(self, path: str, values: Sequence[Record]) -> Q:
        """Return the rows that refer to one of the records, or to one below any."""
        if self.branch:
            return Q(**{f"{path}__in": below(self.model, values)})
        keys = [value.pk for value in values]
        return Q(**{path: keys[0]}) if len(keys) == 1 else Q(**{f"{path}__in": keys})

    def schema(self) -> Json:
        """Return a text in the form of these keys."""
        return {"type": "string", "format": key_format(self.model)}


def below(model: type[Record], tops: Iterable[Record]) -> list[int]:
    """Return the primary keys of some records of a tree and of all below them."""
    found = {top.pk for top in tops}
    pairs = list(model._default_manager.exclude(**{model.BRANCH: None}).values_list("pk", f"{model.BRANCH}_id"))
    grown = -1
    while grown != len(found):
        grown = len(found)
        found |= {pk for pk, parent in pairs if parent in found}
    return sorted(found)


class Flags(Kind):
    """`true` or `false`."""

    def read(self, text: str, asking: Asking) -> bool:
        """Return the truth value."""
        if text not in ("true", "false"):
            refuse(f"{text!r} is neither true nor false.", allowed=["true", "false"])
        return text == "true"

    def schema(self) -> Json:
        """Return a truth value."""
        return {"type": "boolean"}
