"""
The index of words: which records hold which words, kept by the database itself, and asked the same on both engines.

What a word is, Python has decided before (`folding.words`), so the engines are left nothing to decide:
PostgreSQL makes a tsvector of the words without a parser, for a GIN index; SQLite's FTS5 takes apart at
blanks what its tokenizer `unicode61`, told that all but blanks are letters and that marks count, leaves as
it is. A phrase is held against the stored words themselves (docs/adr/0024-search.md).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps as installed
from django.db import models
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from policyhub.records.integrity import OfTheDatabase
from policyhub.records.sought import Sought, Term

TITLE, BODY = "title_words", "body_words"

TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* N* M* P* S* C*'"
"""How FTS5 takes words apart: all that is no blank belongs to one, and marks tell letters apart."""

DEAR = 1000
"""What PostgreSQL is told that it costs to make the words of a row, so that it asks the index for them."""


class WordIndex(OfTheDatabase):
    """
    Every word of a record is in the index, from the moment on in which the record is stored.

    On PostgreSQL it is a GIN index, on SQLite a table of FTS5 without texts of its own, which triggers
    keep. A table that is rebuilt there has them made anew, and the index with them. Where a migration takes
    the rule away, the triggers go, and the table of FTS5 is left for that migration to drop.
    """

    def trigger_names(self, vendor: str = "sqlite") -> list[str]:
        """Return the triggers that keep the index."""
        return [] if vendor == "postgresql" else [f"{self.name}_{event}" for event in ("insert", "update", "delete")]

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """Have the index made once the rows are there; a clause of CREATE TABLE there is none."""
        on_postgresql = schema_editor.connection.vendor == "postgresql"
        schema_editor.deferred_sql.extend((self._gin if on_postgresql else self._fts)(model, schema_editor))

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """Return what adds the index to a table that is there (PostgreSQL; SQLite rebuilds the table)."""
        schema_editor.deferred_sql.extend(self._gin(model, schema_editor))

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        """Return what drops it (PostgreSQL; on SQLite the triggers go with the table that is rebuilt)."""
        quote = schema_editor.quote_name
        return Statement(
            f"DROP INDEX {quote(self.name)}; DROP FUNCTION {quote(self.name)}(text, text)",
            table=Table(model._meta.db_table, quote),
        )

    def _gin(self, model: type[models.Model], schema_editor: Any) -> Iterator[Statement]:
        quote = schema_editor.quote_name
        table, name = Table(model._meta.db_table, quote), quote(self.name)
        # A function of its own, and none that is put in place of its call, for the price that it tells.
        yield Statement(
            f"CREATE OR REPLACE FUNCTION {name}(text, text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT "
            f"PARALLEL SAFE COST {DEAR} SET search_path = pg_catalog AS "
            "$$ SELECT array_to_tsvector(array_remove(string_to_array($1 || $2, ' '), '')) $$",
            table=table,
        )
        # Without a list of what is still to be entered, which every question would have to read as well.
        yield Statement(
            f"CREATE INDEX {name} ON %(table)s USING gin ({name}({quote(TITLE)}, {quote(BODY)})) "
            "WITH (fastupdate = off)",
            table=table,
        )

    def _fts(self, model: type[models.Model], schema_editor: Any) -> Iterator[Statement]:
        quote = schema_editor.quote_name
        table, name = Table(model._meta.db_table, quote), quote(self.name)
        columns = f"{quote(TITLE)}, {quote(BODY)}"

        def said(row: str) -> str:
            return ", ".join(f"{row}.{quote(column)}" for column in ("id", TITLE, BODY))

        enter = f"INSERT INTO {name} (rowid, {columns}) VALUES ({said('NEW')})"
        strike = f"INSERT INTO {name} ({name}, rowid, {columns}) VALUES ('delete', {said('OLD')})"
        changed = " OR ".join(f"OLD.{quote(column)} <> NEW.{quote(column)}" for column in (TITLE, BODY))
        steps = [
            ("INSERT", "", enter),
            (f"UPDATE OF {columns}", f"WHEN {changed} ", f"{strike}; {enter}"),
            ("DELETE", "", strike),
        ]
        yield Statement(f"DROP TABLE IF EXISTS {name}", table=table)
        yield Statement(
            f"CREATE VIRTUAL TABLE {name} USING fts5 ({columns}, content=%(table)s, content_rowid=id, "
            f'detail=none, columnsize=0, tokenize="{TOKENIZER}")',
            table=table,
        )
        yield Statement(f"INSERT INTO {name} ({name}) VALUES ('rebuild')", table=table)
        for trigger, (event, when, step) in zip(self.trigger_names(), steps, strict=True):
            yield Statement(
                f"CREATE TRIGGER {quote(trigger)} AFTER {event} ON %(table)s {when}BEGIN {step}; END", table=table
            )


def triggers() -> list[str]:
    """Return the triggers that keep the words of every kind of record."""
    rules = [rule for model in installed.get_models() for rule in model._meta.constraints]
    return [name for rule in rules if isinstance(rule, WordIndex) for name in rule.trigger_names()]


# --- Questions --------------------------------------------------------------------------------


def mentions(model: type[models.Model], sought: Sought) -> Q:
    """Keep records of a kind that hold what is sought; the negation keeps exactly the others."""
    return Q(Mentions(model, sought))


class Mentions(Func):
    """Whether a record holds what is sought: the index says where all words are, the stored words have the phrases."""

    output_field = BooleanField()

    def __init__(self, model: type[models.Model], sought: Sought) -> None:
        super().__init__(F("pk"), F(TITLE), F(BODY))
        self.model, self.sought = model, sought

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        """Ask FTS5."""
        name = connection.ops.quote_name(index_of(self.model))
        found = f"SELECT rowid FROM {name} WHERE {name} MATCH %s"
        return self._joined(compiler, found, in_fts5(self.sought), "instr({}, %s)")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        """Ask the GIN index."""
        quote = connection.ops.quote_name
        words = f"{quote(index_of(self.model))}({quote(TITLE)}, {quote(BODY)})"
        table = quote(self.model._meta.db_table)
        # The index is always the way, however common a word is: making the words of every row takes seconds. So
        # it is a question of its own (OFFSET), and how common the word is is not told to the planner (SELECT).
        found = f'SELECT "id" FROM {table} WHERE {words} @@ (SELECT CAST(%s AS tsquery)) OFFSET 0'
        return self._joined(compiler, found, in_tsquery(self.sought), "strpos({}, %s)")

    def _joined(self, compiler: Any, found: str, asked: str, place: str) -> tuple[str, tuple[Any, ...]]:
        columns = [compiler.compile(column) for column in self.get_source_expressions()]
        (pk, _), *texts = columns
        sql, params = [f"{pk} IN ({found})"], [asked]

        def held(terms: Iterable[Term]) -> str:
            places = []
            for term in terms:
                for text, _ in texts:
                    places.append(f"{place.format(text)} > 0")
                    params.append(term.text)
            return f"({' OR '.join(places)})"

        sql += [held(group) for group in self.sought.groups if any(term.is_phrase for term in group)]
        sql += [f"NOT {held([term])}" for term in self.sought.without if term.is_phrase]
        return f"({' AND '.join(sql)})", tuple(params)


def index_of(model: type[models.Model]) -> str:
    """Return the name of the index of a kind of record."""
    return f"{model._meta.model_name}_words"


def in_fts5(sought: Sought) -> str:
    """Return the question as FTS5 reads it; every word stands in quotation marks, so none is a sign to it."""

    def words(term: Term) -> str:
        quoted = [f'"{word}"' for word in term.words]
        return f"({' AND '.join(quoted)}{' *' if term.is_open else ''})"

    groups = [f"({' OR '.join(words(term) for term in group)})" for group in sought.groups]
    found = f"({' AND '.join(groups)})"
    for term in sought.without:
        if not term.is_phrase:
            found = f"({found} NOT {words(term)})"
    return found


def in_tsquery(sought: Sought) -> str:
    """Return the question as a tsquery is written, every word in quotation marks."""

    def words(term: Term) -> str:
        quoted = [f"'{word}'" for word in term.words]
        return f"({' & '.join(quoted)}{':*' if term.is_open else ''})"

    found = [f"({' | '.join(words(term) for term in group)})" for group in sought.groups]
    return " & ".join([*found, *(f"!{words(term)}" for term in sought.without if not term.is_phrase)])


# --- Tiers ------------------------------------------------------------------------------------

EXACT, PHRASE, IN_TITLE, ANYWHERE = 1, 2, 3, 4
"""How well a record fits, the best first: its title is it, holds it as it was typed, holds all of it, or not."""


def tier(sought: Sought) -> Case:
    """Return how well each record fits what it is known to hold."""
    exact = Q(**{f"{TITLE}__in": sorted({f" {' '.join(choice)} " for choice, _ in sought.choices()})})
    typed = [Term(choice, is_open) for choice, is_open in sought.choices()]
    every = Q(*(_in_title(group) for group in sought.groups))
    return Case(
        When(exact, then=Value(EXACT)),
        When(_in_title(typed), then=Value(PHRASE)),
        When(every, then=Value(IN_TITLE)),
        default=Value(ANYWHERE),
        output_field=IntegerField(),
    )


def _in_title(terms: Iterable[Term]) -> Q:
    found = Q()
    for text in sorted({term.text for term in terms}):
        found |= Q(GreaterThan(StrIndex(F(TITLE), Value(text)), 0))
    return found
