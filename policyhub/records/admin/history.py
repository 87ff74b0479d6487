"""The past of a record: its versions with what each changed, any two compared, and older ones brought back."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.db import IntegrityError
from django.db.models import OuterRef, ProtectedError, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from policyhub.records import log
from policyhub.records.admin.diffs import shown
from policyhub.records.admin.edits import emergency_of, link_to, may_break_glass, person_of, sent, tell_what_it_replaces
from policyhub.records.admin.lists import RecordLists
from policyhub.records.admin.lookups import whole_number
from policyhub.records.models import Revision, Version
from policyhub.records.querysets import sees_drafts
from policyhub.records.review import restate, revert
from policyhub.records.revisions import digest_of, rehearsal, says_something
from policyhub.records.state import before_and_after, shape_of
from policyhub.records.steps import plain_messages
from policyhub.records.vocabularies import Action, HandRole, Publication, RevisionState

PAGE = 50
"""Versions, or deleted records, on one page."""


class RecordHistory(RecordLists):
    """The past of records of one kind, for those who see drafts."""

    change_list_template = "admin/records/change_list.html"
    object_history_template = "admin/records/history.html"

    def get_urls(self) -> list[Any]:
        """Return the addresses of the kind, with those of what was deleted and of bringing back."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("deleted/", view(self.deleted_view), name=f"{name}_deleted"),
            path("bring-back/<int:number>/", view(self.bring_back_view), name=f"{name}_bring_back"),
            *super().get_urls(),
        ]

    # --- History ------------------------------------------------------------------------------

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Show the versions of a record, the newest first; with two numbers, what differs between them."""
        if not sees_drafts(request.user):
            raise PermissionDenied
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        versions = log.versions_of(self.opts.label_lower, record.key)
        page = paged(request, with_people(versions))
        context = {
            **self.page_context(request, f"History of {record}"),
            "object": record,
            "page": page,
            "entries": entries(page.object_list, newer_than(page)),
            "may_bring_back": self.has_change_permission(request, record),
            "bring_back": f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_bring_back",
            **self.comparison(request, versions),
        }
        return TemplateResponse(request, self.object_history_template, context)

    def comparison(self, request: HttpRequest, versions: QuerySet[Version]) -> dict[str, Any]:
        """Return what differs between the two versions that the address names, the older one first."""
        asked = [request.GET[name] for name in ("from", "to") if name in request.GET]
        if not asked:
            return {}
        numbers = [whole_number(text) for text in asked]
        found = {version.number: version for version in versions.filter(number__in=[n for n in numbers if n])}
        if len(numbers) != 2 or any(number not in found for number in numbers):
            return {"problem": "Choose two versions of this record: there is no such pair."}
        old, new = (found[number] for number in sorted(numbers))
        both = Version(
            kind=new.kind,
            key=new.key,
            action=Action.CHANGE,
            shape=shape_of(self.model),
            before=before_and_after(old)[1],
            after=before_and_after(new)[1],
        )
        return {"older": old, "newer": new, "compared": shown([both])}

    def page_context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        """Return what every page of the past needs."""
        request.current_app = self.admin_site.name
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts, "media": self.media}

    # --- What was deleted ---------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Return the list, which leads those who see drafts to what was deleted."""
        return super().changelist_view(request, {"sees_deleted": sees_drafts(request.user), **(extra_context or {})})

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """List the records of the kind that were deleted and are not back."""
        if not sees_drafts(request.user) or not self.has_view_or_change_permission(request):
            raise PermissionDenied
        page = paged(request, with_people(self.deleted()))
        context = {
            **self.page_context(request, f"Deleted {self.opts.verbose_name_plural}"),
            "page": page,
            "entries": entries(page.object_list, None, deleted=True),
            "may_bring_back": self.has_change_permission(request),
            "bring_back": f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_bring_back",
        }
        return TemplateResponse(request, "admin/records/deleted.html", context)

    def deleted(self) -> QuerySet[Version]:
        """Return the deletions after which nothing was stored again under the key, the newest first."""
        known = Version.objects.filter(kind=self.opts.label_lower, number__isnull=False).order_by()
        last = known.filter(key=OuterRef("key")).order_by("-number").values("number")[:1]
        return known.filter(action=Action.DELETE, number=Subquery(last)).order_by("-number")

    # --- Bringing back ------------------------------------------------------------------------

    def bring_back_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show what bringing a record back to before a version would change; once it was looked at, do it."""
        known = Version.objects.filter(kind=self.opts.label_lower, number__isnull=False)
        version = known.filter(pk=number).first() if whole_number(number) is not None else None
        if version is None or version.before is None:
            raise Http404
        record = self.model._base_manager.filter(**{self.model.KEY: version.key}).first()
        if not sees_drafts(request.user) or not self.has_change_permission(request, record):
            raise PermissionDenied
        older = as_public_as_now(version, record)
        versions, problems = rehearsed(older)
        digest = digest_of(versions)
        if request.method == "POST":
            problems = problems or self.brought_back(request, older, digest)
            if not problems:
                return HttpResponseRedirect(self.place_of(version.key))
        context = {
            **self.page_context(request, f"Bring back {version.key}"),
            "object": record,
            "version": version,
            "changes": shown([one for one in versions if says_something(one)]),
            "problems": problems,
            "digest": digest,
            "reason": request.POST.get("reason", ""),
            "proposes": record is not None and record.publication == Publication.PUBLISHED,
            "may_break_glass": may_break_glass(request),
        }
        return TemplateResponse(request, "admin/records/bring_back.html", context)

    def brought_back(self, request: HttpRequest, version: Version, digest: str) -> list[str]:
        """Bring a record back as it was shown and tell the person; return what stands against it."""
        why, alone = sent(request, "reason"), emergency_of(request)
        if sent(request, "digest") != digest:
            return ["It would change something else by now than you were shown. Look at it again."]
        how = {"emergency": alone, "request_id": getattr(request, "request_id", "")}
        try:
            made = revert(version=version, by=person_of(request), reason=why, **how)
        except (ValidationError, ProtectedError, IntegrityError) as error:
            return problems_of(error)
        self.tell(request, version.key, made)
        return []

    def tell(self, request: HttpRequest, key: str, made: Revision | None) -> None:
        """Say what became of bringing a record back."""
        if made is None:
            self.message_user(request, f"{key} says just that already; nothing was changed.", messages.INFO)
        elif made.state == RevisionState.PROPOSED:
            text = f"Proposed: bringing {key} back waits for a second person."
            self.message_user(request, link_to(made, text), messages.SUCCESS)
            tell_what_it_replaces(request, made)
        else:
            self.message_user(request, link_to(made, f"{key} was brought back."), messages.SUCCESS)

    def place_of(self, key: str) -> str:
        """Return the address of a record's history; of the list, where it is not there."""
        found = self.model._base_manager.filter(**{self.model.KEY: key}).values_list("pk", flat=True).first()
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
        return reverse(f"{name}_changelist") if found is None else reverse(f"{name}_history", args=[found])


def as_public_as_now(version: Version, record: Any) -> Version:
    """Return a version whose `before` leaves a record as public as it is: bringing back is about what it says."""
    before = {name: value for name, value in version.before.items() if name != "publication"}
    if record is not None and record.publication != Publication.DRAFT:
        before["publication"] = record.publication
    return Version(kind=version.kind, key=version.key, shape=version.shape, before=before)


def rehearsed(version: Version) -> tuple[list[Version], list[str]]:
    """Return what bringing a record back to before a version would change, or what stands against it."""
    older = Version(kind=version.kind, key=version.key, shape=version.shape, after=version.before)
    try:
        with rehearsal() as edit:
            restate(edit, [older], check=False)
    except (ValidationError, ProtectedError, IntegrityError) as error:
        return [], problems_of(error)
    return edit.versions, []


def problems_of(error: Exception) -> list[str]:
    """Return what an error says, as lines for a person."""
    if isinstance(error, ValidationError):
        return plain_messages(error)
    if isinstance(error, ProtectedError):
        return [str(error.args[0])]
    return [f"It does not fit what is stored by now: {str(error).splitlines()[0]}"]


def with_people(versions: QuerySet[Version]) -> QuerySet[Version]:
    """Return the versions with their revisions and who had a hand in them."""
    return versions.select_related("revision").prefetch_related("revision__hands__user")


def paged(request: HttpRequest, versions: QuerySet[Version]) -> Page:
    """Return the page that the address asks for; the first or the last one where there is no such page."""
    return Paginator(versions, PAGE).get_page(request.GET.get("p"))


def newer_than(page: Page) -> Version | None:
    """Return the version that follows the newest one of a page; none on the first page."""
    if not page.has_previous():
        return None
    place = page.start_index() - 2
    newer: Version = page.paginator.object_list[place : place + 1][0]
    return newer


def people(revision: Revision, role: HandRole) -> list[str]:
    """Return the names of those who had a hand of that sort in a revision."""
    return [person_name(hand.user) for hand in revision.hands.all() if hand.role == role]


def person_name(person: Any) -> str:
    """Return how a person is called: the full name with the account, or the account alone."""
    return f"{person.get_full_name()} ({person.get_username()})" if person.get_full_name() else person.get_username()


def entries(versions: Sequence[Version], newer: Version | None, *, deleted: bool = False) -> list[dict[str, Any]]:
    """
    Return what a page says of each version.

    `undo` is the version before which a record said this: the next one, or of a deletion that itself.
    """
    found = []
    for version, change in zip(versions, shown(versions), strict=True):
        found.append(
            {
                "version": version,
                "revision": version.revision,
                "change": change,
                "authors": people(version.revision, HandRole.AUTHOR),
                "approvers": people(version.revision, HandRole.APPROVER),
                "undo": version if deleted else newer if version.after is not None else None,
            }
        )
        newer = version
    return found
