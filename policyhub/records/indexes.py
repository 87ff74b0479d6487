"""Indexes in the order of lists, so that a page is read off from where it begins."""

from typing import Any

from django.db import models
from django.db.models import F
from django.db.models.expressions import OrderBy

UNKNOWN_FIRST = {"since"}
"""A beginning that is not known sorts before every day; any other null sorts last, in either direction."""


class InOrder(models.Index):
    """
    The published rows of a kind, and the others, by one field, and equal ones by their key, as a list shows them.

    On PostgreSQL nulls stand where lists put them. SQLite's indexes know nothing of that; it reads one in
    two parts where nulls are to stand elsewhere.
    """

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        """Return CREATE INDEX."""
        (publication, _), (name, turned), *others = self.fields_orders
        if schema_editor.connection.vendor != "postgresql" or not model._meta.get_field(name).null:
            return super().create_sql(model, schema_editor, using, **kwargs)
        last = bool(turned) or name not in UNKNOWN_FIRST
        ordered = OrderBy(F(name), descending=bool(turned), nulls_first=not last or None, nulls_last=last or None)
        index = models.Index(F(publication), ordered, *(F(other) for other, _ in others), name=self.name)
        return index.create_sql(model, schema_editor, using, **kwargs)


def in_order(kind: str, key: str, *fields: str) -> list[models.Index]:
    """Return the index of each field by which lists of a kind are ordered; `-` turns one round."""
    return [
        InOrder(fields=["publication", field, key], name=f"{kind}_by_{field.removeprefix('-')}") for field in fields
    ]


def by_key(kind: str, key: str) -> models.Index:
    """Return the index of the order that lists of a kind have unless another one is asked for."""
    return models.Index(fields=["publication", key], name=f"{kind}_in_order")
