"""Conditions: what must be so before somebody does what it says it would."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models

from actors.models import Actor
from actors.vocabularies import ActorKind
from options.models.instrument import Instrument
from options.querysets import ConditionQuerySet
from options.vocabularies.conditions import ConditionEffect, ConditionKind, ConditionNature, ConditionStatus
from policyhub.records.constraints import NoOverlap, one_of, slug_format
from policyhub.records.fields import CharField, TextField
from policyhub.records.indexes import by_key, in_order
from policyhub.records.models import Part, Period
from policyhub.records.models.record import slug_field
from policyhub.records.querysets import DatedPartQuerySet
from policyhub.sources.models import Citation, Claim


class Condition(Claim):
    """Something that must be so, or be agreed by somebody, before an actor acts or a measure can start."""

    TITLE = "title"

    slug = slug_field()
    title = CharField(max_length=120, help_text="The usual name.")
    kind = CharField(max_length=24, choices=ConditionKind.choices, help_text="What sort of condition it is.")
    nature = CharField(max_length=12, choices=ConditionNature.choices, help_text="Legal, political or operational.")
    jurisdiction = models.ForeignKey(
        Actor,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="conditions",
        help_text="Whose rule or demand it is.",
    )
    needs = models.ManyToManyField(
        Actor, blank=True, related_name="needed_for", help_text="Every actor whose assent or act it takes."
    )
    organ = models.ForeignKey(
        Actor,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assents",
        help_text="The institution whose assent it is, where one body must give it.",
    )
    effect = CharField(
        max_length=20,
        blank=True,
        choices=ConditionEffect.choices,
        help_text="What the assent does; empty where nobody has judged it.",
    )
    instrument = models.ForeignKey(
        Instrument,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="conditions",
        help_text="The text it stands in.",
    )
    provision = CharField(max_length=120, blank=True, help_text="The article or section of it, or the rule.")
    implies = models.ManyToManyField(
        "self",
        blank=True,
        symmetrical=False,
        related_name="implied_by",
        help_text="Other conditions that are met whenever this one is.",
    )
    summary = TextField(help_text="What it asks, and of whom.")
    test = TextField(blank=True, help_text="What would show that it is met.")

    objects = ConditionQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        indexes = [by_key("condition", "slug"), *in_order("condition", "slug", "title", "-updated_at")]
        constraints = [
            *Claim.Meta.constraints,
            slug_format("condition_slug_format"),
            one_of("kind", ConditionKind, "condition_kind_known"),
            one_of("nature", ConditionNature, "condition_nature_known"),
            one_of("effect", ConditionEffect, "condition_effect_known", or_empty=True),
        ]

    def __str__(self) -> str:
        return self.title

    def settle(self) -> None:
        """Store anew the days from which the states hold."""
        changed = [state.settle_period() for state in self.states.all()]
        if any(changed):
            self.touch()

    def clean(self) -> None:
        """Refuse an organ that is no institution."""
        super().clean()
        if self.organ is not None and self.organ.kind != ActorKind.INSTITUTION:
            raise ValidationError({"organ": "The organ is an institution, such as a parliament."})


class ConditionState(Period, Part):
    """How far a condition is met, over time. The day of an observation is not the day it began."""

    OWNER = "condition"
    KEY_FIELDS = ("since",)

    condition = models.ForeignKey(
        Condition, on_delete=models.CASCADE, related_name="states", help_text="The condition."
    )
    state = CharField(max_length=12, choices=ConditionStatus.choices, help_text="How far it is met.")
    observed_on = models.DateField(null=True, blank=True, help_text="The day on which somebody saw it so.")

    objects = DatedPartQuerySet.as_manager()

    class Meta:
        ordering = [models.F("since").asc(nulls_first=True), "id"]
        constraints = [
            *Period.Meta.constraints,
            one_of("state", ConditionStatus, "conditionstate_state_known"),
            NoOverlap(within=["condition"], name="conditionstate_no_overlap"),
        ]

    def __str__(self) -> str:
        return self.state

    def evidence_days(self) -> list[datetime.date | None]:
        """Return the earliest day of its sources, or of the observation; else of their reading."""
        days = [day for day in (self.condition.earliest_source(), self.observed_on) if day is not None]
        return [min(days, default=None), self.condition.earliest_reading()]

    def recorded_on(self) -> datetime.date:
        """Return the day on which the condition was first stored."""
        return self.condition.recorded_on()


class ConditionCitation(Citation):
    """What one source does for one condition and its states."""

    claim = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="citations", help_text="The condition.")
