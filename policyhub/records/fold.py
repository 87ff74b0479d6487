"""
The fold: the log up to a number, written as the rows that the catalogue had then.

It fills a SQLite database whose tables are there and, as a rule, empty. One that holds an older number
already is brought forward: only what has a version in between is taken out and written anew.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring_ascii as quoted
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Exists, OuterRef

from policyhub.records.folding import COLUMNS, body_words, fold, text_fields, title_words
from policyhub.records.models import Period, Record, Revision, Version
from policyhub.records.models.derived import derived_models
from policyhub.records.state import DERIVED, State, upcast
from policyhub.records.structure import own_fields, parts_of, record_models
from policyhub.records.text_index import index_of
from policyhub.records.vocabularies import Action, Publication

CHUNK = 2000
"""Records that are written at once."""

PAGE = 10_000
"""Rows that the driver of the log fetches at once."""

Keys = dict[type[models.Model], dict[str, int]]
"""The primary key of each record of the database that is filled, by its kind and its public identity."""


Redact = Callable[[type[Record], State], State]
"""What takes out of a state what is not to be written."""


class FoldError(Exception):
    """The log does not say what the tables of today hold; the message names the record."""


def newest(number: int, *, above: int = 0, using: str = DEFAULT_DB_ALIAS) -> models.QuerySet[Version]:
    """Return what each record said at `number`: its newest version up to there, where that one lies above `above`."""
    log = Version.objects.using(using)
    later = log.filter(kind=OuterRef("kind"), key=OuterRef("key"), number__gt=OuterRef("number"), number__lte=number)
    return log.filter(~Exists(later), number__gt=above, number__lte=number).order_by()


def fill(
    raw: sqlite3.Connection,
    number: int,
    *,
    above: int = 0,
    public: Redact | None = None,
    using: str = DEFAULT_DB_ALIAS,
) -> int:
    """
    Write the rows of the catalogue as it was at `number`; return how many records had to be written or taken out.

    `above` is the number that the database holds already; 0 for an empty one. With `public` nothing is
    written but what was public then, each state as that function returns it. Raises FoldError where the
    log cannot be read, or where a reference leads to nothing.
    """
    indexes = [] if above else without_indexes(raw)
    for model in derived_models() if above else ():
        model.follow(raw)
    written = Filling(raw, using, public=public).run(number, above)
    for index in indexes:
        raw.execute(index)
    for model in derived_models():
        model.settle(raw) if above else model.derive(raw)
    check_references(raw)
    return written


def without_indexes(raw: sqlite3.Connection) -> list[str]:
    """Drop the indexes of an empty database, which are made faster over rows that are there; return how."""
    wanted = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
    found = sorted(raw.execute(wanted).fetchall())
    for kind, name, _ in found:
        raw.execute(f'DROP {kind} "{name}"')
    words = [f'INSERT INTO "{name}" ("{name}") VALUES (\'rebuild\')' for name in map(index_of, record_models())]
    return [*words, *(sql for _, _, sql in found)]


def check_references(raw: sqlite3.Connection) -> None:
    """Raise FoldError where a row refers to one that is not there."""
    broken = raw.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise FoldError(f"A row of {broken[0]} refers to a row of {broken[2]} that is not there.")


class Filling:
    """One database that is being filled: the keys that it holds, and how rows of each kind are written."""

    def __init__(self, raw: sqlite3.Connection, using: str, *, public: Redact | None = None) -> None:
        self.raw, self.using, self.public = raw, using, public
        self.keys: Keys = {model: self._stored(model) for model in record_models()}
        self.instants: dict[int, str] = {}
        self.next = {model: max(self.keys[model].values(), default=0) + 1 for model in record_models()}

    def _stored(self, model: type[Record]) -> dict[str, int]:
        rows = self.raw.execute(f'SELECT "{model.KEY}", "id" FROM "{model._meta.db_table}"')
        return dict(rows.fetchall())

    def run(self, number: int, above: int) -> int:
        """Take out what changed since `above`, write what each record says at `number`; return how many changed."""
        kinds = {model._meta.label_lower: model for model in record_models()}
        applied = Revision.objects.using(self.using).filter(number__gt=above, number__lte=number)
        self.instants = {one: as_text(at) for one, at in applied.values_list("number", "instant") if one and at}
        found = newest(number, above=above, using=self.using)
        if self.public is not None:
            found = found.filter(becomes=Publication.PUBLISHED)
        # Kinds of which the product knows nothing any more have no collection that could show them.
        changed, number_of = found.filter(kind__in=kinds).values_list("kind", "key", "action"), 0
        for kind, key, action in changed.iterator(chunk_size=PAGE):
            self._make_way(kinds[kind], key, gone=action == Action.DELETE)
            number_of += 1
        for kind, model in kinds.items():
            rows = RowsOfKind(model, self.keys)
            for states in self._states(found.filter(kind=kind).exclude(action=Action.DELETE), model):
                rows.write(self.raw, states)
        return number_of

    def _make_way(self, model: type[Record], key: str, *, gone: bool) -> None:
        """Take out a record that is there, and keep its primary key for what it says now; give a new one its own."""
        pk = self.keys[model].get(key)
        if pk is None:
            if not gone:
                self.keys[model][key] = self.next[model]
                self.next[model] += 1
            return
        for table, column in owned(model):
            self.raw.execute(f'DELETE FROM "{table}" WHERE "{column}" = ?', [pk])
        self.raw.execute(f'DELETE FROM "{model._meta.db_table}" WHERE "id" = ?', [pk])
        if gone:
            del self.keys[model][key]

    def _states(self, versions: models.QuerySet[Version], model: type[Record]) -> Iterator[list["Said"]]:
        """Yield what the records say, in today's shape, some thousand at a time."""
        columns = versions.values_list("key", "shape", "after", "stored_at", "number")
        found: list[Said] = []
        for key, shape, after, stored_at, number in columns.iterator(chunk_size=CHUNK):
            state = upcast(model, after or {}, shape)
            state = self.public(model, state) if self.public is not None else state
            found.append((key, state, as_text(stored_at), self.instants[number or 0]))
            if len(found) == CHUNK:
                yield found
                found = []
        if found:
            yield found


Said = tuple[str, State, str, str]
"""What a record says: its key, its state, when it was first stored, and when it was last changed."""


def owned(model: type[Record]) -> list[tuple[str, str]]:
    """Return the tables that hold what belongs to a record of that kind, with the column that leads to it."""
    parts = [(part._meta.db_table, f"{part.OWNER}_id") for part in parts_of(model).values()]
    return parts + [(many.m2m_db_table(), many.m2m_column_name()) for many in model._meta.many_to_many]


# --- Rows -------------------------------------------------------------------------------------


class Columns:
    """The columns of one table that a state tells, and how each of its values is stored by SQLite."""

    def __init__(self, model: type[models.Model], keys: Keys, others: Sequence[str]) -> None:
        self.fields = [(field.name, stored_by(field, keys), stored_default(field)) for field in own_fields(model)]
        self.names = {field.name for field in own_fields(model)} | {DERIVED}
        self.dated = issubclass(model, Period)
        columns = [field.column for field in own_fields(model)] + ([DERIVED] if self.dated else [])
        named = ", ".join(f'"{column}"' for column in [*others, *columns])
        marks = ", ".join("?" * (len(others) + len(columns)))
        self.insert = f'INSERT INTO "{model._meta.db_table}" ({named}) VALUES ({marks})'

    def values(self, state: Mapping[str, Any], where: str) -> list[Any]:
        """Return the values of one row; `where` names it if one cannot be stored."""
        try:
            found = [
                absent if name not in state else store(state[name]) if store else state[name]
                for name, store, absent in self.fields
            ]
            return [*found, state.get(DERIVED) or state["since"]] if self.dated else found
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            raise FoldError(f"{where}: {error!r} in {json.dumps(state, ensure_ascii=False)[:500]}") from error


def stored_by(field: Any, keys: Keys) -> Callable[[Any], Any] | None:
    """Return what turns a value of a state into what SQLite stores in a column; None where that is the same."""
    if field.many_to_one:
        return keys[field.related_model].__getitem__
    if isinstance(field, models.CharField | models.TextField | models.IntegerField):
        return None
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return None  # SQLite keeps days as a state writes them
    if isinstance(field, models.DecimalField):
        return lambda value: f"{Decimal(value):.{field.decimal_places}f}"
    raise FoldError(f"{type(field).__name__} has no rule here (field {field.name!r}).")


def stored_default(field: Any) -> Any:
    """Return what stands in a column of which the state says nothing: an empty text, a plain default, or null."""
    default = None if field.many_to_one else field.get_default()
    return default if default is None or isinstance(default, int) else str(default)


class RowsOfKind:
    """How the records of one kind are written, with their parts and their lists of references."""

    def __init__(self, model: type[Record], keys: Keys) -> None:
        self.model, self.pks, self.texts = model, keys[model], text_fields(model)
        self.own = Columns(model, keys, ["id", "created_at", "updated_at", *COLUMNS])
        self.parts = {name: Columns(part, keys, [f"{part.OWNER}_id"]) for name, part in parts_of(model).items()}
        self.many = {
            many.name: (
                f'INSERT INTO "{many.m2m_db_table()}" ("{many.m2m_column_name()}", "{many.m2m_reverse_name()}") '
                "VALUES (?, ?)",
                keys[many.related_model],
            )
            for many in model._meta.many_to_many
        }
        self.names = self.own.names | {*self.parts} | {*self.many}

    def write(self, raw: sqlite3.Connection, records: Sequence[Said]) -> None:
        """Write some records, one statement for each table."""
        rows: list[list[Any]] = []
        parts: dict[str, list[list[Any]]] = {name: [] for name in self.parts}
        pairs: dict[str, list[tuple[int, int]]] = {name: [] for name in self.many}
        for key, state, stored, changed in records:
            where, pk = f"{self.model._meta.label_lower} {key}", self.pks[key]
            known(state, self.names, where)
            rows.append([pk, stored, changed, *self.searched(state), *self.own.values(state, where)])
            for name, columns in self.parts.items():
                for part in state.get(name, ()):
                    known(part, columns.names, f"{where}, {name}")
                    parts[name].append([pk, *columns.values(part, f"{where}, {name}")])
            for name, (_, keys) in self.many.items():
                pairs[name] += [(pk, found(keys, other, f"{where}, {name}")) for other in state.get(name, ())]
        raw.executemany(self.own.insert, rows)
        for name, columns in self.parts.items():
            raw.executemany(columns.insert, parts[name])
        for name, (insert, _) in self.many.items():
            raw.executemany(insert, pairs[name])

    def searched(self, state: State) -> tuple[str, str, str]:
        """Return the folded texts, as their column stores them, and the words of the title and of the others."""
        texts = {name: text for name in self.texts if state.get(name) and (text := fold(state[name]))}
        # As json.dumps writes it, in half the time.
        folded = f"{{{', '.join(f'{quoted(name)}: {quoted(text)}' for name, text in texts.items())}}}"
        return folded, title_words(self.model, texts), body_words(self.model, texts)


def known(state: Mapping[str, Any], names: set[str], where: str) -> None:
    """Raise FoldError where a state says something for which there is no column: an upcast is missing."""
    if not state.keys() <= names:
        raise FoldError(f"{where}: there is no {', '.join(sorted(state.keys() - names))} in today's shape.")


def found(keys: Mapping[str, int], key: str, where: str) -> int:
    """Return the primary key of a record that a state refers to; raise FoldError where there is none."""
    if key not in keys:
        raise FoldError(f"{where}: {key!r} is not there.")
    return keys[key]


@lru_cache(maxsize=10_000)
def as_text(instant: datetime) -> str:
    """Return an instant as Django's SQLite backend stores it."""
    return str(instant.astimezone(UTC).replace(tzinfo=None))
