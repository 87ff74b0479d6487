"""Empty a database, its history included."""

from typing import Any

from django.core.management.commands.flush import Command as DjangoCommand
from django.db import connections

from policyhub.records import guard
from policyhub.records.models import Numbering


class Command(DjangoCommand):
    """Django's command, for which the guard and the triggers of the log stand aside."""

    def handle(self, **options: Any) -> None:
        """Empty every table."""
        with guard.off("flush"):
            if connections[options["database"]].vendor == "sqlite":  # elsewhere tables are truncated
                Numbering.objects.using(options["database"]).all().delete()
            super().handle(**options)
