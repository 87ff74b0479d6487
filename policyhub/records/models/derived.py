"""Derived rows: what follows from records and is kept beside them, so that no answer has to work it out."""

import sqlite3
from types import ModuleType
from typing import ClassVar

from django.apps import apps
from django.db import models


class Derived(models.Model):
    """
    A row that follows from records. It states nothing of its own, so no state and no version tells of it.

    In a catalogue the database keeps such rows right by itself. A snapshot has no triggers: what fills one
    calls `derive` after all records are written, or `follow` before some of them change and `settle` after.
    """

    MADE_BY: ClassVar[tuple[ModuleType, ...]] = ()
    """The modules that say how, beside that of the class."""

    class Meta:
        abstract = True

    @classmethod
    def derive(cls, raw: sqlite3.Connection) -> None:
        """Make all rows anew."""
        raise NotImplementedError

    @classmethod
    def follow(cls, raw: sqlite3.Connection) -> None:
        """Have the database take note of what changes from now on."""
        raise NotImplementedError

    @classmethod
    def settle(cls, raw: sqlite3.Connection) -> None:
        """Make anew the rows that follow from what changed, and take no more note of changes."""
        raise NotImplementedError


def derived_models() -> list[type[Derived]]:
    """Return every kind of derived row."""
    return [model for model in apps.get_models() if issubclass(model, Derived)]
