"""
Numbering: each applied revision gets the next number and a later instant, in the order in which transactions commit.

Both are taken from one row in the first statement of the transaction. Whoever comes next waits for that
row until the one before has committed: a number taken early and committed late would be missed by
everybody who reads on from the last number he saw.
"""

from datetime import UTC, datetime, timedelta

from django.db import connections
from django.utils import timezone
from django.utils.dateparse import parse_datetime

TAKE = (
    "UPDATE records_numbering SET number = number + 1, instant = %s "
    "WHERE id = 1 AND (instant IS NULL OR instant < %s) RETURNING number"
)
TAKE_LATER = "UPDATE records_numbering SET number = number + 1 WHERE id = 1 RETURNING number, instant"
LATER = "UPDATE records_numbering SET instant = %s WHERE id = 1"
GIVE_BACK = "UPDATE records_numbering SET number = number - 1 WHERE id = 1"


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
            return row[0], now
        # The clock stands still or went back, or another took a later instant while this one waited for the row.
        cursor.execute(TAKE_LATER)
        row = cursor.fetchone()
        if row is None:
            raise NoNumberingError("The numbering of revisions is missing; manage.py migrate makes it.")
        instant = as_instant(row[1]) + timedelta(microseconds=1)
        cursor.execute(LATER, [connection.ops.adapt_datetimefield_value(instant)])
    return row[0], instant


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
