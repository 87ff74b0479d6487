"""Users and groups in the admin."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from policyhub.accounts.models import User
from policyhub.accounts.roles import ROLES
from tests.builders import user

ACCOUNTS = [
    f"{app}.{verb}_{name}"
    for app, name in (("accounts", "user"), ("auth", "group"))
    for verb in ("add", "change", "view", "delete")
]


def address(who, last="change"):
    return reverse(f"admin:{who._meta.app_label}_{who._meta.model_name}_{last}", args=[who.pk])


def permission(name):
    app, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


@pytest.fixture
def clerk(sign_in):
    """Somebody who keeps the accounts and holds nothing else."""
    return sign_in(permissions=ACCOUNTS)


def sent(pages, client, who, **changes):
    """Return what the browser would send from the page of a user or a group, with these changes."""
    form = client.get(address(who)).context["adminform"].form
    data = {field.html_name: field.value() for field in form}
    data |= {f"{name}_{n}": "" for name in ("last_login", "date_joined") for n in (0, 1)}
    if isinstance(who, User):
        data |= {"date_joined_0": "2025-03-02", "date_joined_1": "12:00:00"}
    return {name: value for name, value in (data | changes).items() if value not in (None, False)}


def test_an_administrator_makes_a_curator(sign_in):
    sent = {
        "username": "ada",
        "usable_password": "true",
        "password1": "crooked-harbour-9",
        "password2": "crooked-harbour-9",
    }
    assert sign_in("administrator").post(reverse("admin:accounts_user_add"), sent).status_code == 302
    assert User.objects.get(username="ada").check_password("crooked-harbour-9")


def test_an_administrator_neither_makes_nor_touches_a_superuser(sign_in):
    administrator = sign_in("administrator")
    chief, other = user("chief", is_superuser=True), user("other")
    assert administrator.post(address(chief), {"username": "mine"}).status_code == 403
    assert administrator.post(reverse("admin:auth_user_password_change", args=[chief.pk]), {}).status_code == 403
    assert b'name="is_superuser"' not in administrator.get(address(other)).content
    assert b'name="is_superuser"' in sign_in(is_superuser=True).get(address(other)).content


def test_a_curator_sees_no_users(publisher):
    assert publisher.get(reverse("admin:accounts_user_changelist")).status_code == 403


@pytest.mark.parametrize("how", ["administrator", "superuser"])
def test_nobody_deletes_a_user(how, sign_in, pages):
    client = sign_in(is_superuser=True) if how == "superuser" else sign_in(how)
    other = user("other")
    assert client.post(address(other, "delete"), {"post": "yes"}).status_code == 403
    pages.act(client, User, "delete_selected", other, post="yes")
    assert User.objects.filter(pk=other.pk).exists()
    data = sent(pages, client, other)
    data.pop("is_active")
    assert client.post(address(other), data).status_code == 302
    assert not User.objects.get(pk=other.pk).is_active


class TestHandingOut:
    def test_an_administrator_hands_out_every_role(self, sign_in, pages):
        administrator, other = sign_in("administrator"), user("other")
        for role in ROLES:
            group = Group.objects.get(name=role)
            administrator.post(address(other), sent(pages, administrator, other, groups=[group.pk]))
            assert list(other.groups.all()) == [group]
            other.groups.clear()

    def test_only_what_one_holds_is_offered_and_taken(self, clerk, pages):
        other, role = user("other"), Group.objects.get(name="reader")
        fields = clerk.get(address(other)).context["adminform"].form.fields
        assert role not in fields["groups"].queryset
        assert fields["user_permissions"].queryset.count() == len(ACCOUNTS)
        for change in ({"groups": [role.pk]}, {"user_permissions": [permission("accounts.see_drafts").pk]}):
            page = clerk.post(address(other), sent(pages, clerk, other, **change))
            assert list(page.context["adminform"].form.errors) == list(change)
        held = permission("accounts.view_user")
        assert clerk.post(address(other), sent(pages, clerk, other, user_permissions=[held.pk])).status_code == 302
        assert list(other.user_permissions.all()) == [held]

    def test_a_superuser_hands_out_everything(self, sign_in, pages):
        chief, other = sign_in(is_superuser=True), user("other")
        given = permission("admin.view_logentry")
        chief.post(address(other), sent(pages, chief, other, user_permissions=[given.pk]))
        assert list(other.user_permissions.all()) == [given]

    @pytest.mark.parametrize("active", [True, False])
    def test_who_holds_more_is_out_of_reach(self, clerk, active):
        other = user("other", roles=["publisher"], is_active=active)
        assert clerk.post(address(other), {"username": "mine"}).status_code == 403
        assert clerk.post(reverse("admin:auth_user_password_change", args=[other.pk]), {}).status_code == 403

    def test_a_group_carries_what_its_maker_holds(self, clerk, sign_in, pages):
        beyond, held = permission("accounts.see_drafts"), permission("accounts.view_user")
        for given, status in ((beyond, 200), (held, 302)):
            data = {"name": "clerks", "permissions": [given.pk]}
            assert clerk.post(reverse("admin:auth_group_add"), data).status_code == status
        group = Group.objects.get(name="clerks")
        group.permissions.add(beyond)
        assert clerk.post(address(group), {"name": "ours"}).status_code == 403
        assert clerk.post(address(group, "delete"), {"post": "yes"}).status_code == 403
        chief = sign_in("reader", is_superuser=True)
        assert chief.post(address(group), sent(pages, chief, group, name="ours")).status_code == 302
        assert chief.post(address(group, "delete"), {"post": "yes"}).status_code == 302


@pytest.mark.parametrize("role", ROLES)
def test_the_group_of_a_role_stays_as_it_is(role, sign_in, pages):
    chief, group = sign_in(is_superuser=True), Group.objects.get(name=role)
    assert chief.get(address(group)).status_code == 200
    assert chief.post(address(group), {"name": "mine"}).status_code == 403
    assert chief.post(address(group, "delete"), {"post": "yes"}).status_code == 403
    pages.act(chief, Group, "delete_selected", group, post="yes")
    assert Group.objects.filter(name=role).exists()
