"""Write the catalogue as fixture lines."""

import json
from argparse import ArgumentParser
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from policyhub.records.state import states
from policyhub.records.structure import record_models


class Command(BaseCommand):
    """Write every record as a line that `loaddata` reads; takes the place of Django's command of that name."""

    help = "Write the catalogue as JSON lines, one record a line, in natural keys. `loaddata` reads them back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the output file and the database."""
        parser.add_argument("-o", "--output", help="The file to write (standard output if left out).")
        parser.add_argument("--database", default="default", help="The database to read.")

    def handle(self, *args: Any, output: str | None = None, database: str = "default", **options: Any) -> None:
        """Write kind by kind, those that others refer to first, each in the order of its keys."""
        with Path(output).open("w", encoding="utf-8") if output else nullcontext(self.stdout) as file:
            for model in record_models():
                for _, state in states(model._default_manager.using(database).order_by(model.KEY)):
                    line = {"model": model._meta.label_lower, "fields": state}
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
