"""
Numbering: each applied revision gets the next number and a later instant, in the order in which transactions commit.

Both are taken from one row in the first statement of the transaction. Whoever comes next waits for that
row until the one before has committed: a number taken early and committed late would be missed by
everybody who reads on from the last number he saw.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

TAKE = (
    "UPDATE records_numbering SET number = number + 1, instant = %s "
    "WHERE id = 1 AND (instant IS NULL OR instant < %s) RETURNING number"
)
TAKE_LATER = "UPDATE records_numbering SET number = number + 1 WHERE id = 1 RETURNING number, instant"
LATER = "UPDATE records_numbering SET instant = %s WHERE id = 1"
GIVE_BACK = "UPDATE records_numbering SET number = number - 1 WHERE id = 1"


MOMENT = timedelta(milliseconds=1)
"""For so long a statement may take; one that takes longer has waited for the row."""


class NoNumberingError(RuntimeError):
    """The database has no row to number from."""


def take(using: str) -> tuple[int, datetime]:
    """Lock the numbering until the transaction ends; return the next number and its instant (UTC)."""
    connection, now = connections[using], timezone.now()
    sent = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [sent, sent])
        row = cursor.fetchone()
        if row is not None:
            return row[0], _without_the_wait(connection, now)
        # The clock stands still or went back, or another took a later instant while this one waited for the row.
        cursor.execute(TAKE_LATER)
        row = cursor.fetchone()
        if row is None:
            raise NoNumberingError("The numbering of revisions is missing; manage.py migrate makes it.")
        instant = as_instant(row[1]) + timedelta(microseconds=1)
        cursor.execute(LATER, [connection.ops.adapt_datetimefield_value(instant)])
    return row[0], instant


def _without_the_wait(connection: Any, began: datetime) -> datetime:
    """Return the instant to use: a new one where the row had to be waited for, so that none lies before the wait."""
    now = timezone.now()
    if now - began <= MOMENT:
        return began
    with connection.cursor() as cursor:
        cursor.execute(LATER, [connection.ops.adapt_datetimefield_value(now)])
    return now


def settled(instant: datetime, using: str = DEFAULT_DB_ALIAS, patience: float = 2.0) -> bool:
    """
    Tell whether every revision up to an instant that is past is there to be read.

    One that is open took its instant when it began, and is read only once it is committed: until then an
    answer as of a later instant would not be the last one. Waits for it, so many seconds at most.
    """
    until = time.monotonic() + patience
    while timezone.now() - instant < 2 * MOMENT:
        time.sleep(MOMENT.total_seconds())
    while _is_open(connections[using]):
        if time.monotonic() >= until:
            return False
        time.sleep(0.02)
    return True


def _is_open(connection: Any) -> bool:
    """Tell whether another transaction holds the numbering (on SQLite: writes at all)."""
    try:
        if connection.vendor == "postgresql":
            with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM records_numbering WHERE id = 1 FOR SHARE NOWAIT")
        elif not connection.in_atomic_block:
            _begin_and_end(connection)
    except OperationalError:
        return True
    return False


def _begin_and_end(connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        patience = int(cursor.fetchone()[0])
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("ROLLBACK")
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")


def give_back(using: str) -> None:
    """Leave the number to the next revision: nothing was applied. The instant stays taken."""
    with connections[using].cursor() as cursor:
        cursor.execute(GIVE_BACK)


def as_instant(value: datetime | str) -> datetime:
    """Return what an engine gives for an instant, in UTC; SQLite gives text."""
    found = parse_datetime(value) if isinstance(value, str) else value
    if found is None:
        raise ValueError(f"{value!r} is no instant.")
    return found if found.tzinfo else found.replace(tzinfo=UTC)
