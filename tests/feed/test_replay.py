"""Whoever replays the feed has exactly the records that he may see, from whatever number he begins."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from policyhub.sources.models import Source
from tests import builders as make
from tests.feed.conftest import Ask, asking, edit

pytestmark = pytest.mark.django_db

KEYS = [f"paper-{number}" for number in range(4)]
STEPS = ["draft", "published", "withdrawn", "change", "delete"]

histories = st.lists(
    st.dictionaries(st.sampled_from(KEYS), st.sampled_from(STEPS), min_size=1, max_size=4), min_size=1, max_size=8
)
"""Revisions, each a step for some records."""


@contextmanager
def taken_back() -> Iterator[None]:
    """Leave nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def step(key: str, what: str) -> None:
    """Take one step with a record; what is not there yet is made, and only drafts are deleted."""
    paper = Source.objects.filter(slug=key).first()
    if what == "delete":
        if paper is not None and paper.publication == "draft":
            paper.delete()
    elif paper is None:
        make.source(key, publication=what if what in ("draft", "published") else "draft")
    else:
        if what == "change":
            paper.title += "!"
        else:
            paper.publication = what
        paper.save()


def visible() -> set[str]:
    """Return the keys of the records that the public sees."""
    return set(Source.objects.published().values_list("slug", flat=True))


def every() -> set[str]:
    """Return the keys of all records."""
    return set(Source.objects.values_list("slug", flat=True))


def replay(ask: Ask, address: str, copy: set[str]) -> str:
    """Bring a copy up to date; return where to read on. What is changed must be there, what is created must not."""
    while True:
        page = ask(address)
        for one in page["results"]:
            apply(one, copy)
        if "cursor=" not in page["next"]:
            return str(page["next"])
        address = page["next"]


def apply(change: Any, copy: set[str]) -> None:
    """Do to a copy what a change says; what is removed may never have been there, if it was hidden since."""
    key, action = change["key"], change["action"]
    if action == "removed":
        copy.discard(key)
        return
    assert (key in copy) is (action == "changed"), change
    copy.add(key)


@given(history=histories, size=st.integers(1, 6))
def test_a_copy_is_what_the_public_sees(history: list[dict[str, str]], size: int) -> None:
    ask = asking(Client())
    with taken_back():
        seen, follower, place = {0: visible()}, set[str](), f"changes/?page_size={size}"
        for steps in history:
            with edit() as made:
                for key, what in steps.items():
                    step(key, what)
            if made.revision is not None:
                seen[made.revision.number] = visible()
            place = replay(ask, place, follower)  # reads on after every revision
            assert follower == visible()
        for number, copy in seen.items():
            replay(ask, f"changes/?after={number}&page_size={size}", copy)
            assert copy == visible(), number


@given(history=histories, size=st.integers(1, 6))
def test_a_copy_of_a_curator_is_everything(history: list[dict[str, str]], size: int) -> None:
    with taken_back():
        client = Client()
        client.force_login(make.user("eve", permissions=["accounts.see_drafts"]))
        seen = {0: every()}
        for steps in history:
            with edit() as made:
                for key, what in steps.items():
                    step(key, what)
            if made.revision is not None:
                seen[made.revision.number] = every()
        for number, copy in seen.items():
            replay(asking(client), f"changes/?after={number}&page_size={size}", copy)
            assert copy == every(), number


@given(history=histories)
def test_every_place_at_which_a_page_is_complete_is_a_place_to_begin(history: list[dict[str, str]]) -> None:
    ask = asking(Client())
    with taken_back():
        for steps in history:
            with edit():
                for key, what in steps.items():
                    step(key, what)
        whole, address = ask("changes/")["results"], "changes/?page_size=1"
        while True:
            page = ask(address)
            rest = ask("changes/", after=page["complete_to"])["results"]
            assert rest == [one for one in whole if one["number"] > page["complete_to"]]
            if "cursor=" not in page["next"]:
                break
            address = page["next"]
