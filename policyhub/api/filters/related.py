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

from django.db.models import Count, Model, Q

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

    def of(self, model: type[Model]) -> Any:
        """Return the relation, seen from the record."""
        return model._meta.get_field(self.relation)

    def model(self, of: type[Model]) -> type[Model]:
        """Return what the rows are: other records, parts, or the pairs of a table that links two kinds."""
        relation = self.of(of)
        rows: type[Model] = linking(relation).rows if relation.many_to_many else relation.related_model
        return rows

    def rows(self, of: type[Model], asking: Asking) -> Any:
        """Return the related rows that the caller may see, of all records together."""
        relation = self.of(of)
        if relation.many_to_many:
            pairs = linking(relation)
            seen = relation.related_model._default_manager.visible_to(asking.caller)
            return pairs.rows._default_manager.filter(**{f"{pairs.far}__in": seen})
        model = relation.related_model
        rows = model._default_manager.visible_to(asking.caller)
        if issubclass(model, Part) and relation.field.name != model.OWNER:  # a part, met from its far end
            owners = model._meta.get_field(model.OWNER).related_model._default_manager.visible_to(asking.caller)
            rows = rows.filter(**{f"{model.OWNER}__in": owners})
        return self.narrowed(rows, asking.day)

    def owner(self, of: type[Model]) -> str:
        """Return the column of the rows that leads back to the record."""
        relation = self.of(of)
        return linking(relation).owner if relation.many_to_many else str(relation.field.name)

    def link(self, of: type[Model], rows: Any) -> Q:
        """Return the records that have one of the rows."""
        if self.of(of).many_to_one:
            return Q(**{f"{self.relation}__in": rows.values("pk")})
        owner = self.owner(of)
        # A null among them would keep NOT IN from keeping anything.
        return Q(pk__in=rows.filter(**{f"{owner}__isnull": False}).values(owner))

    def q(self, of: type[Model], asked: Asked, asking: Asking) -> Q:
        """
        Return the records that have such a row.

        Of what a record has several of, each lookup is asked for itself: each of the values that are all
        needed, or one of several, in a row of its own that also is what the other parameters say.
        """
        rows, found, same = self.rows(of, asking), Q(), Q()
        positive = [(known, value) for known, value in asked if not known.denies]
        needs = [(known, value) for known, value in positive if known.ask.many]
        for known, value in positive:
            if not known.ask.many:
                same &= known.q(value, asking)
        for known, value in needs:
            asks = [known.q([one], asking) for one in value] if known.for_each else [known.q(value, asking)]
            if len(asks) > 1 and not known.branches:
                found &= self.all_of(of, rows.filter(same, known.q(value, asking)), known.field_name, len(asks))
            else:
                for ask in asks:
                    found &= self.link(of, rows.filter(same, ask))
        if positive and not needs:
            found &= self.link(of, rows.filter(same))
        for known, value in asked:
            if known.denies:
                found &= self.denied(of, rows, known, value, asking)
        return found

    def all_of(self, of: type[Model], rows: Any, path: str, number: int) -> Q:
        """Return the records that have so many different values in their rows; one statement, however many they are."""
        owner = self.owner(of)
        grouped = rows.order_by().values(owner).annotate(n=Count(path, distinct=True)).filter(n=number)
        return Q(pk__in=grouped.filter(**{f"{owner}__isnull": False}).values(owner))

    def denied(self, of: type[Model], rows: Any, known: Filter, value: Any, asking: Asking) -> Q:
        """Return the records that have no such row; of `isnull`, those that have none or any."""
        if known.lookup_expr == "isnull":
            return ~self.link(of, rows) if value else self.link(of, rows)
        return ~self.link(of, rows.filter(known.q(value, asking)))


@dataclass(frozen=True)
class Linking:
    """A table that links two kinds of record, seen from one of them."""

    rows: type[Model]
    owner: str
    far: str


def linking(relation: Any) -> Linking:
    """Return the table behind a relation of many to many, from whichever side it is met."""
    if relation.concrete:
        return Linking(relation.remote_field.through, relation.m2m_field_name(), relation.m2m_reverse_field_name())
    field = relation.field
    return Linking(relation.through, field.m2m_reverse_field_name(), field.m2m_field_name())


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
