"""Releases as the API lists, gives and compares them."""

import json

import pytest
from django.test import Client

from options.models import Measure
from policyhub.feed.releases import make_release
from policyhub.records.publication import withdraw
from policyhub.records.revisions import revision
from tests import builders as make
from tests import worlds
from tests.releases.steps import ask, change

pytestmark = pytest.mark.django_db


def test_the_list_leads_to_each_file(world: None):
    first = make_release(notes="One.")
    change(title="Two")
    second = make_release()
    told = ask("")
    assert [one["name"] for one in told["results"]] == [second.name, first.name]
    assert told["count"] == 2
    for file in told["results"][0]["files"]:
        response = Client().get(file["url"])
        assert b"".join(response) == (second.directory / file["name"]).read_bytes()


@pytest.mark.parametrize(
    "address",
    ["2026.11.9/", "2026.11.9/SHA256SUMS", "2026.11.9...2026.11.8/", "../x/", "{name}/secret", "{name}/..%2Fx"],
)
def test_what_is_not_there_is_not_found(world: None, address: str):
    ask(address.format(name=make_release().name), status=404)


def test_no_parameter_is_ignored_in_silence(world: None):
    release = make_release()
    addresses = ["", f"{release.name}/", f"{release.name}/{release.file}", f"{release.name}...{release.name}/"]
    for address in addresses:
        assert ask(f"{address}?colour=red", status=400)["errors"][0]["parameter"] == "colour"


def test_two_releases_are_compared(world: None):
    first = make_release()
    change(title="Changed title")
    with revision(reason="More."):
        make.measure("a-new-one", public=True)
    gone = Measure.objects.get(slug="open-other-measure")
    with revision(reason="Less."):
        for record in [*gone.positions.all()]:
            withdraw(record=record)
        withdraw(record=gone)
    second = make_release()
    told = ask(f"{first.name}...{second.name}/")
    keys = {sort: [one["key"] for one in told[sort] if one["collection"] == "measures"] for sort in told["counts"]}
    assert keys == {"added": ["a-new-one"], "changed": ["open-measure"], "removed": ["open-other-measure"]}
    changed = next(one for one in told["changed"] if one["key"] == "open-measure")
    assert [(one["field"], one["after"]) for one in changed["changes"]] == [("title", "Changed title")]
    back = ask(f"{second.name}...{first.name}/")
    assert [one["key"] for one in back["removed"] if one["collection"] == "measures"] == ["a-new-one"]
    assert told["counts"]["added"] == back["counts"]["removed"]


def test_a_comparison_tells_nothing_of_what_was_withdrawn_since(world: None):
    first = make_release()
    with revision(reason="Out."):
        secret = make.measure("canary-slug", title="Canary", public=True)
    change(title="Else")
    second = make_release()
    with revision(reason="In."):
        withdraw(record=secret)
    told = ask(f"{first.name}...{second.name}/")
    assert not worlds.CANARY.search(json.dumps(told))
    assert [one["key"] for one in told["changed"]] == ["open-measure"]
    reader = Client()
    reader.force_login(make.user(roles=["reader"]))
    assert "canary-slug" in json.dumps(ask(f"{first.name}...{second.name}/", reader))
