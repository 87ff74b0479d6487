"""
Pages by cursor: a page begins beyond the last row of the one before, in whatever order was asked for.

A cursor is opaque and signed. It carries the ordering and the day of its first page, so that one walk
through a list answers as of one day even if it lasts past midnight.
"""

import datetime
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, QueryDict

from policyhub.api.errors import Fault, InvalidParameters
from policyhub.api.ordering import Term

PAGE_SIZE = 50
LARGEST_PAGE = 500
SALT = "policyhub.api.cursor"


@dataclass(frozen=True)
class Cursor:
    """A place in the answer to one question: beyond which row, which way, in which order, as of which day."""

    question: str
    order: str
    values: list[Any]
    backward: bool
    day: str

    def write(self) -> str:
        """Return the signed text."""
        return signing.dumps([self.question, self.order, self.values, self.backward, self.day], salt=SALT)

    @classmethod
    def read(cls, text: str | None) -> "Cursor | None":
        """Return the place that `text` names; raise InvalidParameters for a forged one."""
        if text is None:
            return None
        try:
            return cls(*signing.loads(text, salt=SALT))
        except (signing.BadSignature, TypeError, ValueError):
            detail = "The cursor is not one that this API gave; start again without it."
            raise InvalidParameters([Fault("cursor", "invalid", detail)]) from None

    def check(self, question: str, terms: Sequence[Term]) -> None:
        """Raise InvalidParameters where the place is one in the answer to another question, or in another order."""
        if self.order != spell(terms):
            detail = f"The cursor belongs to the ordering {self.order!r}; ask for that one, or start again."
            raise InvalidParameters([Fault("cursor", "other-ordering", detail)])
        if self.question != question:
            detail = "The cursor belongs to another question: other filters or another day. Start again without it."
            raise InvalidParameters([Fault("cursor", "other-question", detail)])


@dataclass(frozen=True)
class Page:
    """What stands on one page of a list, in order (primary keys, as a rule), and the cursors of its neighbours."""

    ids: list[Any]
    next: str | None
    previous: str | None


def spell(terms: Sequence[Term]) -> str:
    """Return an ordering as a caller writes it."""
    return ",".join(str(term) for term in terms)


def question_of(collection: str, asked: Mapping[str, str]) -> str:
    """Return a short sign of what is asked: the collection, its filters and its day, whatever their order."""
    told = json.dumps([collection, sorted(asked.items())])
    return hashlib.blake2b(told.encode(), digest_size=9).hexdigest()


def between(
    found: Sequence[Any], terms: Sequence[Term], cursor: Cursor | None, size: int, day: datetime.date, sign: str
) -> Page:
    """
    Return the page of rows that were read in the direction of the cursor, one more than it holds if there are more.

    A row is what stands for it on the page, then its values in the order of `terms`.
    """
    backward = cursor is not None and cursor.backward
    more, rows = len(found) > size, list(found[:size])
    if backward:
        rows.reverse()

    def place(row: Any, *, back: bool) -> str:
        values = [_plain(value) for value in row[1:]]
        return Cursor(sign, spell(terms), values, back, day.isoformat()).write()

    ahead = bool(rows) and (backward or more)
    behind = bool(rows) and (more if backward else cursor is not None)
    return Page(
        [row[0] for row in rows],
        place(rows[-1], back=False) if ahead else None,
        place(rows[0], back=True) if behind else None,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):  # an instant is one too
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def address(request: HttpRequest, cursor: str | None, without: Collection[str] = ()) -> str | None:
    """Return the address of a neighbouring page: the same question, less what was ignored, with another cursor."""
    if cursor is None:
        return None
    asked = without_cursor(request.META.get("QUERY_STRING", ""), frozenset(without), request.encoding)
    return f"{settings.PUBLIC_URL}{request.path}?{asked}{'&' if asked else ''}{urlencode({'cursor': cursor})}"


@lru_cache(maxsize=128)
def without_cursor(asked: str, without: frozenset[str], encoding: str | None) -> str:
    """Return a query string without its cursor and without what was ignored."""
    query = QueryDict(asked, encoding=encoding)
    return urlencode({name: value for name, value in query.items() if name not in ("cursor", *without)})
