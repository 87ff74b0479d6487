"""The tally of a measure: who stands where on it, over time, worked out whenever a position changes."""

import datetime
import sqlite3
from typing import Self

from django.db import models

from options import tally_rule, tally_sql
from options.models.measure import Measure
from policyhub.records.fields import SlugField, TextField
from policyhub.records.models import Derived
from policyhub.records.querysets import Caller


class TallyQuerySet(models.QuerySet["Tally"]):
    """The tally by day."""

    def valid_on(self, day: datetime.date) -> Self:
        """Keep the row of each measure that holds on the day."""
        return self.filter(since__lte=day, through__gte=day)

    def visible_to(self, user: Caller) -> Self:
        """Keep all: it tells of published positions alone, whoever asks, and a measure is as visible as it is."""
        return self.all()


class Tally(Derived):
    """
    A stretch of days on which the same actors back, oppose and lead one measure, by its published positions.

    The stretches of a measure follow each other from the first day of the calendar to the last, so on any
    day exactly one holds. The database writes them, in the transaction that writes the positions.
    """

    MADE_BY = (tally_sql, tally_rule)

    measure = models.ForeignKey(
        Measure,
        # The triggers take the rows away; the collector of a deletion need not read them.
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        related_query_name="tally",
        help_text="The measure.",
    )
    slug = SlugField(max_length=100, db_index=False, help_text="The slug of the measure, by which equal numbers stand.")
    since = models.DateField(help_text="The first day of the stretch; 0001-01-01 for the first one.")
    through = models.DateField(help_text="The last day of the stretch; 9999-12-31 for the last one.")
    backers = models.IntegerField(help_text="States that back it, the beneficiary not counted.")
    opponents = models.IntegerField(help_text="States that oppose it, the beneficiary not counted.")
    contributors = models.IntegerField(help_text="States that contribute to it, the beneficiary not counted.")
    backed_by = TextField(help_text="The codes of all actors that back it, as a list in JSON.")
    opposed_by = TextField(help_text="The codes of all actors that oppose it, as a list in JSON.")
    led_by = TextField(help_text="The codes of all actors that lead it, as a list in JSON.")

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "tallies"
        default_permissions = ()
        ordering = ["slug", "since"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "since"], name="tally_once"),
            tally_rule.Tallied(name="tally_of_positions"),
        ]
        # In the order of a list by numbers, with all that says whether a row is meant: a page is read off the index.
        indexes = [
            models.Index(fields=["-backers", "slug", "since", "through", "measure"], name="tally_by_backers"),
            models.Index(fields=["-opponents", "slug", "since", "through", "measure"], name="tally_by_opponents"),
            models.Index(fields=["-contributors", "slug", "since", "through", "measure"], name="tally_by_contributors"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.since}"

    @classmethod
    def derive(cls, raw: sqlite3.Connection) -> None:
        """Make the whole tally anew."""
        for statement in tally_sql.rewriting_all("sqlite"):
            raw.execute(statement)

    @classmethod
    def follow(cls, raw: sqlite3.Connection) -> None:
        """Have every measure noted of which a position changes."""
        tally_rule.follow(raw)

    @classmethod
    def settle(cls, raw: sqlite3.Connection) -> None:
        """Make the tally of the noted measures anew."""
        tally_rule.leave(raw)
        tally_rule.settle(raw)


class Untallied(models.Model):
    """What changed on SQLite since the tally was written: a measure, or an actor whose measures are meant."""

    measure_id = models.BigIntegerField(null=True, unique=True, help_text="A measure of which a position changed.")
    actor_id = models.BigIntegerField(null=True, unique=True, help_text="An actor that changed itself.")

    class Meta:
        verbose_name_plural = "untallied"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.measure_id or self.actor_id}"
