"""The query string, read strictly: what is not understood is refused, never ignored."""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from policyhub.api.errors import Fault, Gathering, InvalidParameters, UriTooLong

LONGEST = 8_000
"""Bytes of a query string. Longer ones are refused: no question of this grammar needs them."""


CALENDAR_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def check(query: QueryDict, raw: str, allowed: Iterable[str]) -> None:
    """Refuse a query string that is too long, or has an unknown, empty, repeated or unprintable parameter."""
    if len(raw) > LONGEST:
        raise UriTooLong()
    names = sorted(allowed)
    faults = []
    for name, values in query.lists():
        if name not in names:
            detail = f"There is no parameter {name!r} here."
            faults.append(Fault(name, "unknown-parameter", detail, tuple(names), word=name))
        elif len(values) > 1:
            faults.append(Fault(name, "repeated", f"{name!r} is given {len(values)} times; it takes one value."))
        elif not values[0].strip():
            faults.append(Fault(name, "empty", f"{name!r} is empty; leave it out, or give it a value."))
        elif "\x00" in values[0] or "\ufffd" in values[0]:
            faults.append(Fault(name, "unreadable", f"{name!r} holds a null byte, or bytes that are not UTF-8."))
    if faults:
        raise InvalidParameters(faults)


day_of_request: ContextVar[datetime.date | None] = ContextVar("day_of_request", default=None)
"""The day on which the request came that is being answered; nobody is answered with two days."""


def today() -> datetime.date:
    """Return the present day in UTC: while a request is answered that of its beginning."""
    return day_of_request.get() or timezone.now().date()


def calendar_day(text: str) -> datetime.date | None:
    """Return the day that `text` spells as YYYY-MM-DD; None where it is none."""
    try:
        # The pattern first: Python also reads week dates, which are as long.
        return parse_date(text) if CALENDAR_DAY.fullmatch(text) else None
    except ValueError:
        return None


def day(query: Mapping[str, str]) -> datetime.date | None:
    """Return the day of `as_of`; None where it is not given."""
    text = query.get("as_of")
    if text is None:
        return None
    parsed = calendar_day(text)
    if parsed is None:
        detail = f"{text!r} is not a day; write it as YYYY-MM-DD."
        raise InvalidParameters([Fault("as_of", "invalid", detail, ("YYYY-MM-DD",))])
    return parsed


def whole_number(query: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    """Return the number that `name` gives, within its limits."""
    text = query.get(name)
    if text is None:
        return default
    # The length is checked first, so that no number of thousands of digits is ever read.
    if not (text.isascii() and text.isdigit() and len(text) <= 18 and least <= int(text) <= most):
        detail = f"{name!r} is a whole number from {least} to {most}."
        raise InvalidParameters([Fault(name, "invalid", detail, (f"{least}..{most}",))])
    return int(text)


def word(query: Mapping[str, str], name: str, allowed: Sequence[str], reading: Gathering) -> str | None:
    """Return the word that `name` gives; note it where it is none of those allowed."""
    text = query.get(name)
    if text is None or text in allowed:
        return text
    detail = f"{text!r} is none of the words of {name!r}."
    reading.faults.append(Fault(name, "unknown-word", detail, tuple(allowed), word=text))
    return None
