"""What a connection to SQLite does for the tally: it settles after each statement what triggers have noted."""

import re
import sqlite3
from collections.abc import Callable
from typing import Any

from options.tally_rule import NOTES, leave, settle, watch
from options.tally_sql import ACTORS, MEASURES, POSITIONS
from policyhub.records.statements import text_of, written

SOURCES = frozenset({POSITIONS, MEASURES, ACTORS})
"""The tables that the tally follows from."""

REBUILT = re.compile(rf'ALTER TABLE "\w+" RENAME TO "({"|".join(sorted(SOURCES))})"')
REMOVED = re.compile(rf'DROP TABLE "{NOTES}"')


def on_created(connection: Any, **kwargs: Any) -> None:
    """Have a new connection to SQLite keep the tally right."""
    if connection.vendor == "sqlite" and follow not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, follow)  # whoever adds one for a while takes off the last


def follow(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Send a statement; settle what it changed, and make the triggers anew that went with a table it rebuilt."""
    connection = context["connection"]
    text, raw = text_of(sql), connection.connection
    if text.startswith(("ALTER TABLE", "DROP TABLE")):
        return _rebuilding(text, raw, lambda: execute(sql, params, many, context))
    if not any(table in SOURCES for _, table in written(text)):
        return execute(sql, params, many, context)
    # A statement alone is a transaction of its own, and so is one that gives rows back until they are fetched.
    alone = not raw.in_transaction and "RETURNING" not in text
    with connection.wrap_database_errors:  # what goes past Django's cursors fails as if it went through them
        if not alone:
            try:
                return execute(sql, params, many, context)
            finally:  # of many rows some may be changed where a later one could not be
                if raw.in_transaction:
                    _settle(raw)
        raw.execute("BEGIN IMMEDIATE")
        try:
            done = execute(sql, params, many, context)
            _settle(raw)
            raw.execute("COMMIT")
        except BaseException:
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            raise
        return done


def _rebuilding(text: str, raw: sqlite3.Connection, execute: Callable[[], Any]) -> Any:
    rebuilt = REBUILT.match(text)
    if REMOVED.match(text):
        leave(raw)
    done = execute()
    if rebuilt and _notes(raw):
        watch(raw, rebuilt[1])
    return done


def _settle(raw: sqlite3.Connection) -> None:
    """Settle what is noted; before the migration that makes them there are no notes."""
    try:
        settle(raw)
    except sqlite3.OperationalError:
        if _notes(raw):
            raise


def _notes(raw: sqlite3.Connection) -> bool:
    """Tell whether there is anything to note in: there is not before the migration that makes it."""
    return raw.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [NOTES]).fetchone() is not None
