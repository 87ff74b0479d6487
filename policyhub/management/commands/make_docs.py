"""`manage.py make_docs`: write the codebook of docs/models/, or check that it is what the code says."""

import difflib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from policyhub.codebook import pages


class Command(BaseCommand):
    """Write a page for each model, or compare."""

    help = "Writes docs/models/: a page for each model and an index. --check compares and fails on a difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the choice between writing and comparing, and the folder."""
        parser.add_argument("--check", action="store_true", help="Compare; print the differences and exit with 1.")
        parser.add_argument(
            "--folder", type=Path, default=Path(settings.BASE_DIR) / "docs" / "models", help="Where the pages are."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare the pages of the folder with what the code says, and write them unless only asked to check."""
        folder: Path = options["folder"]
        there = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}
        wanted = pages()
        stale = [name for name in sorted({*there, *wanted}) if there.get(name) != wanted.get(name)]
        if options["check"]:
            self.report(there, wanted, stale)
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name in stale:
            if name in wanted:
                (folder / name).write_text(wanted[name], encoding="utf-8")
            else:
                (folder / name).unlink()
        self.stdout.write(f"{len(wanted)} pages in {folder.name}/, {len(stale)} of them new, changed or removed.")

    def report(self, there: dict[str, str], wanted: dict[str, str], stale: list[str]) -> None:
        """Print how the stale pages differ, and exit with 1 if there are any."""
        for name in stale:
            before, after = (text.get(name, "").splitlines() for text in (there, wanted))
            lines = difflib.unified_diff(before, after, f"{name} (there)", f"{name} (from the code)", lineterm="")
            self.stdout.write("\n".join(lines))
        if stale:
            self.stderr.write(f"{len(stale)} pages differ from the code. `make schema` writes them anew.")
            raise SystemExit(1)
        self.stdout.write(f"{len(wanted)} pages agree with the code.")
