"""
SQL statements, read as far as the guard must: which tables one writes, and by which primary keys.

Where a text can be read in two ways, both are looked at, so that a statement is rather taken for one that
writes than let through.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

LONG = 4000
"""So long are only statements that store many rows at once; they are not kept in mind."""

NAME = r"[\"'`\[]?(?:\w+[\"'`\]]?\s*\.\s*[\"'`\[]?)*(\w+)"
"""The name of a table, quoted in any way, with what it lies in before it."""

WRITES = re.compile(
    r"\b(INSERT|REPLACE|UPDATE|DELETE|MERGE)\b(?:\s+OR\s+\w+)?(?:\s+(?:INTO|FROM|ONLY)\b)*[\s(]*" + NAME,
    re.IGNORECASE,
)
COPIES = re.compile(r"\bCOPY\s+" + NAME + r"[\"'`\]]?\s*(?:\([^)]*\)\s*)?FROM\b", re.IGNORECASE)
EMPTIES = re.compile(r"\b(TRUNCATE|DROP\s+TABLE)\b([^;]*)", re.IGNORECASE)
VERBS = re.compile(r"INSERT|REPLACE|UPDATE|DELETE|MERGE|COPY|TRUNCATE|DROP", re.IGNORECASE)

APART = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/""", re.DOTALL)
INNERMOST = re.compile(r"/\*(?:(?!/\*|\*/).)*\*/", re.DOTALL)
COMMENT = re.compile(r"/\*.*?\*/|--[^\n]*", re.DOTALL)
NESTED = re.compile(r"/\*(?:(?!\*/).)*/\*", re.DOTALL)
TWO_WAYS = ("\\", "[", "$")
"""With these a text in quotes ends elsewhere on one engine than on the other."""

BY_KEY = re.compile(
    r'(?:UPDATE "(\w+)" SET .*|DELETE FROM "(\w+)") WHERE "(\w+)"\."id" (?:= (%s)|IN \((%s(?:, %s)*)\))',
    re.DOTALL,
)


def text_of(sql: Any) -> str:
    """Return the text of what is given to a cursor: text, bytes, or what a driver puts together itself."""
    if isinstance(sql, str):
        return sql
    if isinstance(sql, bytes):
        return sql.decode(errors="replace")
    return str(sql.as_string(None) if hasattr(sql, "as_string") else sql)


def written(sql: str) -> tuple[tuple[str, str], ...]:
    """Return each verb that writes in a statement, with the table that follows it."""
    if sql[:6].upper() == "SELECT" and ";" not in sql:
        return ()
    return known(sql) if len(sql) < LONG else tables_of(sql.replace("%s, ", ""))


def tables_of(sql: str) -> tuple[tuple[str, str], ...]:
    """Return the same for a statement that may be long."""
    if VERBS.search(sql) is None:
        return ()
    return tuple(dict.fromkeys(found for reading in readings(sql) for found in _written(reading)))


known = lru_cache(maxsize=1000)(tables_of)
"""The same for statements that come again and again."""


def readings(sql: str) -> Iterator[str]:
    """Yield a statement without comments and without what stands in quotes; where that is not plain, also as it is."""
    if "'" not in sql and "--" not in sql and "/*" not in sql:
        yield sql
    elif not any(mark in sql for mark in TWO_WAYS) and NESTED.search(sql) is None:
        yield APART.sub(_kept, sql)
    else:
        yield sql
        yield COMMENT.sub(" ", sql)
        while (outer := INNERMOST.sub(" ", sql)) != sql:
            yield outer
            sql = outer


def _kept(found: re.Match[str]) -> str:
    """Return what stays of a comment or of something in quotes: a name, which SQLite takes in any quotes."""
    text = found[0]
    return text if text[0] == '"' or (text[0] == "'" and text[1:-1].isidentifier()) else " "


def _written(sql: str) -> Iterator[tuple[str, str]]:
    for verb, table in WRITES.findall(sql):
        yield verb.upper(), table.lower()
    for table in COPIES.findall(sql):
        yield "COPY", table.lower()
    for verb, tables in EMPTIES.findall(sql):
        for table in re.findall(r"\w+", tables):
            yield verb.split()[0].upper(), table.lower()


def keys_of(sql: str, params: Any) -> set[Any] | None:
    """Return the primary keys by which an UPDATE or DELETE chooses its rows; None where it chooses otherwise."""
    number = by_key(sql)
    if number == 0 or not isinstance(params, Sequence) or isinstance(params, str):
        return None
    return {*params[len(params) - number :]}


@lru_cache(maxsize=1000)
def by_key(sql: str) -> int:
    """Return by how many primary keys an UPDATE or DELETE chooses its rows; 0 where it chooses otherwise."""
    found = BY_KEY.fullmatch(sql)
    if found is None or found[3] != (found[1] or found[2]) or any(mark in sql for mark in ("--", "/*", ";")):
        return 0
    return 1 if found[4] else found[5].count("%s")
