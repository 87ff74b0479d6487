"""Load fixture files into the catalogue."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from policyhub.records.loading import Load, LoadError

NAMED = 5
"""How many files a reason names before it counts the rest."""


def named(paths: list[Path]) -> str:
    """Return the names of the files, of many the first and how many more."""
    names = ", ".join(path.name for path in paths[:NAMED])
    return f"{names} and {len(paths) - NAMED} more files" if len(paths) > NAMED else names


class Command(BaseCommand):
    """Load files of JSON lines as one load; takes the place of Django's command of that name."""

    help = (
        "Load records from .jsonl files: all of them or none, with every error listed as file:line:field. "
        "Without a name, all of fixtures/ is loaded. A record that exists is brought to what its line says."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take files, folders or names under fixtures/."""
        parser.add_argument(
            "args", metavar="fixture", nargs="*", help="A .jsonl file, a folder, or a name under fixtures/."
        )
        parser.add_argument("--database", default="default", help="The database to load into.")
        parser.add_argument("--reason", default="", help="Why it is loaded, for the history; else the files are named.")

    def handle(
        self, *fixtures: str, database: str = "default", reason: str = "", verbosity: int = 1, **options: Any
    ) -> None:
        """Load and say how much; on any error list them all and load nothing."""
        paths = [path for name in fixtures or [str(settings.FIXTURES_DIR)] for path in self.files(name)]
        paths = list(dict.fromkeys(paths))

        def progress(text: str) -> None:
            if verbosity > 0:
                self.stdout.write(text)

        try:
            count = Load(using=database, progress=progress).run(paths, reason or f"Loaded {named(paths)}.")
        except LoadError as error:
            listed = "\n".join(str(problem) for problem in error.problems)
            problems = "1 problem" if len(error.problems) == 1 else f"{len(error.problems)} problems"
            raise CommandError(f"Nothing was loaded; {problems}:\n{listed}") from error
        # Without statistics PostgreSQL plans the first reads badly: seconds where milliseconds would do.
        # Table by table: all at once would wait for whoever else analyses what the databases of a server share.
        with connections[database].cursor() as cursor:
            for table in connections[database].introspection.django_table_names(only_existing=True):
                cursor.execute(f"ANALYZE {connections[database].ops.quote_name(table)}")
        progress(f"{count} records loaded from {len(paths)} files.")

    def files(self, name: str) -> list[Path]:
        """Return the .jsonl files that `name` means."""
        for path in (Path(name), settings.FIXTURES_DIR / name, settings.FIXTURES_DIR / f"{name}.jsonl"):
            if path.is_dir():
                found = sorted(path.rglob("*.jsonl"))
                if not found:
                    raise CommandError(f"No .jsonl file lies under {path}.")
                return found
            if path.is_file():
                if path.suffix != ".jsonl":
                    self.stderr.write(f"Passed over {path}: only .jsonl files are loaded.")
                    return []
                return [path]
        raise CommandError(f"No fixture {name!r}: neither a file nor a folder here or under {settings.FIXTURES_DIR}.")
