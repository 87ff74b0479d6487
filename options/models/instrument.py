"""Legal and political texts."""

from django.core.exceptions import ValidationError
from django.db import models

from actors.models import Actor
from options.vocabularies.conditions import InstrumentKind
from policyhub.records.constraints import one_of, runs_forward, slug_format
from policyhub.records.fields import CharField, TextField, URLField
from policyhub.records.indexes import by_key, in_order
from policyhub.records.models.record import slug_field
from policyhub.sources.models import Citation, Claim


class Instrument(Claim):
    """A law, treaty, decision or declaration that conditions and measures rest on."""

    TITLE = "title"

    slug = slug_field()
    title = CharField(max_length=200, help_text="The usual title.")
    kind = CharField(max_length=16, choices=InstrumentKind.choices, help_text="What sort of text it is.")
    citation = CharField(max_length=300, blank=True, help_text="How lawyers cite it.")
    identifier = CharField(
        max_length=120, blank=True, help_text="CELEX number, UN document symbol or ELI, where it has one."
    )
    parties = models.ManyToManyField(
        Actor, blank=True, related_name="instruments", help_text="Who made it or is bound by it."
    )
    adopted_on = models.DateField(null=True, blank=True, help_text="The day it was adopted or signed.")
    in_force_from = models.DateField(null=True, blank=True, help_text="The first day in force; empty if not known.")
    in_force_until = models.DateField(
        null=True, blank=True, help_text="The first day no longer in force; empty while it is, or if not known."
    )
    summary = TextField(help_text="What it says, as far as it matters here.")
    url = URLField(max_length=500, blank=True, help_text="Where its text stands.")

    class Meta:
        ordering = ["slug"]
        indexes = [
            by_key("instrument", "slug"),
            *in_order("instrument", "slug", "title", "-adopted_on", "-in_force_from", "in_force_until", "-updated_at"),
        ]
        constraints = [
            *Claim.Meta.constraints,
            slug_format("instrument_slug_format"),
            one_of("kind", InstrumentKind, "instrument_kind_known"),
            runs_forward("instrument_in_force_runs_forward", "in_force_from", "in_force_until"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a text that is out of force before it is in force."""
        super().clean()
        if self.in_force_from and self.in_force_until and self.in_force_until <= self.in_force_from:
            raise ValidationError({"in_force_until": "The period must end after it begins."})


class InstrumentCitation(Citation):
    """What one source does for one instrument."""

    claim = models.ForeignKey(
        Instrument, on_delete=models.CASCADE, related_name="citations", help_text="The instrument."
    )
