"""Collections of things that begin and end: every period without `as_of`, those of the day with it."""

import datetime
from typing import Any

from django.db.models import Case, CharField, QuerySet, Value, When

from policyhub.api.fields import Word
from policyhub.api.viewsets import CatalogueViewSet
from policyhub.records.vocabularies import Start as StartWords

START = Case(When(since__isnull=True, then=Value("unknown")), default=Value("known"), output_field=CharField())


class Start(Word):
    """Whether the first day of a period is known."""

    def __init__(self, **kwargs: Any) -> None:
        help_text = "`unknown` where the first day is not known and the period counts from `holds_from`."
        super().__init__(choices=StartWords.choices, help_text=help_text, **kwargs)


class PeriodViewSet(CatalogueViewSet):
    """A collection of periods."""

    def annotations(self, day: datetime.date) -> dict[str, Any]:
        """Return whether the beginning is known."""
        return {"start": START}

    def on(self, rows: QuerySet[Any], day: datetime.date) -> QuerySet[Any]:
        """Keep what is so on that day."""
        return rows.valid_on(day)  # type: ignore[attr-defined]
