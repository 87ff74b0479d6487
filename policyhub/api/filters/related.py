"""
Related rows: the to-many side of a question.

Parameters of one relation speak of one and the same related row: `condition_kind=ceasefire` and
`condition_state=unmet` ask for one condition that is both. Every hop is a subquery over what the caller
may see, never a join.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q

from policyhub.api.filters.base import Ask, Filter
from policyhub.api.filters.kinds import Asking
from policyhub.records.models import Part

Asked = Sequence[tuple[Filter, Any]]


def as_they_are(rows: Any, day: date) -> Any:
    """Return the rows, whatever the day."""
    return rows


def on_the_day(rows: Any, day: date) -> Any:
    """Return the rows that hold on the day."""
    return rows.valid_on(day)


@dataclass(frozen=True, eq=False)
class Related:
    """A relation of a kind of record, and what can be asked of its rows."""

    relation: str
    asks: Mapping[str, Ask]
    narrowed: Callable[[Any, date], Any] = as_they_are

    def model(self, of: type[Model]) -> type[Model]:
        """Return what the rows are."""
        relation: Any = of._meta.get_field(self.relation)
        rows: type[Model] = relation.remote_field.through if self.linked(relation) else relation.related_model
        return rows

    def linked(self, relation: Any) -> bool:
        """Tell whether the rows are those of a table that links two kinds of record."""
        return bool(relation.many_to_many and relation.concrete)

    def rows(self, of: type[Model], asking: Asking) -> Any:
        """Return the related rows that the caller may see, of all records together."""
        relation: Any = of._meta.get_field(self.relation)
        if self.linked(relation):
            seen = relation.related_model._default_manager.visible_to(asking.caller)
            return relation.remote_field.through._default_manager.filter(
                **{f"{relation.m2m_reverse_field_name()}__in": seen}
            )
        model = relation.related_model
        rows = model._default_manager.visible_to(asking.caller)
        if issubclass(model, Part) and relation.field.name != model.OWNER:  # a part, met from its far end
            owners = model._meta.get_field(model.OWNER).related_model._default_manager.visible_to(asking.caller)
            rows = rows.filter(**{f"{model.OWNER}__in": owners})
        return self.narrowed(rows, asking.day)

    def owner(self, of: type[Model]) -> str:
        """Return the column of the rows that leads back to the record."""
        relation: Any = of._meta.get_field(self.relation)
        if self.linked(relation):
            return str(relation.m2m_field_name())
        return str(relation.field.name) if relation.one_to_many else ""

    def link(self, of: type[Model], rows: Any) -> Q:
        """Return the records that have one of the rows."""
        relation: Any = of._meta.get_field(self.relation)
        if relation.many_to_one:
            return Q(**{f"{self.relation}__in": rows.values("pk")})
        if relation.many_to_many and not self.linked(relation):
            through, field = relation.through._default_manager, relation.field
            pairs = through.filter(**{f"{field.m2m_field_name()}__in": rows.values("pk")})
            return Q(pk__in=pairs.values(field.m2m_reverse_field_name()))
        owner = self.owner(of)
        # A null among them would keep NOT IN from keeping anything.
        return Q(pk__in=rows.filter(**{f"{owner}__isnull": False}).values(owner))

    def q(self, of: type[Model], asked: Asked, asking: Asking) -> Q:
        """
        Return the records that have such a row.

        Of what a record has several of, each lookup is asked for itself: each of the values that are all
        needed, or one of several, in a row of its own that also is what the other parameters say.
        """
        rows, found, same, needs = self.rows(of, asking), Q(), Q(), list[Q]()
        positive = [(known, value) for known, value in asked if not known.denies]
        for known, value in positive:
            if known.for_each:
                needs += [known.q([one], asking) for one in value]
            elif known.ask.many:
                needs.append(known.q(value, asking))
            else:
                same &= known.q(value, asking)
        if positive:
            for need in needs or [Q()]:
                found &= self.link(of, rows.filter(same, need))
        for known, value in asked:
            if known.denies:
                found &= self.denied(of, rows, known, value, asking)
        return found

    def denied(self, of: type[Model], rows: Any, known: Filter, value: Any, asking: Asking) -> Q:
        """Return the records that have no such row; of `isnull`, those that have none or any."""
        if known.lookup_expr == "isnull":
            return ~self.link(of, rows) if value else self.link(of, rows)
        return ~self.link(of, rows.filter(known.q(value, asking)))


def together(of: type[Model], asked: Asked, asking: Asking) -> Q:
    """Return the records that everything asked describes, all of one relation in one and the same row."""
    found, by_relation = Q(), dict[Related, list[tuple[Filter, Any]]]()
    for known, value in asked:
        if known.related is not None:
            by_relation.setdefault(known.related, []).append((known, value))
        elif known.lookup_expr == "isnull":
            found &= known.q(value, asking) if value else ~known.q(value, asking)
        else:
            found &= ~known.q(value, asking) if known.denies else known.q(value, asking)
    for related, its in by_relation.items():
        found &= related.q(of, its, asking)
    return found
