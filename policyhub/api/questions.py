"""
Questions: what a query string asks of a list, read strictly.

Whatever is wrong is gathered and told in one answer. A caller who sends `Prefer: handling=lenient`
(RFC 7240) has what is not understood left out instead, and is told what that was.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from rest_framework.request import Request

from policyhub.api import clocks, facets, ordering, pagination, parameters
from policyhub.api.clocks import Clock
from policyhub.api.collections import collections, derived_of
from policyhub.api.errors import Fault, Gathering, InvalidParameters
from policyhub.api.facets import Counting
from policyhub.api.fields import collection_of
from policyhub.api.filters import Asking, CatalogueFilterSet
from policyhub.api.filters.tree import read_tree
from policyhub.api.pagination import Cursor
from policyhub.api.shapes import LARGEST_PAGE, Shape, Shaping, whole
from policyhub.records.querysets import sees_drafts
from policyhub.records.text_index import tier

OF_A_RECORD = frozenset({"as_of", clocks.NAME, "fields", "omit", "expand"})
"""Parameters of the address of one record."""

OF_A_LIST = OF_A_RECORD | {"ordering", "page_size", "cursor", "count", "filter", "facets"}
"""Parameters of every list, beside its filters."""

NEVER_LENIENT = {"cursor", "known_at"}
"""Refused also where they are wrong: left out, they would lead back to the first page for ever, and to the present."""

COUNTS = ("exact", "none")


@dataclass(frozen=True)
class Asked:
    """What of a question it takes to put an answer together, once the database was asked."""

    terms: Sequence[ordering.Term]
    size: int
    cursor: Cursor | None
    day: datetime.date
    counted: bool
    sign: str
    ignored: Sequence[Fault]


@dataclass(frozen=True)
class Question(Asked):
    """What is asked of a list: which records, in what order, in what shape, as of which day."""

    rows: Any
    filters: CatalogueFilterSet
    tree: Q
    narrowed: bool
    shape: Shape
    facets: Sequence[str]

    @property
    def asked(self) -> Asked:
        """Return the same without what the database is asked by, which is large."""
        return Asked(self.terms, self.size, self.cursor, self.day, self.counted, self.sign, self.ignored)

    def matching(self) -> Any:
        """Return the records that are asked for, of all pages."""
        q = self.filters.q_of(self.filters.values()) & self.tree
        return self.filters.keep(self.rows, q)


def lenient(request: Request) -> bool:
    """Tell whether the caller prefers what is not understood to be left out."""
    preferences = request.headers.get("Prefer", "").lower().replace(" ", "").split(",")
    return any(preference.split(";")[0] == "handling=lenient" for preference in preferences)


class Reader:
    """Reads one query string for one view."""

    def __init__(self, view: Any, request: Request) -> None:
        self.view, self.request = view, request
        self.query: Mapping[str, str] = request.query_params
        self.reading = Gathering()
        self.clock = clocks.present()

    @contextmanager
    def looking(self, allowed: Sequence[str] | frozenset[str]) -> Iterator[None]:
        """
        Check the names that are given, and send what is read of records to the moment that `known_at` names.

        Everything else is read inside, since the keys of a question are those of that moment.
        """
        self.check(allowed)
        self.clock = self.known_at()
        if self.clock.revision is not None:
            self.request._request.answered_from = self.clock.revision.number  # type: ignore[attr-defined]
        with self.clock.looked_at(self.request.user):
            yield

    def check(self, allowed: Sequence[str] | frozenset[str]) -> None:
        """Refuse what is unknown, empty, repeated or unreadable, or leave it out."""
        with self.reading.piece():
            parameters.check(self.request.query_params, self.request.META.get("QUERY_STRING", ""), allowed)
        wrong = {fault.parameter for fault in self.reading.faults}
        self.query = {name: str(value) for name, value in self.request.query_params.items() if name not in wrong}

    def shape(self) -> Shape:
        """Return the shape that is asked for."""
        serializer = self.view.serializer_class
        query = {name: self.query[name] for name in ("fields", "omit", "expand") if name in self.query}
        while query:  # for a lenient caller again without what was wrong, until nothing is
            shaping = Shaping()
            shape = shaping.read(query, serializer)
            self.reading.faults += shaping.faults
            if not shaping.faults:
                return shape
            wrong = {fault.parameter for fault in shaping.faults}
            query = {name: text for name, text in query.items() if name not in wrong and lenient(self.request)}
        return whole(serializer)

    def as_of(self) -> datetime.date | None:
        """Return the day of `as_of`."""
        with self.reading.piece():
            return parameters.day(self.query)
        return None

    def known_at(self) -> Clock:
        """Return the moment of `known_at`; the present where it is not given, or wrong."""
        with self.reading.piece():
            return clocks.clock(self.query)
        return clocks.present()

    def finish(self) -> list[Fault]:
        """Raise InvalidParameters for what is wrong; return what a lenient caller has had left out."""
        faults = self.reading.faults
        if faults and not (lenient(self.request) and not any(fault.parameter in NEVER_LENIENT for fault in faults)):
            raise InvalidParameters(faults)
        return faults

    def question(self) -> Question:
        """Return what is asked of the list; called while `looking`."""
        view, model = self.view, self.view.queryset.model
        known = view.filterset_class.base_filters
        terms, size, counted, asked = [ordering.Term(view.key)], self.size(), self.counted(), self.as_of()
        with self.reading.piece():
            text = self.query.get("ordering")
            fits = "q" in self.query or ordering.RELEVANCE in (text or "")  # told only where it can be asked for
            allowed = [*view.orderings(), *([ordering.RELEVANCE] if fits else [])]
            terms = ordering.read(text, allowed=allowed, model=model)
        named, shape, cursor = self.facets(view.filterset_class.facets), self.shape(), self.cursor()
        size = self.room(shape, size)
        day = asked or (datetime.date.fromisoformat(cursor.day) if cursor else self.clock.today)
        rows = view.on(view.get_queryset(), day) if asked else view.get_queryset()
        filters, tree = self.filters(rows, day)
        terms = self.ranked(terms, filters)
        named = self.countable(named, Counting(rows, filters, tree))
        sign = self.sign(collection_of(model), [*known, "filter", "as_of", clocks.NAME], cursor, terms)
        ignored = self.finish()
        return Question(
            rows=rows,
            filters=filters,
            tree=tree,
            terms=terms,
            size=size,
            cursor=cursor,
            day=day,
            narrowed=asked is not None,
            shape=shape,
            facets=named,
            counted=counted,
            sign=sign,
            ignored=ignored,
        )

    def ranked(self, terms: list[ordering.Term], filters: CatalogueFilterSet) -> list[ordering.Term]:
        """Return the terms, how well a record fits among them only where `q` says what it is to fit."""
        sought = filters.values().get("q")
        if sought is not None:
            derived = {**filters.asking.derived, ordering.RELEVANCE: tier(sought)}
            filters.asking = replace(filters.asking, derived=derived)
        elif any(term.field == ordering.RELEVANCE for term in terms):
            detail = "By `relevance` is ordered what `q` finds; give `q` too."
            self.reading.faults.append(Fault("ordering", "required", detail))
            return [ordering.Term(self.view.key)]
        return terms

    def size(self) -> int:
        """Return how many records a page holds."""
        default, most = pagination.PAGE_SIZE, pagination.LARGEST_PAGE
        with self.reading.piece():
            return parameters.whole_number(self.query, "page_size", default=default, least=1, most=most)
        return default

    def counted(self) -> bool:
        """Tell whether all pages together are counted."""
        return parameters.word(self.query, "count", COUNTS, self.reading) != "none"

    def collections(self) -> Sequence[str]:
        """Return the collections that are asked about, in their order: those of `collection__in`, or all."""
        known = list(collections())
        names = self.query["collection__in"].split(",") if "collection__in" in self.query else known
        unknown = [name for name in names if name not in known]
        for name in unknown:
            detail = f"There is no collection {name!r}."
            self.reading.faults.append(Fault("collection__in", "unknown-word", detail, tuple(known), word=name))
        return known if unknown else [name for name in known if name in names]

    def facets(self, allowed: Sequence[str]) -> Sequence[str]:
        """Return which values are counted."""
        named, faults = facets.read(self.query.get("facets"), allowed)
        self.reading.faults += faults
        return [] if faults else named

    def countable(self, named: Sequence[str], counting: Counting) -> Sequence[str]:
        """Return which values are counted, where all that are named can be."""
        faults = counting.faults(named)
        self.reading.faults += faults
        return [] if faults else named

    def cursor(self) -> Cursor | None:
        """Return the place in the list where the page begins."""
        with self.reading.piece():
            return Cursor.read(self.query.get("cursor"))
        return None

    def sign(self, name: str, deciding: Sequence[str], cursor: Cursor | None, terms: Sequence[ordering.Term]) -> str:
        """Return the sign of what decides which records are meant, and hold the cursor to it."""
        wrong = {fault.parameter for fault in self.reading.faults}
        told = {known: self.query[known] for known in deciding if known in self.query and known not in wrong}
        told |= {"": "drafts"} if sees_drafts(self.request.user) else {}
        sign = pagination.question_of(name, told)
        if cursor is not None:
            with self.reading.piece():
                cursor.check(sign, terms)
        return sign

    def filters(self, rows: Any, day: datetime.date) -> tuple[CatalogueFilterSet, Q]:
        """Return the filters with their values, and what the boolean tree asks."""
        view = self.view
        asking = Asking(self.request.user, day, derived_of(view.queryset.model, day))
        own = {name: self.query[name] for name in view.filterset_class.base_filters if name in self.query}
        filters = view.filterset_class(own, queryset=rows, asking=asking)
        self.reading.faults += filters.faults()
        if "filter" not in self.query:
            return filters, Q()
        tree, faults = read_tree(self.query["filter"], filters)
        self.reading.faults += faults
        return filters, Q() if faults else tree

    def room(self, shape: Shape, size: int) -> int:
        """Return the size of the page; each of its records may open lists of a thousand others, so it has a limit."""
        if not shape.opens_lists() or size <= LARGEST_PAGE:
            return size
        detail = f"A page whose records open lists of others holds at most {LARGEST_PAGE}."
        self.reading.faults.append(Fault("page_size", "too-large", detail, (f"1..{LARGEST_PAGE}",)))
        return pagination.PAGE_SIZE
