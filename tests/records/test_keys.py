"""Public identities that are made where nature gives none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from actors.models import Actor
from options.models import Category, Position
from options.models.statement import statement_slug
from tests import builders
from tests.builders import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """Return the alias of a second database, which holds an empty table of categories."""
    alias, before = "elsewhere", connections.settings
    config = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "elsewhere.sqlite3")}
    connections.settings = connections.configure_settings({**before, alias: config})
    connections[alias].connect()
    with connections[alias].schema_editor() as editor:
        editor.create_model(Category)
    yield alias
    connections[alias].close()
    del connections[alias]
    connections.settings = before


def test_a_position_is_measure_actor_and_day():
    assert builders.position().slug == "mnfu-fra-2025-03-02"


def test_without_a_day_it_is_undated():
    assert builders.position(since=None, since_precision="unknown").slug == "mnfu-fra-undated"


def test_an_actor_with_a_hyphen_is_written_in_lower_case():
    who = builders.actor("USA-PRES", kind="institution", part_of=builders.actor("USA"))
    assert builders.position(who).slug == "mnfu-usa-pres-2025-03-02"


@pytest.mark.parametrize(
    ("make", "slug"),
    [
        (builders.assessment, "mnfu-cost-2025-03-02"),
        (builders.enquiry, "mnfu-fra-2025-03-02"),
        (builders.statement, "fra-2025-03-02"),
        (lambda: builders.membership(builders.actor(), builders.actor("EU", kind="organisation")), "eu-fra-2025-03-02"),
    ],
    ids=["assessment", "enquiry", "statement", "membership"],
)
def test_other_kinds_have_words_of_their_own(make: object, slug: str):
    assert make().slug == slug


def test_a_clash_is_numbered():
    slugs = [builders.position().slug for _ in range(3)]
    assert slugs == ["mnfu-fra-2025-03-02", "mnfu-fra-2025-03-02-2", "mnfu-fra-2025-03-02-3"]


def test_a_longer_slug_with_the_same_beginning_is_no_clash():
    assert builders.statement(made_on=None).slug == "fra-undated"
    builders.statement(slug="deu-undated-2025")
    assert builders.statement(builders.actor("DEU"), made_on=None).slug == "deu-undated"


def test_it_never_changes():
    position = builders.position()
    position.since = day("2026-01-01")
    position.actor = builders.actor("DEU")
    position.save()
    assert Position.objects.get().slug == "mnfu-fra-2025-03-02"


def test_a_slug_that_is_given_is_kept():
    assert builders.position(slug="my-own").slug == "my-own"


def test_a_record_without_an_identity_is_valid_before_it_is_stored():
    new = builders.position()
    new.pk, new.slug, new._state.adding = None, "", True
    new.full_clean()


def test_a_record_whose_identity_a_person_gives_is_not_valid_without_it():
    with pytest.raises(ValidationError) as caught:
        Actor(kind="state", name="France").full_clean()
    assert caught.value.message_dict["code"] == ["This field cannot be blank."]


def test_a_record_is_found_by_its_identity_whatever_its_state():
    draft = builders.actor("FRA")
    assert Actor.objects.get_by_natural_key(*draft.natural_key()) == draft


def test_a_clash_is_one_in_the_database_that_the_record_is_stored_in(elsewhere: str):
    builders.category("one")
    Category(slug="two", name="Two", definition="?").save_base(using=elsewhere)
    new = Category()
    assert [new.free_slug(wanted) for wanted in ("one", "two")] == ["one-2", "two"]
    assert [new.free_slug(wanted, elsewhere) for wanted in ("one", "two")] == ["one", "two-2"]
    assert Category.objects.using(elsewhere).get().free_slug("two") == "two-2"


def test_a_statement_is_first_measure_actor_and_day():
    measures = [builders.measure(slug) for slug in ("mnfu", "air-shield")]
    assert statement_slug(actor="FRA", made_on=builders.DAY, measures=measures) == "air-shield-fra-2025-03-02"
    assert statement_slug(actor="FRA", made_on=None, measures=[]) == "fra-undated"
