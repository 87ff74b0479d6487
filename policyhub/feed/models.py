"""Releases: the public catalogue at one number, under a name that can be cited, as a file that anybody can keep."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q

from policyhub.records.constraints import matches
from policyhub.records.fields import CharField, TextField
from policyhub.records.integrity import AppendOnly

NAME = r"^[0-9]{4}\.(0[1-9]|1[0-2])\.[1-9][0-9]*\Z"


class Release(models.Model):
    """The catalogue as the public saw it at one number, fixed under a name; it never changes, but may be retracted."""

    name = CharField(
        max_length=20, unique=True, help_text="The name: year, month, and which one of the month, as 2026.11.1."
    )
    number = models.PositiveBigIntegerField(help_text="The number of the newest revision that it holds.")
    instant = models.DateTimeField(help_text="When that revision was applied (UTC).")
    made_at = models.DateTimeField(help_text="When the release was made (UTC).")
    notes = TextField(blank=True, help_text="What a reader should know of it: what is new, what to be careful with.")
    records = models.PositiveIntegerField(help_text="How many records it holds.")
    size = models.PositiveBigIntegerField(help_text="The size of its file, in bytes.")
    sha256 = CharField(max_length=64, help_text="The checksum of its file (SHA-256).")
    retracted_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was retracted (UTC); empty: it holds."
    )
    retraction = TextField(blank=True, help_text="Why it was retracted.")

    class Meta:
        ordering = ["-made_at", "-name"]
        constraints = [
            matches("name", NAME, "release_name_format", "A release is named YYYY.MM.n."),
            models.CheckConstraint(
                condition=(Q(retracted_at__isnull=True) & Q(retraction=""))
                | (Q(retracted_at__isnull=False) & ~Q(retraction="")),
                name="release_retracted_with_reason",
                violation_error_message="A release is retracted with a reason.",
            ),
            AppendOnly(name="release_retracted_for_good", condition=Q(retracted_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def directory(self) -> Path:
        """Return where its files lie."""
        return Path(settings.RELEASES_DIR) / self.name

    @property
    def file(self) -> str:
        """Return the name of its database file."""
        return f"policyhub-{self.name}.sqlite3"

    @property
    def files(self) -> dict[str, str]:
        """Return the names of its files, with what each is."""
        return {
            self.file: "The records and their parts as a SQLite database.",
            "NOTES.md": "What it holds, and what a reader should know.",
            "SHA256SUMS": "The checksums of the other files.",
        }
