"""Statements: words on record."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models

from actors.models import Actor
from options.models.measure import Measure
from options.vocabularies.positions import Stance
from policyhub.records.constraints import matches, one_of, slug_format
from policyhub.records.fields import CharField, TextField
from policyhub.records.indexes import by_key, in_order
from policyhub.records.models.record import day_or_undated, made_slug_field
from policyhub.sources.models import Citation, Claim
from policyhub.sources.models.citation import short_quote
from policyhub.sources.models.source import LANGUAGE


class Statement(Claim):
    """What one person said for an actor, on a day, about measures."""

    TITLE = "paraphrase"

    slug = made_slug_field()
    actor = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="statements", help_text="For whom the speaker spoke."
    )
    speaker = CharField(max_length=120, help_text="Who spoke.")
    speaker_role = CharField(max_length=120, blank=True, help_text="The speaker's office on that day.")
    made_on = models.DateField(null=True, blank=True, db_index=True, help_text="The day; empty if it was not found.")
    venue = CharField(max_length=200, blank=True, help_text="Where, or to whom, it was said.")
    paraphrase = TextField(help_text="What was said, in our words.")
    quote = TextField(blank=True, validators=[short_quote], help_text="The words themselves, fewer than 25.")
    language = CharField(max_length=2, blank=True, help_text="The language of the quote (ISO 639-1).")
    stance = CharField(
        max_length=12, blank=True, choices=Stance.choices, help_text="The stance that the words express."
    )
    measures = models.ManyToManyField(
        Measure, blank=True, related_name="statements", help_text="The measures it speaks of."
    )

    class Meta:
        ordering = ["slug"]
        indexes = [by_key("statement", "slug"), *in_order("statement", "slug", "-made_on", "speaker", "-updated_at")]
        constraints = [
            *Claim.Meta.constraints,
            slug_format("statement_slug_format"),
            one_of("stance", Stance, "statement_stance_known", or_empty=True),
            matches(
                "language", LANGUAGE, "statement_language_iso_639", "A language is two lower-case letters (ISO 639-1)."
            ),
            models.CheckConstraint(
                condition=models.Q(quote="") | ~models.Q(language=""),
                name="statement_quote_has_language",
                violation_error_message="A quote has a language.",
            ),
        ]

    def slug_parts(self) -> list[str]:
        """Return actor and day; what it speaks of is known only once its measures are stored."""
        return [self.actor.code, day_or_undated(self.made_on)]

    def clean(self) -> None:
        """Refuse a quote without its language."""
        super().clean()
        if self.quote and not self.language:
            raise ValidationError({"language": "A quote has a language."})


def statement_slug(*, actor: str, made_on: datetime.date | None, measures: Iterable[Measure]) -> str:
    """Return the identity wanted for a statement: first measure it speaks of (by slug), actor's code, and day."""
    first = sorted(measure.slug for measure in measures)[:1]
    return "-".join([*first, actor, day_or_undated(made_on)]).lower()


class StatementCitation(Citation):
    """What one source does for one statement."""

    claim = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="citations", help_text="The statement.")
