"""
The guard: nothing writes a record, a part or a list of references unless an open revision was told of the row.

It stands at the one place that all writes pass, the connection: whatever sends a statement is held,
be it a manager, `loaddata`, the admin or SQL by hand. It reads the text of the statement and does not see

- what never passes `cursor.execute` or `executemany` of Django: the driver's own methods (`executescript`,
  `copy`, `callproc`, its connection), another program;
- what the database does by itself: functions, procedures and prepared statements that were defined before,
  triggers, rules, views, ON DELETE CASCADE;
- SQL that the database puts together (`EXECUTE 'UPD' || 'ATE ...'`), and names written in escapes (`U&"..."`).
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import connections
from django.utils import timezone

from policyhub.records.statements import keys_of, text_of, written


class OutsideRevisionError(Exception):
    """A statement would have written what no open revision was told of; nothing was written."""


class Ledger:
    """What an open revision was told of: the rows, by table, that statements may write; `written` are the tables."""

    def __init__(self, using: str) -> None:
        self.using = using
        self.connection = connections[using]
        self.instant: datetime = timezone.now()
        self.rows: dict[str, set[Any]] = {}
        self.inserting: set[str] = set()
        self.linking: Counter[str] = Counter()
        self.written: set[str] = set()

    def allows(self, verb: str, table: str, keys: set[Any] | None) -> bool:
        """
        Tell whether a statement may write a table.

        `keys` are the primary keys that the statement names; None where it does not name rows in that way.
        """
        if self.linking[table] > 0:
            return verb in ("INSERT", "DELETE")
        if verb == "INSERT" and table in self.inserting:
            self.inserting.discard(table)  # a row that is saved is one statement
            return True
        return verb in ("UPDATE", "DELETE") and keys is not None and keys <= self.rows.get(table, set())

    def interrupted(self) -> None:
        """Forget what was about to be written: the database was taken back to an earlier point."""
        self.inserting.clear()
        self.linking.clear()

    def announce(self, row: Any) -> None:
        """Take note of a row that is about to be written, and of what its record says so far."""
        raise NotImplementedError


current: ContextVar[Ledger | None] = ContextVar("open_revision", default=None)
"""The revision that is open; None outside of any."""

_off: ContextVar[str] = ContextVar("guard_off", default="")


@contextmanager
def off(why: str) -> Iterator[None]:
    """Let everything be written for a while: migrations, a flush, making the tables of a snapshot."""
    token = _off.set(why)
    try:
        yield
    finally:
        _off.reset(token)


@contextmanager
def on() -> Iterator[None]:
    """Hold every write again, within a stretch for which the guard is off."""
    token = _off.set("")
    try:
        yield
    finally:
        _off.reset(token)


def now() -> datetime:
    """Return the instant of the open revision, which is that of everything it changes; else the present one."""
    ledger = current.get()
    return ledger.instant if ledger is not None else timezone.now()


def announce(row: Any) -> None:
    """Tell the open revision that a record or a part is about to be changed by a statement of its own."""
    ledger = current.get()
    if ledger is not None:
        ledger.announce(row)


# --- Statements -------------------------------------------------------------------------------


def guard_of(tables: Callable[[], frozenset[str]]) -> Callable[..., Any]:
    """Return the guard of a connection: it holds the writes to `tables`."""

    def guard(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Refuse a statement that writes what no revision was told of; send any other."""
        ledger = current.get()
        if ledger is not None or not _off.get():
            text = text_of(sql)
            if ledger is not None and text.startswith("ROLLBACK"):
                ledger.interrupted()
            held = [(verb, table) for verb, table in written(text) if table in tables()]
            if held:
                check(held, keys_of(text, params) if len(held) == 1 and not many else None, context["connection"])
        return execute(sql, params, many, context)

    return guard


def check(held: list[tuple[str, str]], keys: set[Any] | None, connection: Any) -> None:
    """Raise OutsideRevisionError where the open revision, if there is one, was not told of what is written."""
    ledger = current.get()
    if ledger is None or ledger.connection is not connection:
        if _off.get():
            return
        verb, table = held[0]
        message = f"{verb} {table}: no revision is open. Write inside `with revision(by=..., reason=...)`."
        raise OutsideRevisionError(message)
    for verb, table in held:
        if not ledger.allows(verb, table, keys):
            message = f"{verb} {table}: the open revision was not told of the row. "
            raise OutsideRevisionError(message + "Save or delete it, or announce it first.")
        ledger.written.add(table)
