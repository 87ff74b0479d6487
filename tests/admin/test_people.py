"""Users in the admin."""

from django.urls import reverse

from policyhub.accounts.models import User
from tests.builders import user


def address(who):
    return reverse("admin:accounts_user_change", args=[who.pk])


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
