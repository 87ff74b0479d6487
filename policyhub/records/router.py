"""Where a read goes: to the present catalogue, or to the snapshot of a past one that is being looked at."""

from contextvars import ContextVar
from typing import Any

from policyhub.records.models import Derived, Part, Record

looked_at: ContextVar[str] = ContextVar("looked_at", default="")
"""The alias of the snapshot that is being looked at; empty for the present."""


def is_catalogue(model: Any) -> bool:
    """Tell whether a table holds records, parts of them, what is derived from them, or a list of references."""
    made_for = model._meta.auto_created
    return issubclass(made_for if isinstance(made_for, type) else model, Record | Part | Derived)


class SnapshotRouter:
    """
    Sends records and their parts to the snapshot that is being looked at; users, sessions and the log stay.

    Writes are sent there as well, where they fail: nobody changes the present by what he read in the past.
    """

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """Return the snapshot for what a snapshot holds."""
        alias = looked_at.get()
        return alias if alias and is_catalogue(model) else None

    db_for_write = db_for_read
