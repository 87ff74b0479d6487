"""Commands that begin, empty or lack a history."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from policyhub.records import guard
from policyhub.records.models import Hand, Numbering, Revision, Version
from policyhub.records.revisions import revision
from policyhub.records.structure import record_models
from policyhub.sources.models import Source
from tests import builders as make
from tests.revisions.conftest import fill
from tests.revisions.dumps import check_log, differing, dump, folds

LACKS = "run manage.py baseline"


def said(*command: Any, **options: Any) -> str:
    """Run a command and return what it says."""
    out = StringIO()
    with guard.on():
        call_command(*command, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_a_catalogue_without_a_history_is_given_one():
    fill()
    assert LACKS in said("migrate")
    assert said("baseline") == f"Revision 1 holds {len(dump())} records.\n"
    assert {version.action for version in Version.objects.all()} == {"create"}
    assert set(Version.objects.values_list("kind", flat=True)) == {m._meta.label_lower for m in record_models()}
    check_log()
    assert differing(dump(), folds()[1]) == {}
    assert LACKS not in said("migrate")
    made = Revision.objects.get()
    assert (made.origin, made.number, made.hands.count()) == ("command", 1, 0)


@pytest.mark.django_db
def test_what_follows_the_baseline_starts_from_it():
    make.source()
    said("baseline")
    with revision(reason="Another.") as edit:
        source = Source.objects.get()
        source.title = "Another"
        source.save()
    assert edit.versions[0].before == Version.objects.get(number=1).after
    check_log()


@pytest.mark.django_db
def test_a_history_begins_once():
    make.source()
    said("baseline")
    with pytest.raises(CommandError, match="newest revision is 1"):
        said("baseline")


@pytest.mark.django_db
def test_an_empty_catalogue_needs_no_baseline():
    assert LACKS not in said("migrate")
    with pytest.raises(CommandError, match="empty"):
        said("baseline")
    assert Numbering.objects.get().number == 0


@pytest.mark.django_db
@pytest.mark.parametrize("options", [{"verbosity": 0}, {"plan": True}])
def test_migrate_holds_its_tongue(options: dict[str, Any]):
    make.source()
    assert LACKS not in said("migrate", **options)


@pytest.mark.django_db(transaction=True)
def test_a_flush_empties_the_log_and_begins_the_numbers_again():
    with revision(reason="First.", by=make.user()):
        make.position(public=True)
    with guard.on():
        call_command("flush", interactive=False, verbosity=0)
    assert [model.objects.count() for model in (Source, Revision, Version, Hand)] == [0, 0, 0, 0]
    assert (Numbering.objects.get().number, Numbering.objects.get().instant) == (0, None)
    with revision(reason="First.") as edit:
        make.source()
    assert edit.revision is not None
    assert edit.revision.number == 1


@pytest.mark.django_db(transaction=True)
def test_after_a_flush_the_log_is_held_again():
    call_command("flush", interactive=False, verbosity=0)
    with revision(reason="First."):
        make.source()
    with pytest.raises(Exception, match="append_only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM records_version")
