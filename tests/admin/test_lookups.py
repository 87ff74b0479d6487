"""What an address may ask a list for, and in which order a relation finds what one types."""

import pytest
from django.contrib import admin

from actors.models import Actor
from options.models import Condition, Measure, Position
from policyhub.records.publication import publish
from policyhub.records.revisions import revision
from policyhub.records.structure import record_models
from tests import builders

VIEW = ["actors.view_actor", "options.view_measure", "options.view_position"]


@pytest.mark.parametrize("model", record_models(), ids=lambda model: model.__name__)
def test_a_list_is_never_asked_through_what_refers_to_its_records(model, sign_in, pages, rf):
    visitor = sign_in(permissions=[f"{model._meta.app_label}.view_{model._meta.model_name}"])
    request = visitor.get(pages.list(model)).wsgi_request
    reverse = [field for field in model._meta.get_fields() if field.auto_created and not field.concrete]
    for relation in reverse:
        for lookup in ("", "__exact", "__gt", "__isnull", "__id__exact", "__id", "__pk", "__in"):
            asked = relation.name + lookup
            assert not admin.site._registry[model].lookup_allowed(asked, "1", request), asked
        assert visitor.get(pages.list(model, f"?{relation.name}=1")).status_code == 400


def test_a_draft_is_not_found_out_by_its_actor_or_measure(sign_in, pages):
    draft = builders.position(builders.actor(public=True), builders.measure(public=True))
    visitor = sign_in(permissions=VIEW)
    for query in (f"?positions={draft.pk}", f"?positions__gt={draft.pk - 1}", "?positions__isnull=1"):
        for model in (Actor, Measure):
            assert visitor.get(pages.list(model, query)).status_code == 400


def test_a_list_is_asked_for_what_its_records_state(sign_in, pages):
    stated = builders.position(public=True)
    visitor = sign_in(permissions=VIEW)
    for query in (
        f"?measure__id__exact={stated.measure.pk}",
        f"?actor={stated.actor.pk}",
        f"?id={stated.pk}",
        "?stance=supports&actor__kind=state&in_force=yes",
        "?since__year=2025&since__month=3&since__day=2",
    ):
        assert list(visitor.get(pages.list(Position, query)).context["cl"].result_list) == [stated], query


def test_the_past_of_a_record_is_for_those_who_see_drafts(sign_in, reader, pages):
    with revision(reason="As a draft."):
        record = builders.actor()
    with revision(reason="Ready."):
        publish(record=record)
    address = pages.change(record).replace("change", "history")
    visitor = sign_in(permissions=VIEW)
    assert visitor.get(address).status_code == 403
    assert b"historylink" not in visitor.get(pages.change(record)).content
    assert b"As a draft." in reader.get(address).content
    assert b"historylink" in reader.get(pages.change(record)).content


def offered(client, pages, model, field, term):
    return [
        found["text"].split("(")[-1][:3] for found in client.get(pages.suggest(model, field, term)).json()["results"]
    ]


def test_the_key_is_found_before_names_and_names_before_the_rest(reader, pages):
    for code, name in [
        ("AFG", "Fragrance"),
        ("BFR", "France of old"),
        ("FRA", "Gallia"),
        ("FRY", "Zed"),
        ("AAA", "Afra"),
    ]:
        builders.actor(code, name=name)
    assert offered(reader, pages, Position, "actor", "fra") == ["FRA", "AFG", "BFR", "AAA"]
    assert offered(reader, pages, Position, "actor", "fr") == ["FRA", "FRY", "AFG", "BFR", "AAA"]


def test_an_actor_is_found_by_its_two_letters(reader, pages):
    for code, name, letters in [("DEU", "Germany", "DE"), ("SWE", "Sweden", "SE"), ("DEL", "Deland", "")]:
        builders.actor(code, name=name, iso_alpha2=letters)
    assert offered(reader, pages, Position, "actor", "de") == ["DEU", "DEL", "SWE"]
    assert [actor.code for actor in reader.get(pages.list(Actor, "?q=se")).context["cl"].result_list] == ["SWE"]


def test_a_condition_is_found_by_whose_it_is(reader, pages):
    builders.condition("other")
    builders.condition("mandate", jurisdiction=builders.actor("DEU", name="Germany"))
    for term in ("german", "deu"):
        found = reader.get(pages.list(Condition, f"?q={term}")).context["cl"].result_list
        assert [condition.slug for condition in found] == ["mandate"]
