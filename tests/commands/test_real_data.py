"""The real data: loaded, written out again, and loaded once more."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from policyhub.records.structure import record_models

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

State = dict[tuple[str, str], dict[str, Any]]


def states(text: str) -> State:
    """Return what each line says, by kind and key."""
    lines = [json.loads(line) for line in text.split("\n") if line]
    keys = {model._meta.label_lower: model.KEY for model in record_models()}
    return {(line["model"], line["fields"][keys[line["model"]]]): line["fields"] for line in lines}


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Any:
    """Load all of fixtures/ twice, and yield what was stored after each."""

    def load() -> dict[str, list[dict[str, Any]]]:
        call_command("loaddata", verbosity=0)
        return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in record_models()}

    with django_db_blocker.unblock(), transaction.atomic():
        yield load(), load()
        transaction.set_rollback(True)


def test_what_is_loaded_is_what_is_written(tmp_path: Path):
    fixtures = "".join(path.read_text(encoding="utf-8") for path in Path(settings.FIXTURES_DIR).rglob("*.jsonl"))
    out = StringIO()
    call_command("dumpdata", stdout=out)
    assert states(out.getvalue()) == states(fixtures)
    call_command("dumpdata", output=str(tmp_path / "all.jsonl"))
    assert (tmp_path / "all.jsonl").read_text(encoding="utf-8") == out.getvalue()


def test_a_second_load_of_the_same_files_changes_nothing(loaded: Any):
    first, second = loaded
    assert sum(map(len, first.values())) > 2000
    assert first == second
