"""Enquiries: searches that found no position."""

from django.db import models

from actors.models import Actor
from options.models.measure import Measure
from options.vocabularies.positions import EnquiryOutcome
from policyhub.records.constraints import one_of, slug_format
from policyhub.records.fields import CharField, TextField
from policyhub.records.indexes import by_key, in_order
from policyhub.records.models import Record
from policyhub.records.models.record import made_slug_field


class Enquiry(Record):
    """A search for one actor's position on one measure that found none. Silence is not a stance."""

    TITLE = "looked_in"

    slug = made_slug_field()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="enquiries", help_text="Whose position.")
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, related_name="enquiries", help_text="On what measure."
    )
    looked_on = models.DateField(help_text="The day of the search.")
    outcome = CharField(max_length=16, choices=EnquiryOutcome.choices, help_text="What the search found.")
    looked_in = TextField(help_text="Where it was looked, and for what.")

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "enquiries"
        indexes = [by_key("enquiry", "slug"), *in_order("enquiry", "slug", "-looked_on", "-updated_at")]
        constraints = [
            *Record.Meta.constraints,
            slug_format("enquiry_slug_format"),
            one_of("outcome", EnquiryOutcome, "enquiry_outcome_known"),
            models.UniqueConstraint(fields=["actor", "measure", "looked_on"], name="enquiry_once_a_day"),
        ]

    def slug_parts(self) -> list[str]:
        """Return measure, actor and day."""
        return [self.measure.slug, self.actor.code, self.looked_on.isoformat()]
