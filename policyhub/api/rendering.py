"""
Rendering: one statement finds the rows of an answer and writes the JSON text of each, with every record they open.

    found      the rows that are asked for, in order, and one more if there are more
    page       those of them that are written: none where a list that they open is too long for an answer
"""

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import Count

from policyhub.api.collections import lists_of, viewset_of
from policyhub.api.documents import MARK, Document, document
from policyhub.api.errors import Fault, InvalidParameters
from policyhub.api.json_sql import as_json_array
from policyhub.api.shapes import LONGEST_LIST, MOST_LISTED, Shape
from policyhub.api.statements import Sql, Statement, alias_of, joined, sql_of
from policyhub.records.models import Version
from policyhub.records.querysets import Caller

MARKED = re.compile(rf'"{MARK} ([0-9]+) ([0-9]+)"')

PLACE_OF_ROWS, PLACE_OF_CROWDS, PLACE_OF_REVISIONS = -1, -2, -3
"""Lines of the answer that are no documents: rows in their order, lists that are too long, newest revisions."""


@dataclass(frozen=True)
class Found:
    """
    The rows of an answer, in order: primary key, then the values that they are ordered by; and what they say.

    Of a single record also the number of the revision that changed it last.
    """

    rows: Sequence[tuple[Any, ...]]
    texts: Mapping[int, str]
    revision: int | None = None

    def page(self, ids: Sequence[int]) -> str:
        """Return the documents of these rows in this order, which is that of the page, with commas between them."""
        whole = self.texts.get(PAGE)
        return ",".join([self.texts[pk] for pk in ids]) if whole is None else whole


PAGE = 0
"""Where the documents of a page stand together among the texts of records; no record has that primary key."""


class TooLongError(Exception):
    """A list that the shape opens is longer than an answer may hold."""


def found_by(statement: Statement, changed: Mapping[Any, Any] | None = None) -> Found:
    """
    Return what a statement of a rendering finds, sent as `Statement.run` sends it.

    Raises TooLongError where opened lists hold too many records; nothing is written then.
    """
    rows: Sequence[tuple[Any, ...]] = ()
    texts, revision = dict[int, dict[int, str]](), None
    for pk, place, text in statement.run(changed):
        if place == PLACE_OF_ROWS:
            rows = json.loads(text or "[]", parse_float=str)
        elif place == PLACE_OF_CROWDS:
            raise TooLongError
        elif place == PLACE_OF_REVISIONS:
            revision = int(text)
        elif text is not None:
            texts.setdefault(place, {})[pk] = text
    return Found(rows, put_together(texts), revision)


def put_together(texts: dict[int, dict[int, str]]) -> Mapping[int, str]:
    """Put the records that are marked in others in their places; one that may not be seen is null."""
    for place in sorted(texts, reverse=True):  # a place marks records of later places only
        if len(texts) > 1 or any(MARK in text for text in texts[place].values()):
            texts[place] = {
                pk: MARKED.sub(lambda at: texts.get(int(at[1]), {}).get(int(at[2]), "null"), text)
                for pk, text in texts[place].items()
            }
    return texts.get(0, {})


@dataclass(frozen=True)
class Rendering:
    """For whom texts are written, as of which day, and whether opened lists are narrowed to it."""

    caller: Caller
    day: datetime.date
    narrowed: bool

    def statement(
        self,
        shape: Shape,
        rows: Any,
        names: Sequence[str] = (),
        most: int | None = None,
        *,
        backward: bool = False,
    ) -> Statement:
        """
        Return what finds `rows`, at most so many, and writes them in a shape, to be read by `found_by`.

        `names` are the values that tell the place of a row in its order; of one row more than `most` they
        are told as well, but it is not written.
        """
        alias = alias_of(shape.model)
        made = document(shape, self.caller, self.day, alias=alias, narrowed=self.narrowed)
        try:
            found = sql_of(rows.values_list("pk", *names), alias)
        except EmptyResultSet:
            return Statement()
        ordered = [column_of(rows, name) for name in names]
        return assembled(made, found, ordered, most, alias, backward=backward)

    def statement_of_one(self, shape: Shape, rows: Any, key: str) -> Statement:
        """Return what writes the one of `rows` that has a key, and tells the revision that changed it last."""
        kind = shape.model._meta.label_lower
        statement = self.statement(shape, rows.filter(**{shape.model.KEY: key}))
        if not statement or statement.alias != DEFAULT_DB_ALIAS:  # of a past moment the log lies elsewhere
            return statement
        newest = f"(SELECT MAX(number) FROM {Version._meta.db_table} WHERE kind = %s AND key = %s)"
        line = f"SELECT id, {PLACE_OF_REVISIONS}, CAST(COALESCE({newest}, 0) AS text) FROM page"
        return replace(statement, sql=f"{statement.sql} UNION ALL {line}", params=(*statement.params, kind, key))

    def refuse(self, shape: Shape, owners: Any) -> NoReturn:
        """Raise InvalidParameters that tells which lists that the shape opens are too long for an answer."""
        self.refuse_crowds(shape, owners)
        # They were, when the rows were found; what made them so was changed since, or may not be told.
        detail = "A list that is opened holds more records than an answer may. Open fewer, or ask for a smaller page."
        raise InvalidParameters([Fault("expand", "too-many", detail)])

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


def column_of(rows: Any, name: str) -> "models.Field[Any, Any]":
    """Return what kind of value a row is ordered by."""
    derived = rows.query.annotations.get(name)
    found: models.Field[Any, Any] = derived.output_field if derived is not None else rows.model._meta.get_field(name)
    return found


def assembled(
    made: Document, found: Sql, ordered: Sequence[Any], most: int | None, alias: str, *, backward: bool
) -> Statement:
    """
    Return the one statement: the relations that decide what is written, then the lines of the answer.

    With `most` the rows are told as one list, and of so many at most the documents are written: by PostgreSQL
    as one text, since each line costs its driver something, and by SQLite line by line, since sorting costs more.
    """
    columns, vendor = [f"o{number}" for number in range(len(ordered))], connections[alias].vendor
    relations, lines = [(f"found({', '.join(['id', *columns])})", found)], list[Sql]()
    kept, (page, *places) = "SELECT id FROM found", made.selects
    if most is not None:
        relations.append(("numbered", ("SELECT found.*, row_number() OVER () AS n FROM found", ())))
        told_of_row = as_json_array(vendor, ["id", *columns], [None, *ordered])
        lines.append((f"SELECT 0, {PLACE_OF_ROWS}, ({as_list(vendor, told_of_row)})", ()))
        kept = f"SELECT id FROM numbered WHERE n <= {most}"
        if vendor == "postgresql":
            page = (f"SELECT {PAGE}, 0, ({as_text(page[0], backward=backward)})", page[1])
    if made.crowds:
        lists = [(f"SELECT {number}, one.* FROM ({sql}) AS one", own) for number, (sql, own) in enumerate(made.crowds)]
        crowded = f"SELECT list FROM crowd GROUP BY list HAVING MAX(n) > {LONGEST_LIST} OR SUM(n) > {MOST_LISTED}"
        relations += [("kept", (kept, ())), ("crowd(list, owner, n)", joined(lists)), ("crowded", (crowded, ()))]
        kept = "SELECT id FROM kept WHERE NOT EXISTS (SELECT 1 FROM crowded)"
        lines.append((f"SELECT list, {PLACE_OF_CROWDS}, '' FROM crowded", ()))
    relations.append(("page", (kept, ())))
    return Statement.told(relations, [*lines, page, *places], alias)


def as_list(vendor: str, row: str) -> str:
    """Return the statement of the JSON text of all numbered rows, in their order."""
    if vendor == "postgresql":
        return f"SELECT '[' || string_agg({row}, ',' ORDER BY n) || ']' FROM numbered"
    return f"SELECT json_group_array(json(j)) FROM (SELECT {row} AS j FROM numbered ORDER BY n)"


def as_text(documents: str, *, backward: bool) -> str:
    """Return the statement of the documents of a page in one text, in the order in which the page is read."""
    joined_to = f"FROM ({documents}) AS written JOIN numbered ON numbered.id = written.pk"
    return f"SELECT string_agg(written.text, ',' ORDER BY numbered.n {'DESC' if backward else 'ASC'}) {joined_to}"
