"""Hold the tally of measures against the positions that it follows from."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections, transaction

from options.tally_sql import differing, rewriting_all

SHOWN = 20
"""So many measures are named, of however many."""


class Command(BaseCommand):
    """Check the tally, or write it anew."""

    help = (
        "Check that the tally of every measure says what the published positions say; with --rewrite, write it anew. "
        "The database keeps it right by itself, so there is work only after another program wrote a SQLite file, or "
        "where triggers were off."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to write, and the database."""
        parser.add_argument("--rewrite", action="store_true", help="Write the whole tally anew.")
        parser.add_argument("--database", default="default", help="The database of the catalogue.")

    def handle(
        self, *args: Any, rewrite: bool = False, database: str = "default", verbosity: int = 1, **options: Any
    ) -> None:
        """Name the measures of which the tally says anything else; fail where there are any that stay so."""
        connection = connections[database]
        with transaction.atomic(using=database), connection.cursor() as cursor:
            if rewrite and connection.vendor == "postgresql":  # as the triggers do, so that no writer is met half way
                cursor.execute("SELECT 1 FROM options_measure ORDER BY id FOR NO KEY UPDATE")
            cursor.execute(differing(connection.vendor))
            wrong = [slug for (slug,) in cursor.fetchall()]
            if rewrite:
                for statement in rewriting_all(connection.vendor):
                    cursor.execute(statement)
        named = ", ".join(wrong[:SHOWN]) + (f" and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else "")
        if wrong and not rewrite:
            raise CommandError(f"The tally differs from the positions for {named}. Write it anew with --rewrite.")
        if verbosity > 0:
            anew = f"The tally was written anew. It differed for {named or 'no measure'}."
            if wrong:
                anew += " Restart what serves: answers that it has kept hold until the next revision."
            self.stdout.write(anew if rewrite else "The tally says what the positions say.")
