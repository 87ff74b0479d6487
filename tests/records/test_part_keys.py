"""What tells the parts of a record apart."""

import datetime

import pytest
from django.db import models

from actors.models import Actor
from policyhub.records.constraints import NoOverlap
from policyhub.records.models import Part
from tests import builders
from tests.records.rows import OURS, PARTS, state

pytestmark = pytest.mark.django_db

KINDS = [model for model in OURS if issubclass(model, Part)]


@pytest.mark.parametrize("part", KINDS)
def test_a_part_is_found_by_its_natural_key(part: type[Part]):
    row = PARTS[part._meta.model_name]()
    key = row.natural_key()
    assert key[0] == getattr(row, part.OWNER).key
    assert all(isinstance(word, str | datetime.date) for word in key)
    assert part.objects.get_by_natural_key(*key) == row


@pytest.mark.parametrize("part", KINDS)
def test_the_database_holds_that_the_key_is_one_parts_alone(part: type[Part]):
    unique = [set(rule.fields) for rule in part._meta.constraints if isinstance(rule, models.UniqueConstraint)]
    unique += [{*rule.within, "since"} for rule in part._meta.constraints if isinstance(rule, NoOverlap)]
    assert {part.OWNER, *part.KEY_FIELDS} in unique


def test_of_a_period_whose_first_day_is_not_known_the_key_says_none():
    row = state(since=None, since_precision="unknown")
    assert row.natural_key() == ("ceasefire", None)
    assert type(row).objects.get_by_natural_key("ceasefire", None) == row


def test_a_key_of_too_few_words_finds_nothing_by_chance():
    row = state()
    with pytest.raises(ValueError, match="zip"):
        type(row).objects.get_by_natural_key("ceasefire")


def test_the_far_end_is_named_by_its_own_identity():
    citation = builders.measure().citations.get()
    assert citation.natural_key() == ("mnfu", "official-text")
    assert Actor.objects.count() == 0
