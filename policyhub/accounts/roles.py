"""The five roles of curation, as groups, and what each may do. Each role may do all that the one before it may."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

SEE = Q(codename="see_drafts", content_type__app_label="accounts")
PUBLISH = Q(codename="publish_records", content_type__app_label="accounts")
ACCOUNTS = Q(content_type__app_label__in=["accounts", "auth"])
RECORDS = ~Q(content_type__app_label__in=["accounts", "auth", "admin", "contenttypes", "sessions"])
VIEW = Q(codename__startswith="view_") & RECORDS
EDIT = (Q(codename__startswith="add_") | Q(codename__startswith="change_")) & RECORDS
DELETE = Q(codename__startswith="delete_") & RECORDS

ROLES = {
    "reader": VIEW | SEE,
    "contributor": VIEW | SEE | EDIT,
    "reviewer": VIEW | SEE | EDIT,
    "publisher": VIEW | SEE | EDIT | DELETE | PUBLISH,
    "administrator": VIEW | SEE | EDIT | DELETE | PUBLISH | ACCOUNTS,
}


def permissions_of(role: str) -> QuerySet[Permission]:
    """Return the permissions that `role` carries."""
    return Permission.objects.filter(ROLES[role])


def make_roles(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """
    Make the group of each role and give it exactly its permissions.

    Called after `migrate` has dealt with each application, and idempotent: the last call sees all
    permissions, and a role that somebody changed by hand is put right.
    """
    from django.apps import apps

    if sender.label != [config.label for config in apps.get_app_configs() if config.models_module][-1]:
        return
    for role in ROLES:
        group, _ = Group.objects.using(using).get_or_create(name=role)
        group.permissions.set(permissions_of(role).using(using))
