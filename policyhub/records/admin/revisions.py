"""The log in the admin: what waits for review first, each revision with its exact change, approve and reject."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import Case, CharField, Count, IntegerField, OuterRef, ProtectedError, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator

from policyhub.records.admin.diffs import shown, what
from policyhub.records.admin.edits import page_of, person_of, sent
from policyhub.records.admin.history import people, problems_of
from policyhub.records.models import Revision, Version
from policyhub.records.querysets import sees_drafts
from policyhub.records.review import REVIEW_CHANGES, approve, conflicts, reject
from policyhub.records.vocabularies import DEFINITIONS, HandRole, RevisionState

PAGE = 100
"""How many records a page shows of one revision."""


class RevisionAdmin(admin.ModelAdmin):
    """The changes of the catalogue: those that wait, those that hold, those that were turned down."""

    list_display = ["what_changes", "state_shown", "why", "who", "when", "number"]
    list_display_links = ["what_changes"]
    list_filter = ["state", "public", "origin"]
    search_fields = ["reason", "versions__key"]
    search_help_text = "Reason, or the key of a record"
    list_per_page = 50
    actions = None
    show_full_result_count = False

    # --- Who may ------------------------------------------------------------------------------

    def has_view_permission(self, request: HttpRequest, obj: Revision | None = None) -> bool:
        """Tell whether the person may see the log: who sees drafts, which it tells of."""
        return sees_drafts(request.user) and super().has_view_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Tell whether the first page leads to the log."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Tell whether the person may add one: edits of records are what makes revisions."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Revision | None = None) -> bool:
        """Tell whether the person may change one: nobody may."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Revision | None = None) -> bool:
        """Tell whether the person may delete one: nobody may."""
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Tell whether an address may ask for it: only the filters beside the list do."""
        asked, _, last = lookup.rpartition("__")
        return asked in self.list_filter and last in {"exact", "isnull"}

    # --- The list -----------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        """Return the revisions, told by a column which of them wait: an order by an expression allows no DISTINCT."""
        rank = Case(When(state=RevisionState.PROPOSED, then=0), default=1)
        return Revision.objects.annotate(rank=rank).order_by(*self.get_ordering(request))

    def get_ordering(self, request: HttpRequest) -> list[str]:
        """Return what waits first, then the newest."""
        return ["rank", "-created_at", "id"]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Return the list: what waits, then the newest."""
        return super().changelist_view(request, {"title": "Review and history", **(extra_context or {})})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Return the list, with what each revision changes and who had a hand in it."""
        listed = super().get_changelist_instance(request)
        first = Version.objects.filter(revision=OuterRef("pk")).order_by("kind", "key")
        number = first.order_by().values("revision").annotate(number=Count("pk")).values("number")
        listed.result_list = listed.result_list.annotate(
            records=Coalesce(Subquery(number, output_field=IntegerField()), 0),
            first_kind=Subquery(first.values("kind")[:1], output_field=CharField()),
            first_key=Subquery(first.values("key")[:1], output_field=CharField()),
        ).prefetch_related("hands__user")
        return listed

    @admin.display(description="what")
    def what_changes(self, obj: Revision) -> str:
        """Return which records it changes."""
        return what(obj.records, obj.first_kind, obj.first_key)

    @admin.display(description="state", ordering="state")
    def state_shown(self, obj: Revision) -> str:
        """Return its state, marked by colour."""
        return format_html('<span class="publication revision-{}">{}</span>', obj.state, obj.get_state_display())

    @admin.display(description="why")
    def why(self, obj: Revision) -> str:
        """Return the beginning of the reason."""
        return Truncator(obj.reason).chars(120)

    @admin.display(description="who", empty_value="nobody")
    def who(self, obj: Revision) -> str | None:
        """Return who wrote it, and who approved it."""
        approvers = people(obj, HandRole.APPROVER)
        found = ", ".join(people(obj, HandRole.AUTHOR))
        return f"{found or 'nobody'}; approved by {', '.join(approvers)}" if approvers else found or None

    @admin.display(description="when (UTC)", ordering="created_at")
    def when(self, obj: Revision) -> str:
        """Return when it was applied or decided on, else when it was made."""
        return format_html('<span class="day">{}</span>', date_format(obj.instant or obj.created_at, "Y-m-d H:i"))

    # --- One revision ---------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show one revision; decide on a proposal."""
        revision = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, revision):
            raise PermissionDenied
        if revision is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        own = revision.hands.filter(user=request.user, role=HandRole.AUTHOR).exists()
        if request.method == "POST":
            return self.decide(request, revision, own=own)
        page = Paginator(revision.versions.order_by("kind", "key"), PAGE).get_page(request.GET.get("p"))
        waits = revision.state == RevisionState.PROPOSED
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "title": f"{'Proposal' if waits else 'Revision'}: {Truncator(revision.reason).chars(100)}",
            "opts": self.opts,
            "original": revision,
            "state_means": DEFINITIONS[RevisionState][revision.state],
            "page": page,
            "changes": shown(page.object_list),
            "conflicts": conflicts(revision.versions.order_by("kind", "key")) if waits else [],
            "waits": waits,
            "own": own,
            "may_decide": waits and not own and request.user.has_perm(REVIEW_CHANGES),
            **{f"{role}s": people(revision, role) for role in HandRole},
        }
        return TemplateResponse(request, "admin/records/revision.html", context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Lead to the page of the revision, which is all the history that it has."""
        return HttpResponseRedirect("../change/")

    # --- Deciding -------------------------------------------------------------------------------

    DECISIONS: ClassVar[dict[str, str]] = {"_approve": "approved", "_reject": "turned down"}

    def decide(self, request: HttpRequest, revision: Revision, *, own: bool) -> HttpResponse:
        """Approve or reject a proposal as the button says, tell the person, and show the page again."""
        asked = [name for name in self.DECISIONS if name in request.POST]
        if len(asked) != 1:
            raise BadRequest("Either approve or reject.")
        if not request.user.has_perm(REVIEW_CHANGES) and not (own and asked == ["_reject"]):
            raise PermissionDenied
        how: dict[str, Any] = {"revision": revision, "by": person_of(request), "comment": sent(request, "comment")}
        carry_out: Callable[..., Revision] = reject
        if asked == ["_approve"]:
            carry_out, how["digest"] = approve, sent(request, "digest")
        try:
            made = carry_out(**how)
        except (ValidationError, ProtectedError, IntegrityError) as error:
            for problem in problems_of(error):
                self.message_user(request, f"Nothing was changed. {problem}", messages.ERROR)
            return HttpResponseRedirect(page_of(revision))
        done = "taken back" if own else self.DECISIONS[asked[0]]
        number = f": it is revision {made.number} now" if made.number else ""
        self.message_user(request, f"The proposal was {done}{number}.", messages.SUCCESS)
        return HttpResponseRedirect(page_of(made))
