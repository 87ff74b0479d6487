"""The feed for people."""

import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from policyhub.records.models import Revision
from tests import builders as make
from tests.feed.conftest import edit

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client: Client) -> list[dict[str, Any]]:
    """Return what each entry says."""
    response = client.get("/changes.atom")
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    found = ElementTree.fromstring(response.content).findall(f"{ATOM}entry")
    return [
        {
            **{name: one.findtext(f"{ATOM}{name}") for name in ("title", "id", "updated", "summary")},
            "link": one.find(f"{ATOM}link").get("href"),  # type: ignore[union-attr]
        }
        for one in found
    ]


def test_an_entry_is_a_revision(client: Client, db: None) -> None:
    with edit("First words.", by=make.user("lovelace")):
        make.source("paper", public=True)
    stored = Revision.objects.get()
    (entry,) = entries(client)
    assert entry["title"] == "First words."
    assert entry["id"] == f"urn:uuid:{stored.pk}"
    assert entry["updated"] == stored.instant.isoformat()
    assert entry["link"] == "/api/v1/revisions/1/"
    assert entry["summary"] == "Revision 1: sources/paper created."
    assert client.get(entry["link"]).status_code == 200
    assert b"lovelace" not in client.get("/changes.atom").content


def test_what_changed_stands_where_the_reason_may_not(client: Client, db: None) -> None:
    with edit("Canary reason"):
        for number in range(12):
            make.source(f"paper-{number:02}", public=True)
        make.source("canary-draft")
    (entry,) = entries(client)
    assert entry["title"].startswith("sources/paper-00 created, sources/paper-01 created")
    assert entry["title"].endswith("sources/paper-09 created and 2 more")
    assert b"anary" not in client.get("/changes.atom").content


def test_the_newest_fifty_stand_first(client: Client, db: None) -> None:
    for number in range(52):
        with edit(f"Reason {number}."):
            make.source(f"paper-{number}", public=True)
    titles = [entry["title"] for entry in entries(client)]
    assert titles == [f"Reason {number}." for number in range(51, 1, -1)]
    with CaptureQueriesContext(connection) as statements:
        client.get("/changes.atom")
    assert len(statements) == 3  # the revisions, the newest of them, their records; how much is seen is known


def test_it_is_the_same_for_all(client: Client, db: None) -> None:
    with edit():
        make.source("paper")
    client.force_login(make.user("eve", permissions=["accounts.see_drafts"]))
    assert entries(client) == []


def test_a_sign_that_xml_cannot_hold_is_left_out(client: Client, db: None) -> None:
    with edit("One\x0btwo <b>&amp;</b>\x1f"):
        make.source("paper", public=True)
    assert entries(client)[0]["title"].strip() == "One two <b>&amp;</b>"


def test_it_says_the_same_until_something_changes(client: Client, db: None) -> None:
    empty = client.get("/changes.atom").content
    assert client.get("/changes.atom").content == empty
    assert (ElementTree.fromstring(empty).findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
    with edit():
        make.source("paper", public=True)
    told = client.get("/changes.atom").content
    assert client.get("/changes.atom").content == told != empty


@pytest.mark.parametrize("query", ["after=1", "x=", "page_size=3"])
def test_a_question_is_refused(client: Client, db: None, query: str) -> None:
    response = client.get(f"/changes.atom?{query}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_only_reading_is_allowed(client: Client, db: None) -> None:
    assert client.post("/changes.atom").status_code == 405
    assert client.head("/changes.atom").status_code == 200
