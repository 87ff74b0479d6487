"""The five roles of curation, as groups, and what each may do. Each role may do all that the one before it may."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

SEE = Q(codename="see_drafts", content_type__app_label="accounts")
PUBLISH = Q(codename="publish_records", content_type__app_label="accounts")
REVIEW = Q(codename="review_changes", content_type__app_label="accounts")
BREAK_GLASS = Q(codename="break_glass", content_type__app_label="accounts")
LOG = Q(content_type__app_label__in=["records", "feed"])
READ_LOG = Q(codename__in=["view_revision", "view_release"]) & LOG
RELEASE = Q(codename__in=["add_release", "change_release"]) & LOG
ACCOUNTS = Q(content_type__app_label__in=["accounts", "auth"])
RECORDS = ~Q(content_type__app_label__in=["accounts", "auth", "admin", "contenttypes", "sessions"])
VIEW = (Q(codename__startswith="view_") & RECORDS & ~LOG) | READ_LOG
EDIT = (Q(codename__startswith="add_") | Q(codename__startswith="change_")) & RECORDS & ~LOG
DELETE = Q(codename__startswith="delete_") & RECORDS & ~LOG

ROLES = {
    "reader": VIEW | SEE,
    "contributor": VIEW | SEE | EDIT,
    "reviewer": VIEW | SEE | EDIT | REVIEW,
    "publisher": VIEW | SEE | EDIT | REVIEW | DELETE | PUBLISH,
    "administrator": VIEW | SEE | EDIT | REVIEW | DELETE | PUBLISH | RELEASE | BREAK_GLASS | ACCOUNTS,
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
