"""
Each call that README.md, docs/api.md and docs/questions.md show is answered as they show it.

`WRITE_DOCS=1 pytest tests/catalogue/test_readme.py` writes the answers anew.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import pytest
from django.conf import settings
from django.test import Client

from policyhub.api import errors, facets, pagination, parameters, shapes
from policyhub.api.filters import kinds, tree, values
from policyhub.catalogue import COLLECTIONS
from policyhub.records import sought
from tests.catalogue.layout import laid_out, lasting
from tests.catalogue.test_questions import QUESTIONS

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.django_db]

PAGES = ["README.md", "docs/api.md", "docs/questions.md"]
HOST = "http://127.0.0.1:8000"
# A call, perhaps with jq picking fields of the answer or of each result, and the answer that is shown for it.
CALL = re.compile(
    rf"```sh\ncurl -sG?(?: -H '(?P<header>[^']+)')? '{re.escape(HOST)}(?P<address>[^']+)'"
    r"(?P<data>(?: \\\n  --data-urlencode '[^']+')*)"
    r"(?: \| jq -c '(?P<each>\.results\[\] \| )?\{(?P<fields>[^}']+)\}')?\n```\n\n```json\n(?P<answer>.*?)\n```",
    re.S,
)
SHAPE = {"fields", "page_size", "facets"}
"""What a page may ask otherwise of a question, so that its answer is short."""


def text_of(page: str) -> str:
    return (Path(settings.BASE_DIR) / page).read_text(encoding="utf-8")


def address_of(found: re.Match[str]) -> str:
    """Return the address that curl asks, with the data that it encodes."""
    data = [pair.partition("=") for pair in re.findall(r"--data-urlencode '([^']+)'", found["data"])]
    pairs = urlencode([(name, value) for name, _, value in data], quote_via=quote)
    return found["address"] + (f"{'&' if '?' in found['address'] else '?'}{pairs}" if pairs else "")


def calls() -> Iterator[Any]:
    """Yield each call with its page and its answer."""
    for page in PAGES:
        for found in CALL.finditer(text_of(page)):
            yield pytest.param(page, found, id=f"{page} {address_of(found)}")


def asked(client: Client, found: re.Match[str]) -> Any:
    """Return what the API says, and what jq would leave of it."""
    name, _, value = (found["header"] or "Accept: */*").partition(": ")
    answer = json.loads(client.get(address_of(found), headers={name: value}).content)
    if found["fields"] is None:
        return answer
    rows = answer["results"] if found["each"] else [answer]
    return [{name: row[name] for name in found["fields"].split(", ")} for row in rows]


def set_out(found: re.Match[str], answer: Any) -> str:
    """Return an answer as a page shows it: one document, or one a line from jq."""
    if found["fields"] is None:
        return laid_out(lasting(answer))
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in lasting(answer))


@pytest.mark.parametrize(("page", "found"), list(calls()))
def test_the_answer_is_the_one_that_the_page_shows(client: Client, page: str, found: re.Match[str]):
    told = set_out(found, asked(client, found))
    if "WRITE_DOCS" in os.environ:
        written = found[0][: found.start("answer") - found.start()] + told + "\n```"
        (Path(settings.BASE_DIR) / page).write_text(text_of(page).replace(found[0], written), encoding="utf-8")
    else:
        assert found["answer"] == told


def test_the_readme_shows_five_calls():
    assert len(CALL.findall(text_of("README.md"))) == 5


def test_thirty_questions_are_shown_and_each_of_them_is_proven():
    shown = [address_of(found) for found in CALL.finditer(text_of("docs/questions.md"))]
    assert len(shown) == len(set(shown)) == len(re.findall(r"^\*\*\d+\. ", text_of("docs/questions.md"), re.M)) == 30
    for address in shown:
        path, _, query = address.partition("?")
        parameters = dict(parse_qsl(query))
        proven = [
            question
            for question in QUESTIONS
            if question.collection == path.split("/")[3] and alike(question.parameters, parameters)
        ]
        assert len(proven) == 1, address
        assert set(parameters.get("facets", "").split(",")) <= {"", *proven[0].facets}, address


def alike(one: dict[str, str], other: dict[str, str]) -> bool:
    """Tell whether two calls ask for the same records."""
    return all(one.get(name) == other.get(name) for name in (one.keys() | other.keys()) - SHAPE)


@pytest.mark.parametrize("collection", dict(COLLECTIONS))
def test_what_is_asked_of_other_rows_is_on_the_page(collection: str):
    text = text_of("docs/api.md")
    filters = dict(COLLECTIONS)[collection].filterset_class.base_filters.values()
    names = {known.name for known in filters if known.related or known.ask.of}
    own = {field.name for field in dict(COLLECTIONS)[collection].queryset.model._meta.get_fields()}
    assert sorted(name for name in names - own if not re.search(rf"[`?]{name}(__\w+)?[`=]", text)) == []


def test_the_page_states_each_limit():
    limits = text_of("docs/api.md").partition("## Limits")[2]
    for number in (
        f"{parameters.LONGEST:,} bytes",
        f"values of one list | {kinds.MOST_VALUES} |",
        f"{pagination.LARGEST_PAGE}; {shapes.LARGEST_PAGE} where",
        f"{values.LONGEST_PHRASE} characters; `q` also {sought.MOST_TERMS} words and phrases",
        f"of {sought.MOST_WORDS} words in all",
        f"{tree.DEEPEST} objects deep, {tree.MOST_LEAVES} parameters, {tree.MOST_LEAVES} objects",
        f"a cost of {tree.MOST_COST}",
        f"{shapes.MOST_NAMES} names each",
        f"{shapes.DEEPEST} deep, one list of records on each path, {shapes.LONGEST_LIST:,} records",
        f"{facets.MOST_FACETS}, each with {facets.MOST_VALUES:,} values",
        f"tells | {errors.MOST_FAULTS},",
    ):
        assert number in limits, number


def test_the_page_explains_each_code_of_a_fault():
    page = text_of("docs/api.md")
    for code, meaning in errors.FAULTS.items():
        assert f"| `{code}` | {meaning} |" in page, code


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
