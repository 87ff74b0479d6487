"""Positions: who stands where on a measure, since when, and on what terms."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, Q, Value, When

from actors.models import Actor
from options.models.condition import Condition
from options.models.measure import Measure, roles_in_groups
from options.querysets import PositionQuerySet
from options.vocabularies.positions import (
    OPEN_RANK,
    RANKS,
    AmountBasis,
    Binding,
    Confidence,
    Form,
    LinkRole,
    OwnPart,
    Stance,
)
from policyhub.records.constraints import NoOverlap, matches, one_of, slug_format
from policyhub.records.fields import CharField, TextField
from policyhub.records.indexes import by_key, in_order
from policyhub.records.models import Part, Period
from policyhub.records.models.record import day_or_undated, made_slug_field
from policyhub.sources.models import Citation, Claim

DIGITS = 15  # as many as SQLite, whose decimals are floating, gives back as they were
WAY_OUT = "`opens` is a way out of a stance of rank 1 or below."
CURRENCY = r"^[A-Z]{3}\Z"
LOW_STANCES = [stance for stance, rank in RANKS.items() if rank <= OPEN_RANK]


class Position(Period, Claim):
    """One actor's stance toward one measure, on its terms, from a day until a day."""

    TITLE = "summary"

    slug = made_slug_field()
    # Both have an index below that begins with them.
    actor = models.ForeignKey(
        Actor, on_delete=models.PROTECT, db_index=False, related_name="positions", help_text="Whose position."
    )
    measure = models.ForeignKey(
        Measure,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="positions",
        help_text="The measure it is about.",
    )
    stance = CharField(
        max_length=12, choices=Stance.choices, help_text="The actor's word about the measure as it is defined."
    )
    stance_rank = models.GeneratedField(
        expression=Case(*(When(stance=stance, then=Value(rank)) for stance, rank in RANKS.items())),
        output_field=models.SmallIntegerField(),
        db_persist=True,
        help_text="The stance as a rank from 4 (leads) to -3 (red line); ordinal.",
    )
    stance_if_met = CharField(
        max_length=12,
        blank=True,
        choices=Stance.choices,
        help_text="What the actor said it would do once its conditions of role `opens` hold; only at rank 1 and below.",
    )
    own_part = CharField(
        max_length=12,
        choices=OwnPart.choices,
        default=OwnPart.NOT_STATED,
        help_text="What it would do itself.",
    )
    consequence = TextField(blank=True, help_text="What it announces for the case that a red line is crossed.")
    binding = CharField(
        max_length=12, blank=True, choices=Binding.choices, help_text="What binds it; empty where nobody has judged it."
    )
    confidence = CharField(max_length=12, choices=Confidence.choices, help_text="How well the coding is supported.")
    amount = models.DecimalField(
        max_digits=DIGITS,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="A sum of money, in `currency`.",
    )
    currency = CharField(max_length=3, blank=True, help_text="The currency of the amount (ISO 4217).")
    amount_basis = CharField(
        max_length=16,
        blank=True,
        choices=AmountBasis.choices,
        help_text="What the amount counts; empty without an amount.",
    )
    quantity = CharField(max_length=120, blank=True, help_text="A quantity, as stated.")
    number = models.DecimalField(
        max_digits=DIGITS,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="The quantity as a number, where it is one.",
    )
    unit = CharField(max_length=40, blank=True, help_text="What the number counts.")
    scope = TextField(blank=True, help_text="The part of the measure that it speaks of, where it is not the whole.")
    summary = TextField(help_text="What the actor said or did, in our words.")

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            *Period.Meta.constraints,
            *Claim.Meta.constraints,
            slug_format("position_slug_format"),
            one_of("stance", Stance, "position_stance_known"),
            one_of("stance_if_met", Stance, "position_stance_if_met_known", or_empty=True),
            one_of("own_part", OwnPart, "position_own_part_known"),
            one_of("binding", Binding, "position_binding_known", or_empty=True),
            one_of("confidence", Confidence, "position_confidence_known"),
            one_of("amount_basis", AmountBasis, "position_amount_basis_known", or_empty=True),
            NoOverlap(
                within=["measure", "actor"],
                name="position_no_overlap",
                condition=Q(publication="published"),
                violation_error_message="Another published position of this actor covers part of the period.",
            ),
            models.CheckConstraint(
                condition=Q(stance_if_met="") | Q(stance__in=LOW_STANCES),
                name="position_if_met_below_support",
                violation_error_message="A stance if met belongs to a stance of rank 1 or below.",
            ),
            models.CheckConstraint(
                condition=(Q(amount__isnull=True) & Q(currency="") & Q(amount_basis=""))
                | (Q(amount__isnull=False) & ~Q(currency="") & ~Q(amount_basis="")),
                name="position_amount_with_currency",
                violation_error_message="An amount, its currency and its basis stand together.",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="position_amount_not_negative",
                violation_error_message="An amount is not negative.",
            ),
            models.CheckConstraint(
                condition=(Q(number__isnull=True) & Q(unit="")) | (Q(number__isnull=False) & ~Q(unit="")),
                name="position_number_with_unit",
                violation_error_message="A number and its unit stand together.",
            ),
            matches("currency", CURRENCY, "position_currency_iso_4217", "A currency is three upper-case letters."),
        ]
        indexes = [
            # They hold all that is asked of who stands where on a day, so no row is read for it.
            models.Index(
                fields=["measure", "publication", "stance_rank", "holds_from", "until", "actor"],
                name="position_of_measure",
            ),
            models.Index(
                fields=["actor", "publication", "measure", "stance_rank", "holds_from", "until"],
                name="position_of_actor",
            ),
            by_key("position", "slug"),
            *in_order("position", "slug", "-since", "until", "-stance_rank", "-amount", "-updated_at"),
        ]

    def slug_parts(self) -> list[str]:
        """Return measure, actor and first day."""
        return [self.measure.slug, self.actor.code, day_or_undated(self.since)]

    def publication_problems(self) -> dict[str, list[str]]:
        """Ask also for one role a group, and for no way out of a stance that backs."""
        problems = super().publication_problems() | roles_in_groups(self)
        if self.stance not in LOW_STANCES and self.conditions.filter(role=LinkRole.OPENS).exists():
            problems.setdefault("conditions", []).append(WAY_OUT)
        return problems

    def evidence_days(self) -> list[datetime.date | None]:
        """Return the earliest day of its sources, else of the first stage, else of their reading."""
        return [self.earliest_source(), self.measure.first_stage_begins(), self.earliest_reading()]

    def settle(self) -> None:
        """Store anew the day from which the position holds, where that rests on its evidence."""
        if self.settle_period():
            self.touch()

    def clean(self) -> None:
        """Refuse a way out of a stance that backs, and half an amount or half a number."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.stance_if_met and self.stance not in LOW_STANCES:
            errors["stance_if_met"] = "A stance if met belongs to a stance of rank 1 or below."
        if self.amount is not None and not self.currency:
            errors["currency"] = "An amount has a currency."
        if self.amount is not None and not self.amount_basis:
            errors["amount_basis"] = "An amount has a basis; `not-stated` where the source does not say."
        if self.amount is None and (self.currency or self.amount_basis):
            errors["amount"] = "A currency or a basis needs an amount."
        if (self.number is None) != (not self.unit):
            errors["unit"] = "A number and its unit stand together."
        if errors:
            raise ValidationError(errors)


class PositionForm(Part):
    """One form in which an actor takes part, or would."""

    OWNER = "position"
    KEY_FIELDS = ("form",)

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="forms", help_text="The position.")
    form = CharField(max_length=16, choices=Form.choices, help_text="In what form it takes part, or would.")

    class Meta:
        ordering = ["form"]
        constraints = [
            models.UniqueConstraint(fields=["position", "form"], name="positionform_once"),
            one_of("form", Form, "positionform_form_known"),
        ]

    def __str__(self) -> str:
        return self.form


class PositionCondition(Part):
    """What a condition does for one position."""

    OWNER = "position"
    KEY_FIELDS = ("condition", "role")

    position = models.ForeignKey(
        Position, on_delete=models.CASCADE, related_name="conditions", help_text="The position."
    )
    condition = models.ForeignKey(
        Condition, on_delete=models.PROTECT, related_name="position_links", help_text="The condition."
    )
    role = CharField(max_length=12, choices=LinkRole.choices, help_text="What it does for the position.")
    group = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Conditions of one group: any of them serves. Groups and the rest: all of them.",
    )

    class Meta:
        ordering = ["condition__slug", "role"]
        constraints = [
            models.UniqueConstraint(fields=["position", "condition", "role"], name="positioncondition_once"),
            one_of("role", LinkRole, "positioncondition_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.condition.slug}"

    def clean(self) -> None:
        """Refuse a way out of a stance that backs."""
        super().clean()
        position = getattr(self, "position", None)
        if self.role == LinkRole.OPENS and position is not None and position.stance not in LOW_STANCES:
            raise ValidationError({"role": WAY_OUT})


class PositionCitation(Citation):
    """What one source does for one position."""

    claim = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="citations", help_text="The position.")
