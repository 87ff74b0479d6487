"""A source: a publication that somebody can open and check."""

from typing import Any

from django.db import models

from policyhub.records.constraints import matches, one_of, slug_format
from policyhub.records.fields import CharField, TextField, URLField
from policyhub.records.indexes import by_key, in_order
from policyhub.records.models import Record
from policyhub.records.models.record import slug_field
from policyhub.sources.vocabularies import Reliability, SourceKind

LANGUAGE = r"^[a-z]{2}\Z"


class Source(Record):
    """A publication that was seen and that claims rest on."""

    TITLE = "title"

    slug = slug_field()
    title = CharField(max_length=500, help_text="The title as published, or its transliteration.")
    publisher = CharField(max_length=200, help_text="Who published it.")
    url = URLField(max_length=500, unique=True, help_text="Where it was seen.")
    archive_url = URLField(max_length=500, blank=True, help_text="Where a lasting copy is kept.")
    published_on = models.DateField(
        null=True, blank=True, db_index=True, help_text="The day it carries; empty where no day was found."
    )
    accessed_on = models.DateField(null=True, blank=True, help_text="The day on which it was last seen.")
    language = CharField(max_length=2, help_text="The language of the text (ISO 639-1).")
    kind = CharField(max_length=16, choices=SourceKind.choices, help_text="What sort of publication it is.")
    reliability = CharField(
        max_length=1,
        blank=True,
        choices=Reliability.choices,
        help_text="How far it can be relied on (Admiralty code, A to F); empty where nobody has judged it.",
    )
    note = TextField(blank=True, help_text="What a reader must know of it: a doubtful date, a partial copy.")

    class Meta:
        ordering = ["slug"]
        indexes = [
            by_key("source", "slug"),
            *in_order("source", "slug", "title", "publisher", "-published_on", "-updated_at"),
        ]
        constraints = [
            *Record.Meta.constraints,
            slug_format("source_slug_format"),
            one_of("kind", SourceKind, "source_kind_known"),
            one_of("reliability", Reliability, "source_reliability_known", or_empty=True),
            matches(
                "language", LANGUAGE, "source_language_iso_639", "A language is two lower-case letters (ISO 639-1)."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the source; where its day changed, settle anew what holds from that day."""
        stored = type(self)._base_manager.using(kwargs.get("using") or self._state.db)
        before = stored.filter(pk=self.pk).values_list("published_on", "accessed_on").first()
        super().save(*args, **kwargs)
        if before not in (None, (self.published_on, self.accessed_on)):  # nothing cites a source that is new
            self.settle_claims()

    def settle_claims(self) -> None:
        """Store anew what the claims that cite the source derive from its day."""
        for relation in self._meta.related_objects:
            model = relation.related_model
            if getattr(model, "OWNER", None) == "claim":
                citations = model._base_manager.using(self._state.db).filter(source=self)
                for citation in citations.select_related("claim"):
                    citation.claim.settle()
