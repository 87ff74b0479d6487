"""Measures: what could be done, how far it has come, and what it depends on."""

import datetime
from typing import Any

from django.db import models

from actors.models import Actor
from options.models.category import Category
from options.models.condition import Condition
from options.vocabularies.measures import Command, Footprint, MeasureLinkKind, MeasureStatus, Presence
from options.vocabularies.positions import MEASURE_ROLES
from policyhub.records.constraints import NoOverlap, not_itself, one_of, slug_format
from policyhub.records.fields import CharField, TextField
from policyhub.records.indexes import in_order
from policyhub.records.models import Part, Period
from policyhub.records.models.record import slug_field
from policyhub.records.querysets import DatedPartQuerySet
from policyhub.sources.models import Citation, Claim


def roles_in_groups(record: Any) -> dict[str, list[str]]:
    """Return what is wrong with the groups of a record's links: a group of conditions has one role."""
    roles: dict[int, set[str]] = {}
    for link in record.conditions.exclude(group=None):
        roles.setdefault(link.group, set()).add(link.role)
    wrong = [f"Group {group} has several roles; a group has one." for group, found in roles.items() if len(found) > 1]
    return {"conditions": wrong} if wrong else {}


class Measure(Claim):
    """A support measure: one thing that states and organisations do, plan or refuse."""

    TITLE = "title"

    slug = slug_field()
    title = CharField(max_length=120, help_text="The usual name.")
    summary = TextField(help_text="What it is, in a sentence or two.")
    description = TextField(blank=True, help_text="More about it, in Markdown.")
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="measures", help_text="The field it belongs to first."
    )
    secondary_categories = models.ManyToManyField(
        Category, blank=True, related_name="secondary_measures", help_text="Other fields it belongs to."
    )
    beneficiary = models.ForeignKey(
        Actor,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="benefits",
        help_text="Whom it supports; never counted among its backers.",
    )
    addressees = models.ManyToManyField(
        Actor,
        blank=True,
        related_name="addressed_by",
        help_text=(
            "Actors or organisations whose position is asked for. Empty: the members of the EU and of NATO on the "
            "day, without the beneficiary."
        ),
    )
    presence = CharField(
        max_length=24, choices=Presence.choices, help_text="Whom it brings into the beneficiary's territory."
    )
    footprint = CharField(max_length=20, choices=Footprint.choices, help_text="Where it takes place.")
    command = CharField(max_length=16, choices=Command.choices, help_text="Who commands or runs it.")
    note = TextField(blank=True, help_text="What a reader must know of its dates and coding.")

    class Meta:
        ordering = ["slug"]
        indexes = [
            *in_order("measure", "slug", "title", "-updated_at"),
            # In the order of a list, with what most of them ask for and count: long rows are left alone.
            models.Index(
                fields=["publication", "slug", "category", "presence", "footprint", "command", "beneficiary", "id"],
                name="measure_narrow",
            ),
        ]
        constraints = [
            *Claim.Meta.constraints,
            slug_format("measure_slug_format"),
            one_of("presence", Presence, "measure_presence_known"),
            one_of("footprint", Footprint, "measure_footprint_known"),
            one_of("command", Command, "measure_command_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def publication_problems(self) -> dict[str, list[str]]:
        """Ask also for one role a group."""
        return super().publication_problems() | roles_in_groups(self)

    def first_stage_begins(self) -> datetime.date | None:
        """Return the first day of the measure's earliest stage; None where none is known."""
        return self.stages.aggregate(day=models.Min("holds_from"))["day"]

    def settle(self) -> None:
        """Store anew the days from which the stages hold, and positions whose first day is not known."""
        changed = [stage.settle_period() for stage in self.stages.all()]
        if any(changed):
            self.touch()
        for position in self.positions.filter(since__isnull=True):
            position.settle()


class Stage(Period, Part):
    """How far a measure had come, from a day until a day. Its status on a day is that of the stage in force."""

    OWNER = "measure"
    KEY_FIELDS = ("since",)

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="stages", help_text="The measure.")
    status = CharField(max_length=20, choices=MeasureStatus.choices, help_text="How far it had come.")

    objects = DatedPartQuerySet.as_manager()

    class Meta:
        ordering = [models.F("since").asc(nulls_first=True), "id"]
        constraints = [
            *Period.Meta.constraints,
            one_of("status", MeasureStatus, "stage_status_known"),
            NoOverlap(within=["measure"], name="stage_no_overlap"),
        ]

    def __str__(self) -> str:
        return self.status

    def evidence_days(self) -> list[datetime.date | None]:
        """Return the earliest day of the measure's supporting sources, else of their reading."""
        return [self.measure.earliest_source(), self.measure.earliest_reading()]

    def recorded_on(self) -> datetime.date:
        """Return the day on which the measure was first stored."""
        return self.measure.recorded_on()


class MeasureLink(Part):
    """How one measure bears on another."""

    OWNER = "measure"
    KEY_FIELDS = ("kind", "target")

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="links", help_text="The measure.")
    kind = CharField(max_length=16, choices=MeasureLinkKind.choices, help_text="How it bears on the other.")
    target = models.ForeignKey(
        Measure, on_delete=models.PROTECT, related_name="linked_from", help_text="The other measure."
    )

    class Meta:
        ordering = ["kind", "target__slug"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "kind", "target"], name="measurelink_once"),
            one_of("kind", MeasureLinkKind, "measurelink_kind_known"),
            not_itself("target", "measurelink_to_another", "A measure is not linked to itself.", other="measure"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target.slug}"


class MeasureCondition(Part):
    """What a condition does for a measure itself, whoever backs it."""

    OWNER = "measure"
    KEY_FIELDS = ("condition", "role")

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="conditions", help_text="The measure.")
    condition = models.ForeignKey(
        Condition, on_delete=models.PROTECT, related_name="measure_links", help_text="The condition."
    )
    role = CharField(
        max_length=12, choices=[(role, role.label) for role in MEASURE_ROLES], help_text="What it does for the measure."
    )
    group = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Conditions of one group: any of them serves. Groups and the rest: all of them.",
    )

    class Meta:
        ordering = ["condition__slug", "role"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "condition", "role"], name="measurecondition_once"),
            one_of("role", MEASURE_ROLES, "measurecondition_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.condition.slug}"


class MeasureCitation(Citation):
    """What one source does for one measure."""

    claim = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="citations", help_text="The measure.")
