"""Public identities that are made where nature gives none."""

import pytest
from django.core.exceptions import ValidationError

from actors.models import Actor
from options.models import Position
from tests import builders
from tests.builders import day

pytestmark = pytest.mark.django_db


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
