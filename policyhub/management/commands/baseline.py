"""Begin the history of a catalogue that was filled before there was one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from policyhub.records.models import Numbering
from policyhub.records.revisions import revision
from policyhub.records.structure import record_models


class Command(BaseCommand):
    """Make revision 1 of all that is stored."""

    help = "Give a catalogue that was filled before its history began its revision 1: every record as it stands."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the database."""
        parser.add_argument("--database", default="default", help="The database of the catalogue.")

    def handle(self, *args: Any, database: str = "default", verbosity: int = 1, **options: Any) -> None:
        """Make the revision; refuse where the history has begun."""
        number = Numbering.objects.using(database).get().number
        if number:
            raise CommandError(f"The history has begun: the newest revision is {number}.")
        with revision(reason="The catalogue as it stood when its history began.", using=database) as edit:
            for model in record_models():
                edit.adopt(model, list(model._base_manager.using(database).values_list("pk", flat=True)))
        if edit.revision is None:
            raise CommandError("The catalogue is empty: the first load makes revision 1.")
        if verbosity > 0:
            self.stdout.write(f"Revision {edit.revision.number} holds {len(edit.versions)} records.")
