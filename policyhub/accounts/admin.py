"""People who sign in, and the groups that they belong to, in the admin."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as StockGroupAdmin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from policyhub.accounts.models import User
from policyhub.accounts.roles import ROLES

admin.site.unregister(Group)  # Django's own page of groups


def held_by(person: Any) -> QuerySet[Permission]:
    """Return the permissions that a person holds, also while the account is not active."""
    if person.is_superuser:
        return Permission.objects.all()
    return Permission.objects.filter(Q(user=person) | Q(group__user=person)).distinct()


def not_held_by(person: Any) -> QuerySet[Permission]:
    """Return the permissions that a person lacks, and so may give to nobody."""
    return Permission.objects.exclude(pk__in=held_by(person).values("pk"))


@admin.register(Group)
class GroupAdmin(StockGroupAdmin):
    """Groups. Nobody gives a group what he does not hold himself; the groups of the five roles stay as they are."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Tell whether an address may ask for it: the list has no filters."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the person may change the group."""
        return super().has_change_permission(request, obj) and self._within_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the person may delete the group."""
        return super().has_delete_permission(request, obj) and self._within_reach(request, obj)

    def _within_reach(self, request: HttpRequest, group: Any) -> bool:
        if group is None:
            return True
        beyond = group.permissions.filter(pk__in=not_held_by(request.user).values("pk"))
        return group.name not in ROLES and not beyond.exists()

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the field; it offers the permissions that the person holds."""
        kwargs["queryset"] = held_by(request.user)
        return super().formfield_for_manytomany(db_field, request=request, **kwargs)


@admin.register(User)
class UserAdmin(StockUserAdmin):
    """
    Users. Nobody gives, or takes the account of, what he does not hold himself; a superuser holds everything.

    Users are deactivated and never deleted, since what was done to each record names who did it.
    """

    list_display = ["username", "email", "first_name", "last_name", "is_active", "is_staff", "last_login"]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Tell whether an address may ask for it: only the filters beside the list do."""
        asked, _, last = lookup.rpartition("__")
        return asked.removesuffix("__id") in self.list_filter and last in {"exact", "isnull"}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return what the person may not change."""
        own = super().get_readonly_fields(request, obj)
        return own if request.user.is_superuser else [*own, "is_superuser"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the person may change the user, password included."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or self._within_reach(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the person may delete the user: nobody may."""
        return False

    def _within_reach(self, request: HttpRequest, user: Any) -> bool:
        """Tell whether the person holds all that the user holds."""
        if request.user.is_superuser:
            return True
        beyond = held_by(user).filter(pk__in=not_held_by(request.user).values("pk"))
        return not user.is_superuser and not beyond.exists()

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the field; it offers what the person holds."""
        if db_field.name == "user_permissions":
            kwargs["queryset"] = held_by(request.user).select_related("content_type")
        else:
            beyond = not_held_by(request.user).values("pk")
            kwargs["queryset"] = Group.objects.exclude(permissions__in=beyond)
        return super().formfield_for_manytomany(db_field, request=request, **kwargs)
