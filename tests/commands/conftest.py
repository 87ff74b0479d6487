"""Files of JSON lines for the tests of loading."""

import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from policyhub.records.structure import record_models

MODELS = {model._meta.model_name: model._meta.label_lower for model in record_models()}

FIELDS: dict[str, dict[str, Any]] = {
    "source": {
        "slug": "text",
        "title": "Text",
        "publisher": "Office",
        "url": "https://example.org/text",
        "published_on": "2025-01-01",
        "language": "en",
        "kind": "official",
    },
    "actor": {"code": "FRA", "kind": "state", "name": "France"},
    "category": {"slug": "training", "name": "Training", "definition": "What belongs here."},
    "condition": {
        "slug": "ceasefire",
        "title": "Ceasefire",
        "kind": "ceasefire",
        "nature": "political",
        "summary": "?",
        "citations": [{"source": "text"}],
    },
    "measure": {
        "slug": "mnfu",
        "title": "Force",
        "summary": "?",
        "category": "training",
        "presence": "none",
        "footprint": "remote",
        "command": "national",
        "citations": [{"source": "text"}],
    },
    "position": {
        "slug": "mnfu-fra",
        "actor": "FRA",
        "measure": "mnfu",
        "stance": "supports",
        "since": "2025-01-01",
        "confidence": "confirmed",
        "summary": "?",
        "citations": [{"source": "text"}],
    },
    "assessment": {
        "slug": "mnfu-cost",
        "measure": "mnfu",
        "dimension": "cost",
        "score": 3,
        "rationale": "?",
        "assessor": "Office",
        "citations": [{"source": "text"}],
    },
}

LEFT_OUT = object()


def line(kind: str, /, **fields: Any) -> str:
    """Return a line of a sound published record, with these fields in the place of its own."""
    whole = {"publication": "published", **FIELDS[kind], **fields}
    kept = {name: value for name, value in whole.items() if value is not LEFT_OUT}
    return json.dumps({"model": MODELS[kind], "fields": kept}, ensure_ascii=False)


BASE = [line("source"), line("actor"), line("category"), line("measure")]
"""What a position needs."""


def counts() -> dict[str, int]:
    """Return how many rows every kind of record has."""
    return {model.__name__: model._base_manager.count() for model in record_models()}


Loading = Callable[..., None]
Refusal = Callable[..., list[str]]


@pytest.fixture
def load(db: None, tmp_path: Path) -> Loading:
    """Return a function that writes lines to files and loads them as one load."""

    def loaded(*lines: str, **files: list[str]) -> None:
        paths = []
        for name, content in {**({"a": list(lines)} if lines else {}), **files}.items():
            path = tmp_path / f"{name}.jsonl"
            path.write_text("".join(f"{text}\n" for text in content), encoding="utf-8")
            paths.append(str(path))
        call_command("loaddata", *paths, stdout=StringIO())

    return loaded


@pytest.fixture
def refused(load: Loading, tmp_path: Path) -> Refusal:
    """Return a function that loads what is wrong and gives the problems, each as file:line:field: text."""

    def refusal(*lines: str, **files: list[str]) -> list[str]:
        before = counts()
        with pytest.raises(CommandError) as caught:
            load(*lines, **files)
        assert counts() == before, "something was loaded"
        head, *problems = str(caught.value).replace(f"{tmp_path}/", "").splitlines()
        assert re.fullmatch(rf"Nothing was loaded; {len(problems)} problems?:", head)
        return problems

    return refusal
