"""Saving one record takes as few statements in a large catalogue as in a small one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from options.models import Position
from policyhub.records import guard
from policyhub.records.revisions import change, revision
from tests import builders as make
from tests.builders import day

pytestmark = pytest.mark.django_db

MOST = 16


def grow() -> None:
    """Store many more positions, with parts and versions of their own."""
    for number in range(30):
        with revision(reason="More."):
            held = make.position(make.actor(f"C{number}", kind="coalition"), since=day("2025-01-01"))
            held.forms.create(form="air")


def save(held: Position) -> None:
    """Change fields, replace a citation, add a form, change the role of a condition."""
    other, citation, term = make.Source.objects.get(slug="another"), held.citations.get(), held.conditions.get()
    author = make.User.objects.get()
    held.summary, held.confidence = "It says more.", "reported"
    with change(by=author, reason="Says more."):
        held.save()
        citation.delete()
        held.citations.create(source=other)
        held.forms.create(form="sea")
        term.role = "limits"
        term.save()


@pytest.mark.parametrize("many", [False, True], ids=["few", "many"])
def test_one_position_with_its_parts_takes_at_most_16_statements(many: bool):
    make.user()
    with revision(reason="Begins."):
        held = make.position(terms={make.condition(): "requires"})
        make.source("another")
    if many:
        grow()
    with (
        guard.on(),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        save(Position.objects.get(pk=held.pk))
    of_the_test = 5  # it reads the position, two of its parts, a source and the person before it begins
    told = [query["sql"][:150] for query in asked.captured_queries]
    sent = [sql for sql in told if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    assert len(sent) - of_the_test <= MOST, "\n".join(told)
