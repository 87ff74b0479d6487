"""What holds for every model in the admin, found by walking them."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import Actor, Membership
from options.models import (
    Assessment,
    Category,
    Condition,
    Enquiry,
    Instrument,
    Measure,
    Option,
    Position,
    Statement,
    Tally,
    Untallied,
)
from policyhub.accounts.models import User
from policyhub.records.admin.forms import BESIDE
from policyhub.records.folding import COLUMNS
from policyhub.records.models import Part, Record
from policyhub.records.structure import record_models
from policyhub.sources.models import Source
from tests import builders
from tests.builders import day

OURS = ["accounts", "sources", "actors", "options"]


def nth(number: int) -> dict[type[Record], Record]:
    """Return one record of each kind, all of them different from those of other numbers."""
    code = f"A{'BCDEFGH'[number]}{'BCDEFGH'[number]}"
    who = builders.actor(code, public=True, part_of=builders.actor("UNO", kind="organisation", public=True))
    field = builders.category(f"field-{number}", public=True, parent=builders.category("top", public=True))
    text = builders.instrument(f"text-{number}", public=True)
    when = builders.condition(f"when-{number}", public=True, state="unmet", jurisdiction=who, instrument=text)
    what = builders.measure(f"measure-{number}", public=True, status="agreed", category=field, beneficiary=who)
    what.links.create(kind="complements", target=builders.measure("other", public=True))
    what.conditions.create(condition=when, role="requires")
    builders.category(f"field-{number}").codes.create(scheme="dac", code="1")
    position = builders.position(who, what, "open", terms={when: "opens"}, public=True)
    position.forms.create(form="money")
    return {
        Actor: who,
        Membership: builders.membership(who, builders.actor("UNO"), public=True),
        Category: field,
        Instrument: text,
        Condition: when,
        Measure: what,
        Position: position,
        Option: builders.option(f"option-{number}", [what], public=True),
        Statement: builders.statement(who, what, public=True),
        Assessment: builders.assessment(what, public=True),
        Enquiry: builders.enquiry(who, what, public=True, looked_on=day("2025-03-02")),
        Source: builders.source(f"source-{number}", public=True),
    }


@pytest.fixture
def superuser(sign_in):
    return sign_in(is_superuser=True)


def statements(client, address: str) -> int:
    """Return how many SQL statements it takes to answer."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
    return len(queries)


KEPT_BY_THE_DATABASE = {Tally, Untallied}
"""What nobody edits."""


def test_every_model_is_registered_or_on_the_page_of_its_owner():
    inline = {inline.model for registered in admin.site._registry.values() for inline in registered.inlines}
    for model in apps.get_models():
        if model._meta.app_label in OURS and model not in KEPT_BY_THE_DATABASE:
            assert model in admin.site._registry or model in inline, model
    assert User in admin.site._registry
    assert Group in admin.site._registry


@pytest.mark.parametrize("model", record_models(), ids=lambda model: model.__name__)
def test_a_list_takes_as_many_statements_for_one_row_as_for_six(model, superuser, pages):
    nth(0)
    superuser.get(pages.list(model))
    one = statements(superuser, pages.list(model))
    nth(1)
    with_counts = statements(superuser, pages.list(model, "?_facets=True"))  # a filter of one choice is left out
    for number in range(2, 6):
        nth(number)
    assert model.objects.count() >= 6
    assert statements(superuser, pages.list(model)) == one
    assert statements(superuser, pages.list(model, "?_facets=True")) == with_counts


@pytest.mark.parametrize("model", record_models(), ids=lambda model: model.__name__)
def test_the_form_of_a_record_takes_as_many_statements_however_many_records_there_are(model, superuser, pages):
    record = nth(0)[model]
    superuser.get(pages.change(record))
    empty, filled = statements(superuser, pages.add(model)), statements(superuser, pages.change(record))
    for number in range(1, 6):
        nth(number)
    assert statements(superuser, pages.add(model)) == empty
    assert statements(superuser, pages.change(record)) == filled


@pytest.mark.parametrize("model", [User, Group])
def test_people_have_their_pages(model, superuser, pages):
    for address in (pages.list(model), pages.add(model)):
        assert statements(superuser, address) < 25


@pytest.mark.parametrize("model", record_models(), ids=lambda model: model.__name__)
def test_every_relation_to_records_is_completed_as_one_types(model, superuser, pages):
    page = superuser.get(pages.add(model))
    forms = [page.context["adminform"].form]
    forms += [inline.formset.empty_form for inline in page.context["inline_admin_formsets"]]
    seen = 0
    for form in forms:
        for name, field in form.fields.items():
            typed = name not in {"DELETE", *BESIDE}
            relation = form._meta.model._meta.get_field(name).related_model if typed else None
            owner = issubclass(form._meta.model, Part) and name == form._meta.model.OWNER
            if relation and not owner and issubclass(relation, Record):
                seen += 1
                assert isinstance(field.widget.widget, AutocompleteSelect | AutocompleteSelectMultiple), name
                assert superuser.get(pages.suggest(form._meta.model, name)).status_code == 200
    relations = [field for field in (*model._meta.fields, *model._meta.many_to_many) if field.is_relation]
    assert seen >= len(relations)


@pytest.mark.parametrize("model", record_models(), ids=lambda model: model.__name__)
def test_every_column_stands_on_the_page(model, superuser, pages):
    page = superuser.get(pages.change(nth(0)[model]))
    shown = {name for fieldset in page.context["adminform"] for line in fieldset for name in line.fields}
    everything = {field.name for field in (*model._meta.fields, *model._meta.many_to_many)} - {"id", *COLUMNS}
    assert everything <= shown
    for inline in page.context["inline_admin_formsets"]:
        part = inline.formset.model
        columns = {field.name for field in part._meta.fields} - {"id", part.OWNER}
        fields = {name for fieldset in inline.fieldsets for name in fieldset[1]["fields"]}
        assert columns <= fields, part


@pytest.mark.parametrize("model", record_models(), ids=lambda model: model.__name__)
def test_an_unchanged_form_of_a_published_record_can_be_saved(model, superuser, pages):
    record = nth(0)[model]
    page = superuser.get(pages.change(record))
    response = superuser.post(pages.change(record), pages.sent(page))
    assert response.status_code == 302, response.context["errors"]
    key = record.key
    record.refresh_from_db()
    assert (record.key, record.publication) == (key, "published")


@pytest.mark.parametrize("model", record_models(), ids=lambda model: model.__name__)
def test_the_identity_never_changes(model, superuser, pages):
    record = nth(0)[model]
    sent = pages.sent(superuser.get(pages.change(record)))
    superuser.post(pages.change(record), {**sent, model.KEY: "another", "publication": "draft"})
    again = model.objects.get(pk=record.pk)
    assert (again.key, again.publication) == (record.key, "published")


def test_a_search_finds_by_the_fields_it_names(superuser, pages):
    nth(0)
    for model in record_models():
        assert admin.site._registry[model].search_fields
        assert statements(superuser, pages.list(model, "?q=measure")) < 40


def test_every_filter_beside_a_list_answers(superuser, pages):
    nth(0)
    for model in record_models():
        page = superuser.get(pages.list(model))
        for spec in page.context["cl"].filter_specs:
            for choice in spec.choices(page.context["cl"]):
                assert superuser.get(pages.list(model, choice["query_string"])).status_code == 200


def test_the_first_page_lists_what_a_curator_looks_for_first(superuser):
    listed = superuser.get("/admin/").context["app_list"]
    assert [app["app_label"] for app in listed] == [
        "options",
        "actors",
        "sources",
        "records",
        "feed",
        "accounts",
        "auth",
    ]
    assert [model["object_name"] for model in listed[0]["models"]][:4] == ["Measure", "Position", "Condition", "Option"]
