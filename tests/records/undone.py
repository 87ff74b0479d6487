"""Trials that leave nothing behind."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, transaction


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def attempt() -> Iterator[list[Error]]:
    """Yield a list that holds the database's refusal, if it refuses."""
    refusals: list[Error] = []
    try:
        with transaction.atomic():
            yield refusals
    except Error as refusal:
        refusals.append(refusal)
