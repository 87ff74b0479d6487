"""A period: since when something is so, and until when."""

import datetime
from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from policyhub.records import guard
from policyhub.records.constraints import holds_before_its_end, holds_from_since, known_or_not, one_of, runs_forward
from policyhub.records.fields import CharField
from policyhub.records.vocabularies import Precision


class Period(models.Model):
    """
    Something that is so from a day (known or not) until a day (or still).

    Whatever has a period also says on which day it was first stored (`recorded_on`), for the case that
    neither its beginning nor any of its evidence carries a day.
    """

    since = models.DateField(
        null=True,
        blank=True,
        help_text="The first day on which it is so. Empty means that the day is not known, never that it always was.",
    )
    since_precision = CharField(
        max_length=16,
        choices=Precision.choices,
        default=Precision.DAY,
        help_text="How exactly the first day is known.",
    )
    until = models.DateField(
        null=True, blank=True, help_text="The first day on which it is no longer so; empty while it still is."
    )
    holds_from = models.DateField(
        blank=True,
        editable=False,
        db_index=True,
        help_text=(
            "The first day on which answers count it: its first day, or where that is not known the earliest "
            "day of its evidence, or where that carries no day either the day it was recorded."
        ),
    )

    class Meta:
        abstract = True
        constraints = [
            runs_forward("%(class)s_runs_forward"),
            known_or_not("%(class)s_since_or_unknown"),
            one_of("since_precision", Precision, "%(class)s_since_precision_known"),
            holds_from_since("%(class)s_holds_from_since"),
            holds_before_its_end("%(class)s_holds_before_its_end"),
        ]

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Store the period with the day it holds from, also where only some fields are stored."""
        self.holds_from = self.counts_from()
        if update_fields is not None:
            update_fields = {*update_fields, "holds_from"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Hold the period to its constraints; the day it holds from is left out, for it is made when it is stored."""
        super().validate_constraints(exclude={*(exclude or ()), "holds_from"})

    def counts_from(self) -> datetime.date:
        """
        Return the first day on which answers count it: its first day, else the first that its evidence gives.

        Evidence from the day of its end or later cannot be where it began, and is passed over; a period
        that ended before all of its evidence is counted on its last day, the only one that is certain.
        """
        if self.since is not None:
            return self.since
        for day in (*self.evidence_days(), self.recorded_on()):
            if day is not None and (self.until is None or day < self.until):
                return day
        return self.until - datetime.timedelta(days=1)

    def settle_period(self) -> bool:
        """Store anew the day it holds from, where that rests on its evidence; tell whether it changed."""
        if self.since is not None:
            return False
        day = self.counts_from()
        if day == self.holds_from:
            return False
        self.holds_from = day
        guard.announce(self)
        type(self)._base_manager.using(self._state.db).filter(pk=self.pk).update(holds_from=day)
        return True

    def evidence_days(self) -> list[datetime.date | None]:
        """Return the days from which evidence shows it, the best one first, for a period of unknown beginning."""
        return []

    def clean(self) -> None:
        """Refuse a period that ends before it begins, or whose precision contradicts its first day."""
        super().clean()
        errors: dict[str, str] = {}
        if self.since and self.until and self.until <= self.since:
            errors["until"] = "The period must end after it begins."
        if (self.since is None) != (self.since_precision == Precision.UNKNOWN):
            errors["since_precision"] = "Without a first day the precision is `unknown`; with one it is not."
        if errors:
            raise ValidationError(errors)
