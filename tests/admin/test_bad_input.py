"""What no page of the admin sends is refused; it is never an error of the server."""

from urllib.parse import quote

import pytest
from django.contrib.auth.models import Group

from actors.models import Actor
from options.models import Measure, Position
from policyhub.accounts.models import User
from policyhub.records.structure import record_models
from tests import builders

TOO_LONG = "9" * 30
ODD = ["abc", TOO_LONG, "-" + TOO_LONG, "1_0", "²", "", " ", "9" * 5000]
WORSE = ["\0", "a\0", f"{TOO_LONG},1"]
LOOKUPS = ["", "__exact", "__isnull", "__in", "__regex", "__gt", "__year", "__month", "__day", "__contains"]


@pytest.fixture
def superuser(sign_in):
    return sign_in(is_superuser=True)


def asked(*names):
    """Return addresses that ask for these fields in every manner."""
    for name in names:
        for lookup in LOOKUPS:
            for value in ["(", "9999", "abc", TOO_LONG, "\0"]:
                yield f"?{name}{lookup}={quote(value)}"


@pytest.mark.parametrize("model", [*record_models(), User, Group], ids=lambda model: model.__name__)
def test_a_list_understands_or_refuses_what_it_is_asked(model, superuser, pages):
    fields = (*model._meta.concrete_fields, *model._meta.many_to_many)
    names = {type(field): field.name for field in fields}.values() if model is Position else ["id", "updated_at"]
    for query in [
        *asked(*names),
        "?status=%00",
        "?q=%00",
        "?q=a%00b",
        "?p=%00",
        "?o=99999999999999999999",
        "?nothing=1",
    ]:
        status = superuser.get(pages.list(model, query)).status_code
        assert status in (200, 302, 400), (query, status)
        assert status == 400 or "%00" not in query


@pytest.mark.parametrize(
    "query", ["?id__in=1", "?publication__regex=(", "?updated_at__year=2025", "?publication__exact=%00"]
)
def test_a_list_refuses_what_its_filters_never_ask(query, superuser, pages):
    assert superuser.get(pages.list(Measure, query)).status_code == 400


@pytest.mark.parametrize(
    "query", ["?since__year=9999", "?since__year=99999999999", "?since__year=2025&since__month=13"]
)
def test_a_date_hierarchy_knows_the_calendar(query, superuser, pages):
    assert superuser.get(pages.list(Position, query)).status_code == 400
    assert superuser.get(pages.list(Position, "?since__year=2025&since__month=12&since__day=31")).status_code == 200
    assert superuser.get(pages.list(Position, "?since__year=2025&since__month=2&since__day=31")).status_code == 302


@pytest.mark.parametrize("chosen", [*ODD[:3], *WORSE])
@pytest.mark.parametrize("model", [Measure, User])
def test_what_is_selected_is_a_record(model, chosen, superuser, pages):
    for action in ("publish_selected", "delete_selected", "withdraw_selected"):
        sent = {"action": action, "_selected_action": chosen}
        assert superuser.post(pages.list(model), sent).status_code == 400


@pytest.mark.parametrize(
    ("model", "field"), [(Actor, "positions"), (Actor, "needed_for"), (Measure, "conditions"), (Actor, "nothing")]
)
def test_only_relations_of_a_form_are_completed(model, field, superuser, pages):
    assert superuser.get(pages.suggest(model, field)).status_code == 403


def test_completion_refuses_what_nobody_types(superuser, pages):
    assert superuser.get(pages.suggest(Position, "actor", "%00")).status_code == 400
    assert superuser.get(pages.suggest(Position, "actor", "'\"%5C(")).status_code == 200
    for page in ("abc", TOO_LONG):
        assert superuser.get(pages.suggest(Position, "actor") + f"&page={page}").status_code == 404


@pytest.mark.parametrize("value", [*ODD, "\0"])
@pytest.mark.parametrize("field", ["actor", "measure", "citations-0-source", "citations-0-id"])
def test_a_form_says_that_a_choice_is_none(field, value, superuser, pages):
    position = builders.position()
    sent = pages.sent(superuser.get(pages.change(position))) | {field: value}
    page = superuser.post(pages.change(position), sent)
    assert page.status_code == 200
    assert page.context["errors"]


@pytest.mark.parametrize("value", [*ODD[:5], "\0"])
def test_a_form_says_that_one_of_many_choices_is_none(value, superuser, pages):
    measure = builders.measure()
    sent = pages.sent(superuser.get(pages.change(measure))) | {"addressees": [builders.actor().pk, value]}
    page = superuser.post(pages.change(measure), sent)
    assert page.status_code == 200
    assert "addressees" in page.context["adminform"].form.errors


@pytest.mark.parametrize("query", ["?actor=abc", f"?actor={TOO_LONG}", "?actor=1_0", "?since=abc", "?nothing=1"])
def test_a_new_form_leaves_out_what_it_cannot_fill_in(query, superuser, pages):
    assert superuser.get(pages.add(Position) + query).status_code == 200
    assert superuser.get(pages.add(Measure) + query.replace("actor", "addressees")).status_code == 200
    assert superuser.get(pages.add(Position) + "?actor=%00").status_code == 400


@pytest.mark.parametrize("number", ["abc", TOO_LONG, "_00", "%00"])
def test_the_page_of_no_record_leads_back(number, superuser, pages):
    for last in ("change", "history", "delete"):
        address = pages.change(builders.actor()).replace(f"/{builders.actor().pk}/change", f"/{number}/{last}")
        assert superuser.get(address).status_code in (302, 400)
