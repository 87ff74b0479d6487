"""Filter sets: the one declared list of what each collection can be asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from policyhub.api.errors import Fault
from policyhub.api.filters.base import Ask, Filter
from policyhub.api.filters.kinds import Asking, Keys, Kind, Words
from policyhub.api.filters.related import Related, together
from policyhub.api.filters.values import Days, Instants, Numbers, Phrases, Terms, Texts
from policyhub.records.models import Record

LONGEST_TERM = 200

FOR_ALL: dict[str, Sequence[str]] = {"publication": ("exact",), "updated_at": ("gte",)}
"""What every record can be asked for, beside its key."""


def column(model: Any, path: str) -> Any:
    """Return the field at the end of a path."""
    *way, last = path.split("__")
    for name in way:
        model = model._meta.get_field(name).related_model
    return model._meta.get_field(last)


def kind_of(field: Any, lookup: str) -> Kind:
    """Return the kind of value that a column holds, as a lookup takes it."""
    kinds: list[tuple[bool, Callable[[], Kind]]] = [
        (lookup in ("contains", "startswith"), Texts),
        (field.is_relation, lambda: Keys(field.related_model)),
        (bool(field.name == getattr(field.model, "KEY", None)), lambda: Keys(field.model, itself=True)),
        (bool(getattr(field, "choices", None)), lambda: Words(field.flatchoices)),
        (isinstance(field, models.DateTimeField), Instants),
        (isinstance(field, models.DateField), Days),
        (isinstance(field, models.DecimalField), lambda: Numbers(whole=False)),
        (isinstance(field, models.IntegerField), Numbers),
        (isinstance(field, models.CharField), lambda: Terms(field.max_length)),
        (isinstance(field, models.TextField), lambda: Terms(LONGEST_TERM)),
    ]
    return next(make for fits, make in kinds if fits)()


def filters_of(model: Any, name: str, ask: Ask, related: Related | None = None) -> Iterator[tuple[str, Filter]]:
    """Yield the parameters of one thing that can be asked for, one for each lookup."""
    for lookup in ask.lookups:
        field = None if ask.kind else column(model, ask.path or name)
        kind = ask.kind or kind_of(field, lookup)
        about = ask.about or str(getattr(field, "help_text", ""))
        path = ask.path or name
        if isinstance(kind, Keys) and field is not None and not field.is_relation:
            path = path[: -len(field.name)] + "pk"  # a record's own key
        known = Filter(name, lookup, Ask(ask.lookups, path, kind, ask.of, ask.many, about), kind, related)
        yield known.parameter, known


class CatalogueFilterSet(django_filters.FilterSet):
    """
    The filters of one collection, for one caller, as of one day.

    `Meta.fields` gives the lookups of each column, `related` what is asked of related rows, `asks` what is
    about no single column. Each parameter is one function from value to `Q`, which the query string
    and the boolean tree both use.
    """

    related: ClassVar[Sequence[Related]] = ()
    asks: ClassVar[Mapping[str, Ask]] = {}
    facets: ClassVar[Sequence[str]] = ()
    """The parameters whose values can be counted."""

    def __init__(self, data: Mapping[str, str], *, queryset: Any, asking: Asking) -> None:
        self.asking, self.derived = asking, set[str]()
        known = type(self).base_filters
        self.base_filters = {name: known[name] for name in data}  # the rest would be copied for nothing
        super().__init__(dict(data), queryset=queryset)
        self.base_filters = known

    @classmethod
    def get_filters(cls) -> dict[str, Filter]:
        """Return every parameter by its name, those of the columns first."""
        model = cls._meta.model
        if model is None:
            return {}
        found = dict(filters_of(model, model.KEY, Ask(("in",))))
        for name, lookups in {**(cls._meta.fields or {}), **FOR_ALL}.items():
            found |= dict(cls.own(model, name, lookups))
        for name, ask in cls.asks.items():
            found |= dict(filters_of(model, name, ask))
        for related in cls.related:
            for name, ask in related.asks.items():
                found |= dict(filters_of(related.model(model), name, ask, related))
        return found | dict(filters_of(model, "q", Ask(kind=Phrases(model), about=Q_ABOUT)))

    @classmethod
    def own(cls, model: type[Record], name: str, lookups: Sequence[str]) -> Iterator[tuple[str, Filter]]:
        """Yield the parameters of one field of the record itself."""
        field: Any = model._meta.get_field(name)
        if not field.many_to_many:
            return filters_of(model, name, Ask(lookups))
        ask = Ask(lookups, field.m2m_reverse_field_name(), Keys(field.related_model), many=True, about=field.help_text)
        related = Related(name, {name: ask})
        return filters_of(related.model(model), name, ask, related)

    def faults(self) -> list[Fault]:
        """Return what is wrong with the values that were given."""
        return [fault for name, error in self.errors.as_data().items() for fault in faults_of(name, error)]

    def values(self) -> dict[str, Any]:
        """Return what was given and understood, by parameter."""
        self.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value is not None}

    def q_of(self, values: Mapping[str, Any]) -> Q:
        """Return the records that all the values together ask for."""
        asked = [(self.base_filters[name], value) for name, value in values.items()]
        self.derived |= {known.name for known, _ in asked if known.related is None} & self.asking.derived.keys()
        return together(self._meta.model, asked, self.asking)

    def keep(self, rows: Any, q: Q) -> Any:
        """Keep the rows that `q_of` described; what is derived of them is at hand."""
        return rows.alias(**{name: self.asking.derived[name] for name in self.derived}).filter(q)

    def filter_queryset(self, queryset: Any) -> Any:
        """Keep the records that all parameters together ask for."""
        return self.keep(queryset, self.q_of(self.values()))


def faults_of(name: str, errors: Sequence[ValidationError], pointer: str = "") -> Iterator[Fault]:
    """Yield what is wrong with one value."""
    for error in errors:
        allowed = tuple((error.params or {}).get("allowed", ()))
        yield Fault(name, error.code or "invalid", " ".join(error.messages), allowed, pointer)


Q_ABOUT = (
    "Words that must all occur in the record's texts, in any order, whatever their case and diacritics. `begin*` is a "
    'word that begins so, `"a phrase"` words side by side, `one OR other` either, `-word` none of it.'
)
