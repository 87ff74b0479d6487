"""Renew the OpenAPI document and its examples, or tell whether they are up to date."""

import difflib
import json
import re
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.test import Client, override_settings

from options.models import Enquiry
from policyhub.api import pages, schema
from policyhub.api.schema.changes import changes
from policyhub.api.schema.drawing import values_of
from policyhub.api.schema.examples import CURSOR
from policyhub.api.vocabularies import vocabularies
from policyhub.catalogue import COLLECTIONS
from policyhub.feed.releases import make_release
from policyhub.records.publication import withdraw
from policyhub.records.revisions import revision

OPENAPI = settings.BASE_DIR / "docs" / "openapi.yaml"

# A record that shows much of its kind: a reader learns more from it than from the first by name.
TELLING = {
    "measures": "mnfu",
    "positions": "mnfu-deu-2026-01-06",
    "conditions": "ceasefire-first",
    "actors": "FRA",
    "options": "reassurance-after-ceasefire",
}

# Values of parameters that tell more than the most common one.
CHOSEN: dict[str, dict[str, Any]] = {
    "measures": {
        "q": "multinational force",
        "title__contains": "ceasefire",
        "backed_by_members_of": "EU",
        "opposed_by_members_of": "EU",
    },
    "positions": {"q": "troops", "member_of": "EU"},
    "conditions": {"q": "ceasefire", "holds_back": "mnfu"},
    "instruments": {"q": "arms export", "identifier": "32024D1471", "identifier__in": ["32024D1471", "32022R2463"]},
    "statements": {"q": "guarantee", "member_of": "EU"},
    "enquiries": {"q": "parliament", "member_of": "EU"},
    "assessments": {"q": "deterrence"},
    "sources": {"q": "ceasefire"},
}
SOUGHT = "ceasefire"

RELEASE = "2026.11.1"

CHANGING = {
    r"cursor=.*": f"cursor={CURSOR}",
    r"\b\d{4}\.\d{2}\.(\d)\b": r"2026.11.\1",
    r"\b[0-9a-f]{64}\b": "ebee51a87c6ec2cb2055179d6d5d6f1d68280d2a9b537ceef29ac525878082c7",
}
"""What stands in answers and differs from load to load, with what takes its place."""


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
        told = "\n".join(f"- {line}" for line in changed(written, current))
        if check and written != current:
            raise CommandError(
                f"docs/openapi.yaml is not current; run `make schema`.\n{told}\n\n{diff(written, current)}"
            )
        if not check:
            OPENAPI.write_text(current, encoding="utf-8")
            self.stdout.write(told, ending="\n" if told else "")
        self.stdout.write("docs/openapi.yaml is current.")

    def fill(self) -> None:
        """Load the fixtures into a database that has nothing yet, such as one in memory."""
        if not connection.introspection.table_names():
            call_command("migrate", verbosity=0)
            call_command("loaddata", verbosity=0)


def document() -> str:
    """Return the OpenAPI document as YAML."""
    return yaml.safe_dump(json.loads(json.dumps(pages.openapi())), sort_keys=False, allow_unicode=True, width=120)


def changed(before: str, after: str) -> list[str]:
    """Return in words what differs between two documents in YAML."""
    return list(changes(yaml.safe_load(before) or {}, yaml.safe_load(after))) if before != after else []


def diff(before: str, after: str) -> str:
    """Return the differing lines of two documents, with those around them."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), "committed", "current", lineterm="")
    return "\n".join(lines)


def ask(address: str) -> Any:
    """Return what the running code answers at an address."""
    response = Client(headers={"host": "localhost"}).get(address)
    if response.status_code != 200:
        raise CommandError(f"{address} answers {response.status_code}: {response.content[:300]!r}")
    return json.loads(response.content)


def answers() -> dict[str, Any]:
    """Ask every operation of the running code; return by operation the answers, and a value for each parameter."""
    found: dict[str, Any] = {"get_catalogue": {"call": "/api/v1/", "answer": ask("/api/v1/")}}
    for name, viewset in COLLECTIONS:
        found |= of_collection(name, viewset)
    call = f"/api/v1/search/?q={SOUGHT}&page_size=2&facets=collection"
    found["search"] = {"call": call, "values": {"q": SOUGHT}, "answer": steady(ask(call))}
    found["list_vocabularies"] = {"call": "/api/v1/vocabularies/", "answer": first(ask("/api/v1/vocabularies/"))}
    key = next(iter(vocabularies()))
    call = f"/api/v1/vocabularies/{key}/"
    found["get_vocabulary"] = {"call": call, "key": key, "answer": ask(call)}
    return found | of_the_log() | of_releases()


def of_the_log() -> dict[str, Any]:
    """Return the answers about revisions, of which a list shows many records and the example one."""
    listed = ask("/api/v1/revisions/?page_size=1")
    results = [{**one, "records": one["records"][:1]} for one in listed["results"]]
    number = str(listed["results"][0]["number"])
    single, changes = f"/api/v1/revisions/{number}/?page_size=1", "/api/v1/changes/?page_size=2"
    return {
        "list_revisions": {"call": "/api/v1/revisions/?page_size=1", "answer": steady({**listed, "results": results})},
        "get_revision": {"call": single, "key": number, "answer": steady(ask(single))},
        "list_changes": {"call": changes, "answer": steady(ask(changes))},
    }


def of_releases() -> dict[str, Any]:
    """Return the answers about two releases, between which a search was taken back; nothing of them is kept."""
    with TemporaryDirectory() as place, override_settings(RELEASES_DIR=place), transaction.atomic():
        first_one = make_release(notes="The first release.")
        with revision(reason="Taken back."):
            withdraw(record=Enquiry.objects.published().order_by("slug")[0])
        other = make_release()
        calls = {
            "list_releases": "/api/v1/releases/?page_size=1",
            "get_release": f"/api/v1/releases/{first_one.name}/",
            "compare_releases": f"/api/v1/releases/{first_one.name}...{other.name}/",
        }
        found: dict[str, Any] = {name: {"call": call, "answer": ask(call)} for name, call in calls.items()}
        call, sums = f"/api/v1/releases/{first_one.name}/SHA256SUMS", first_one.directory / "SHA256SUMS"
        found["get_release_file"] = {"call": call, "answer": sums.read_text(encoding="utf-8")}
        transaction.set_rollback(True)
    keys = {"name": RELEASE, "file": "SHA256SUMS", "older": RELEASE, "newer": RELEASE}
    return {name: {**steady(one), "key": keys} for name, one in found.items()}


def of_collection(name: str, viewset: Any) -> dict[str, Any]:
    """Return the answers of the list, of one record of a collection, and of that one's history."""
    one = str(viewset.queryset.model._meta.verbose_name)
    key = TELLING.get(name) or min(row.key for row in viewset.queryset.all().filter(publication="published"))
    values = values_of(viewset, CHOSEN.get(name, {}))
    listed, single = f"/api/v1/{name}/?page_size=1&facets={values['facets'][0]}", f"/api/v1/{name}/{key}/"
    history, kind = f"/api/v1/{name}/{key}/revisions/", viewset.queryset.model._meta.model_name
    shapes = {known: values[known] for known in ("fields", "omit", "expand") if known in values}
    return {
        f"list_{name}": {"call": listed, "values": values, "answer": steady(ask(listed))},
        f"get_{one}": {"call": single, "key": key, "values": shapes, "answer": steady(ask(single))},
        f"list_{kind}_revisions": {"call": history, "key": key, "answer": steady(ask(history))},
    }


def first(answer: Any) -> Any:
    """Keep one result of a list that has no pages."""
    return {**answer, "results": answer["results"][:1]}


def steady(answer: Any) -> Any:
    """Replace what differs from load to load: instants, signatures, checksums, the month of a release."""
    if isinstance(answer, dict):
        swapped = dict.fromkeys(("updated_at", "instant", "made_at"), "2026-11-22T12:00:00.000000Z") | {"size": 987_136}
        return {name: swapped.get(name, steady(value)) for name, value in answer.items()}
    if isinstance(answer, list):
        return [steady(item) for item in answer]
    if isinstance(answer, str):
        for changing, kept in CHANGING.items():
            answer = re.sub(changing, kept, answer)
    return answer
