"""A citation: the tie between a claim and the source that it rests on."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models

from policyhub.records.constraints import one_of
from policyhub.records.fields import CharField, TextField
from policyhub.records.models import Part, Record
from policyhub.sources.models.source import Source
from policyhub.sources.vocabularies import CitationRole

QUOTE_WORDS = 25
"""A quotation stays under so many words, as short quotation allows."""


def short_quote(text: str) -> None:
    """Refuse a quotation of 25 words or more."""
    if len(text.split()) >= QUOTE_WORDS:
        raise ValidationError(f"A quote has fewer than {QUOTE_WORDS} words; this one has {len(text.split())}.")


class Citation(Part):
    """What one source does for one claim. Each kind of claim has a table of its own, with the foreign key `claim`."""

    OWNER = "claim"
    KEY_FIELDS = ("source",)

    source = models.ForeignKey(Source, on_delete=models.PROTECT, help_text="The source.")
    role = CharField(
        max_length=16,
        choices=CitationRole.choices,
        default=CitationRole.SUPPORTS,
        help_text="Whether the source supports the claim, contradicts it or gives context.",
    )
    locator = CharField(max_length=200, blank=True, help_text="Where in the source: page, paragraph, minute.")
    quote = TextField(blank=True, validators=[short_quote], help_text="The words of the source, fewer than 25 of them.")

    class Meta:
        abstract = True
        ordering = ["source__slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "source"],
                name="%(class)s_source_once",
                violation_error_message="The source is cited twice for one claim.",
            ),
            one_of("role", CitationRole, "%(class)s_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.source.slug} {self.role}"


class Claim(Record):
    """A record that states a fact, and so is never published without a source that supports it."""

    class Meta(Record.Meta):
        abstract = True

    def publication_problems(self) -> dict[str, list[str]]:
        """Ask for a supporting citation."""
        problems = super().publication_problems()
        if not self.citations.filter(role=CitationRole.SUPPORTS).exists():
            problems["citations"] = ["A supporting citation is needed."]
        return problems

    def earliest_source(self) -> datetime.date | None:
        """Return the earliest day that a supporting source carries."""
        return self._earliest("source__published_on")

    def earliest_reading(self) -> datetime.date | None:
        """Return the earliest day on which a supporting source is recorded as seen."""
        return self._earliest("source__accessed_on")

    def _earliest(self, day: str) -> datetime.date | None:
        if self.pk is None:
            return None
        supporting = self.citations.filter(role=CitationRole.SUPPORTS)
        return supporting.aggregate(day=models.Min(day))["day"]
