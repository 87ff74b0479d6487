"""Make a release of the public catalogue."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from policyhub.feed.releases import ReleaseError, make_release


class Command(BaseCommand):
    """Fix the public catalogue as it is now under a name, as a file with its checksum."""

    help = "Make a release (YYYY.MM.n) of what the public sees: a SQLite file, its notes and its checksums."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the notes."""
        parser.add_argument("--notes", default="", help="What a reader of the release should know (Markdown).")

    def handle(self, *args: Any, notes: str = "", **options: Any) -> None:
        """Make it, and say where it lies."""
        try:
            release = make_release(notes=notes, progress=self.stdout.write)
        except ReleaseError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{release.name}: {release.records} records, {release.size} bytes, SHA-256 {release.sha256}")
        self.stdout.write(str(release.directory / release.file))
