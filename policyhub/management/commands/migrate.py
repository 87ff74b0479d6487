"""Bring the tables of a database up to date."""

from typing import Any

from django.core.management.commands.migrate import Command as DjangoCommand

from policyhub.records import guard
from policyhub.records.models import Numbering
from policyhub.records.structure import record_models


class Command(DjangoCommand):
    """Django's command, for which the guard stands aside: a migration changes tables, not what the catalogue says."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; say what is to be done where records are stored that the log does not know."""
        with guard.off("migrations"):
            super().handle(*args, **options)
        if options["verbosity"] > 0 and options["plan"] is False and self.lacks_log(options["database"]):
            self.stdout.write(self.style.WARNING("The catalogue has no history yet: run manage.py baseline."))

    def lacks_log(self, database: str) -> bool:
        """Tell whether records are stored and no revision is."""
        numbering = Numbering.objects.using(database).filter(number__gt=0)
        stored = (model._base_manager.using(database) for model in record_models())
        return not numbering.exists() and any(rows.exists() for rows in stored)
