"""Releases in the admin: made, looked at, and retracted with a reason."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from policyhub.feed.models import Release
from policyhub.feed.releases import ReleaseError, make_release, retract


class RetractionForm(forms.ModelForm):
    """The one thing that is ever said of a release after it was made: that it does not hold any more."""

    def clean_retraction(self) -> str:
        """Refuse a retraction without a reason."""
        reason = str(self.cleaned_data["retraction"]).strip()
        if not reason:
            raise ValidationError("Say why it is retracted. This cannot be undone.")
        return reason


@admin.register(Release)
class ReleaseAdmin(admin.ModelAdmin):
    """Releases. Adding one makes it of what the public sees now; changing one retracts it; none is deleted."""

    list_display = ["name", "number", "made_at", "records", "size", "holds"]
    date_hierarchy = None

    @admin.display(description="holds", boolean=True)
    def holds(self, release: Release) -> bool:
        """Tell whether it was not retracted."""
        return release.retracted_at is None

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Tell whether an address may ask for it: the list has no filters."""
        return False

    def get_fields(self, request: HttpRequest, obj: Release | None = None) -> Sequence[str]:
        """Return the notes alone for one that is to be made; all that is known of one that was."""
        if obj is None:
            return ["notes"]
        known = ["name", "number", "instant", "made_at", "records", "size", "sha256", "notes"]
        return [*known, "retracted_at", "retraction"]

    def get_readonly_fields(self, request: HttpRequest, obj: Release | None = None) -> Sequence[str]:
        """Return what nobody types in: of one that was made all but why it is retracted."""
        if obj is None:
            return []
        held = obj.retracted_at is None
        return [name for name in self.get_fields(request, obj) if not (held and name == "retraction")]

    def get_form(self, request: HttpRequest, obj: Release | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form of what may be said."""
        if obj is not None:
            help_text = "Why it is retracted. Its files are given out no more. This cannot be undone."
            kwargs |= {"form": RetractionForm, "help_texts": {"retraction": help_text}}
        return super().get_form(request, obj, change, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        """Say that none is deleted."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        """Tell whether the person may retract it, which is done once."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.retracted_at is None)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the page, or make or retract a release; say why where that cannot be."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ReleaseError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return HttpResponseRedirect(reverse(f"{self.admin_site.name}:feed_release_changelist"))

    def save_model(self, request: HttpRequest, obj: Release, form: Any, change: bool) -> None:
        """Make the release, or retract it."""
        made = retract(release=obj, reason=obj.retraction) if change else make_release(notes=obj.notes)
        vars(obj).update({name: value for name, value in vars(made).items() if name != "_state"})
        obj._state.adding = False
