"""Each call that README.md and docs/api.md show is answered as they show it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.django_db]

PAGES = ["README.md", "docs/api.md"]
HOST = "http://127.0.0.1:8000"
# A call, perhaps with jq picking fields of the answer or of each result, and the answer that is shown for it.
CALL = re.compile(
    rf"```sh\ncurl -s '{re.escape(HOST)}(?P<address>[^']+)'"
    r"(?: \| jq -c '(?P<each>\.results\[\] \| )?\{(?P<fields>[^}']+)\}')?\n```\n\n```json\n(?P<answer>.*?)\n```",
    re.S,
)

# What differs from one installation, or from one request, to another.
OF_ONE_ANSWER = {"updated_at", "request_id"}
CURSOR = re.compile(r"cursor=[^&]+")


def text_of(page: str) -> str:
    return (Path(settings.BASE_DIR) / page).read_text(encoding="utf-8")


def calls() -> Iterator[Any]:
    """Yield the address and the answer of each call, by page and address."""
    for page in PAGES:
        for found in CALL.finditer(text_of(page)):
            yield pytest.param(found, id=f"{page} {found['address']}")


def picked(found: re.Match[str], answer: Any) -> Any:
    """Return what jq would leave of an answer."""
    if found["fields"] is None:
        return answer
    rows = answer["results"] if found["each"] else [answer]
    return [{name: row[name] for name in found["fields"].split(", ")} for row in rows]


def shown(found: re.Match[str]) -> Any:
    """Return the answer on the page: one document, or one a line from jq."""
    if found["fields"] is None:
        return json.loads(found["answer"])
    return [json.loads(line) for line in found["answer"].splitlines()]


def lasting(answer: Any) -> Any:
    """Return an answer without what no page can know beforehand."""
    if isinstance(answer, dict):
        return {name: "..." if name in OF_ONE_ANSWER else lasting(value) for name, value in answer.items()}
    if isinstance(answer, list):
        return [lasting(item) for item in answer]
    return CURSOR.sub("cursor=...", answer) if isinstance(answer, str) else answer


@pytest.mark.parametrize("found", list(calls()))
def test_the_answer_is_the_one_that_the_page_shows(client: Client, found: re.Match[str]):
    told = picked(found, json.loads(client.get(found["address"]).content))
    # As text, so that the order of the keys counts too.
    assert json.dumps(lasting(told), indent=1) == json.dumps(lasting(shown(found)), indent=1)


def test_the_readme_shows_five_calls():
    assert len(CALL.findall(text_of("README.md"))) == 5


@pytest.mark.parametrize("page", PAGES)
def test_no_call_stands_without_its_answer(page: str):
    text = text_of(page)
    assert len(CALL.findall(text)) == text.count("curl ") == text.count("```json")


@pytest.mark.parametrize("page", [*PAGES, "docs/README.md", "docs/adr/README.md"])
def test_each_link_leads_to_a_file(page: str):
    folder = (Path(settings.BASE_DIR) / page).parent
    targets = re.findall(r"\]\(([^)#:]+)\)", text_of(page))
    assert targets
    assert [target for target in targets if not (folder / target).exists()] == []


@pytest.mark.parametrize("collection", ["measures", "positions", "conditions", "sources"])
def test_the_readme_counts_what_the_catalogue_holds(client: Client, collection: str):
    count = json.loads(client.get(f"/api/v1/{collection}/?page_size=1").content)["count"]
    assert re.search(rf"\b{count}\s+{collection}\b", text_of("README.md"))


def test_every_decision_is_in_the_index():
    folder = Path(settings.BASE_DIR) / "docs" / "adr"
    there = {path.name for path in folder.glob("0*.md")}
    assert set(re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", text_of("docs/adr/README.md"))) == there
    assert sorted(int(name[:4]) for name in there) == list(range(1, len(there) + 1))
