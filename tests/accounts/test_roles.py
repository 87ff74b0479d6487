"""The roles: what each may do, and that they are made anew after every migration."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from policyhub.accounts.roles import ROLES, make_roles
from policyhub.records.models import Part, Record
from tests import builders

pytestmark = pytest.mark.django_db

LADDER = ["reader", "contributor", "reviewer", "publisher", "administrator"]
LAST = [config for config in apps.get_app_configs() if config.models_module][-1]


def held() -> dict[str, set[str]]:
    """Return the permissions of each group."""
    labels = Permission.objects.values_list("group__name", "content_type__app_label", "codename")
    groups = {name: set() for name in Group.objects.values_list("name", flat=True)}
    for name, app, codename in labels.exclude(group=None):
        groups[name].add(f"{app}.{codename}")
    return groups


def on_records(*verbs: str) -> set[str]:
    """Return these permissions on every record and part."""
    ours = [model._meta for model in apps.get_models() if issubclass(model, Record | Part)]
    return {f"{meta.app_label}.{verb}_{meta.model_name}" for meta in ours for verb in verbs}


def test_every_role_is_a_group():
    assert set(held()) == set(ROLES) == set(LADDER)


@pytest.mark.parametrize("lower", range(len(LADDER) - 1))
def test_each_role_may_do_all_that_the_one_before_it_may(lower: int):
    groups = held()
    assert groups[LADDER[lower]] <= groups[LADDER[lower + 1]]


def test_each_role_has_exactly_its_permissions():
    see, publish = {"accounts.see_drafts"}, {"accounts.publish_records"}
    log, review = {"records.view_revision", "feed.view_release"}, {"accounts.review_changes"}
    release, alone = {"feed.add_release", "feed.change_release"}, {"accounts.break_glass"}
    edit = on_records("view", "add", "change") | see | log
    groups = held()
    assert groups["reader"] == on_records("view") | see | log
    assert groups["contributor"] == edit
    assert groups["reviewer"] == edit | review
    assert groups["publisher"] == edit | review | on_records("delete") | publish
    assert alone | release <= groups["administrator"]
    more = groups["administrator"] - groups["publisher"]
    assert {"accounts.add_user", "accounts.change_user", "auth.change_group"} <= more
    assert {name.split(".")[0] for name in more} == {"accounts", "auth", "feed"}


def test_making_them_again_changes_nothing():
    before, groups = held(), sorted(Group.objects.values_list("pk", "name"))
    make_roles(LAST)
    call_command("migrate", verbosity=0)
    assert (held(), sorted(Group.objects.values_list("pk", "name"))) == (before, groups)


def test_what_somebody_changed_by_hand_is_put_right():
    before = held()
    reader = Group.objects.get(name="reader")
    reader.permissions.add(Permission.objects.get(codename="delete_actor"))
    reader.permissions.remove(Permission.objects.get(codename="see_drafts"))
    Group.objects.get(name="publisher").delete()
    make_roles(LAST)
    assert held() == before


def test_a_group_of_somebody_else_is_left_alone():
    Group.objects.create(name="guests").permissions.add(Permission.objects.get(codename="view_actor"))
    make_roles(LAST)
    assert held()["guests"] == {"actors.view_actor"}


@pytest.mark.parametrize(
    ("role", "sees", "writes", "publishes", "manages"),
    [
        ("reader", True, False, False, False),
        ("contributor", True, True, False, False),
        ("reviewer", True, True, False, False),
        ("publisher", True, True, True, False),
        ("administrator", True, True, True, True),
    ],
)
def test_a_person_may_do_what_the_role_may(role: str, sees: bool, writes: bool, publishes: bool, manages: bool):
    person = builders.user(roles=[role])
    may = [
        person.has_perm(name)
        for name in ("accounts.see_drafts", "options.change_position", "accounts.publish_records", "accounts.add_user")
    ]
    assert may == [sees, writes, publishes, manages]


def test_a_person_without_a_role_may_do_nothing():
    assert builders.user().get_all_permissions() == set()
