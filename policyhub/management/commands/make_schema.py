"""Renew the OpenAPI document and its examples, or tell whether they are up to date."""

import difflib
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client

from policyhub.api import pages, schema
from policyhub.api.vocabularies import vocabularies
from policyhub.catalogue import COLLECTIONS

OPENAPI = settings.BASE_DIR / "docs" / "openapi.yaml"

# A record that shows much of its kind: a reader learns more from it than from the first by name.
TELLING = {
    "measures": "mnfu",
    "positions": "mnfu-deu-2026-01-06",
    "conditions": "ceasefire-first",
    "actors": "FRA",
    "options": "reassurance-after-ceasefire",
}


class Command(BaseCommand):
    """Write docs/openapi.yaml and docs/examples.json, from a catalogue that holds the fixtures."""

    help = "Write the OpenAPI document and the real answers that illustrate it; --check only compares the document."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --check."""
        parser.add_argument("--check", action="store_true", help="Change nothing; fail if the document is not current.")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        """Write both files, or compare."""
        if not check:
            self.fill()
            text = json.dumps(answers(), indent=1, ensure_ascii=False) + "\n"
            Path(settings.API_EXAMPLES).write_text(text, encoding="utf-8")
            schema.examples.cache_clear()
            pages.openapi.cache_clear()
        written = OPENAPI.read_text(encoding="utf-8") if OPENAPI.exists() else ""
        current = document()
        if check and written != current:
            changes = difflib.unified_diff(
                written.splitlines(), current.splitlines(), "committed", "current", lineterm=""
            )
            raise CommandError("docs/openapi.yaml is not current; run `make schema`.\n" + "\n".join(changes))
        if not check:
            OPENAPI.write_text(current, encoding="utf-8")
        self.stdout.write("docs/openapi.yaml is current.")

    def fill(self) -> None:
        """Load the fixtures into a database that has nothing yet, such as one in memory."""
        if not connection.introspection.table_names():
            call_command("migrate", verbosity=0)
            call_command("loaddata", verbosity=0)


def document() -> str:
    """Return the OpenAPI document as YAML."""
    return yaml.safe_dump(json.loads(json.dumps(pages.openapi())), sort_keys=False, allow_unicode=True, width=120)


def answers() -> dict[str, Any]:
    """Ask every operation of the running code and return the answers, by operation."""
    client = Client(headers={"host": "localhost"})

    def ask(address: str) -> Any:
        response = client.get(address)
        if response.status_code != 200:
            raise CommandError(f"{address} answers {response.status_code}: {response.content[:300]!r}")
        return json.loads(response.content)

    found: dict[str, Any] = {"get_catalogue": {"call": "/api/v1/", "answer": ask("/api/v1/")}}
    for name, viewset in COLLECTIONS:
        one = str(viewset.queryset.model._meta.verbose_name)
        key = TELLING.get(name) or min(row.key for row in viewset.queryset.all().filter(publication="published"))
        listed = f"/api/v1/{name}/?page_size=1"
        found[f"list_{name}"] = {"call": listed, "answer": steady(ask(listed))}
        found[f"get_{one}"] = {
            "call": f"/api/v1/{name}/{key}/",
            "key": key,
            "answer": steady(ask(f"/api/v1/{name}/{key}/")),
        }
    found["list_vocabularies"] = {"call": "/api/v1/vocabularies/", "answer": first(ask("/api/v1/vocabularies/"))}
    key = next(iter(vocabularies()))
    found["get_vocabulary"] = {
        "call": f"/api/v1/vocabularies/{key}/",
        "key": key,
        "answer": ask(f"/api/v1/vocabularies/{key}/"),
    }
    return found


def first(answer: Any) -> Any:
    """Keep one result of a list that has no pages."""
    return {**answer, "results": answer["results"][:1]}


def steady(answer: Any) -> Any:
    """Replace what differs from load to load: the instant of the last change, and the signature in a cursor."""
    if isinstance(answer, dict):
        swapped = {"updated_at": "2026-11-22T12:00:00.000000Z"}
        return {name: swapped.get(name, steady(value)) for name, value in answer.items()}
    if isinstance(answer, list):
        return [steady(item) for item in answer]
    if isinstance(answer, str) and "cursor=" in answer:
        return answer.split("cursor=")[0] + "cursor=eyJ…"
    return answer
