"""A period: since when something is so, and until when."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

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
        null=True,
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the period with the day it holds from."""
        self.holds_from = self.since or self.evidence_begins() or self.recorded_on()
        super().save(*args, **kwargs)

    def evidence_begins(self) -> datetime.date | None:
        """Return the earliest day on which evidence shows it, for a period whose first day is not known."""
        return None

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
