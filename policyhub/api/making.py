"""What a document is made for: whose eyes, which day, and which rows."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count
from django.db.models.expressions import RawSQL

from policyhub.api.collections import derived_of, viewset_of
from policyhub.api.shapes import Shape

Among = Callable[[str], Any]
"""What returns the primary keys of some rows, as they follow from the rows of a relation with that name."""


class Visibility:
    """Whose eyes nested rows are made for: the public's, or those of somebody who may see drafts."""

    is_authenticated = True

    def __init__(self, drafts: bool) -> None:
        self.drafts = drafts

    def has_perm(self, permission: str) -> bool:
        """Answer as a user would whom the question is put to."""
        return self.drafts


@dataclass(frozen=True)
class Crowd:
    """A list of records that is opened, told from the rows that it is opened in: who is in it, and whose it is."""

    rows: Any
    owner: str
    among: Among

    def counted(self, relation: str) -> Any:
        """Return how many records the list of each row of the relation holds."""
        rows = self.rows.filter(**{f"{self.owner}__in": self.among(relation)}).order_by()
        return rows.values(self.owner).annotate(n=Count("pk")).values_list(self.owner, "n")


@dataclass(frozen=True)
class Making:
    """For whose eyes documents are made, as of which day, and whether opened lists are narrowed to it."""

    eyes: Visibility
    day: datetime.date
    narrowed: bool
    among: Among
    """The rows that are being written."""

    places: list[tuple[Shape, Among]] = field(default_factory=list)
    crowds: list[Crowd] = field(default_factory=list)

    def rows(self, shape: Shape) -> Any:
        """Return the records that the eyes may see, with what the shape shows of what is derived."""
        derived = {name: known for name, known in derived_of(shape.model, self.day).items() if name in shape.names}
        return viewset_of(shape.model).queryset.all().visible_to(self.eyes).annotate(**derived)

    def within(self, rows: Any, owner: str) -> "Making":
        """Return the same for the rows that belong to those that are being written."""
        among = self.among
        return replace(self, among=lambda relation: rows.filter(**{f"{owner}__in": among(relation)}).values("pk"))

    def leading(self, model: Any, source: str) -> Among:
        """Return which records the rows that are being written refer to."""
        among = self.among
        return lambda relation: model._base_manager.filter(pk__in=among(relation)).values(source)


def in_relation(relation: str) -> RawSQL:
    """Return the primary keys of a relation of the statement."""
    return RawSQL(f"SELECT id FROM {relation}", ())
