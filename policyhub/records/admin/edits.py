"""What every edit of the admin has in common: who makes it and why, and which proposals wait."""

import copy
from contextlib import AbstractContextManager
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from policyhub.records.edit import Edit
from policyhub.records.models import Hand, Record, Revision
from policyhub.records.review import BREAK_GLASS, REVIEW_CHANGES
from policyhub.records.revisions import change
from policyhub.records.steps import Taker
from policyhub.records.vocabularies import HandRole, Origin, RevisionState


def edited(request: HttpRequest, reason: str, *, emergency: str = "") -> AbstractContextManager[Edit]:
    """Return the one revision in which the person of the request changes something, or proposes it."""
    made_in = getattr(request, "request_id", "")
    return change(by=person_of(request), reason=reason, emergency=emergency, origin=Origin.ADMIN, request_id=made_in)


def person_of(request: HttpRequest) -> Any:
    """Return the person of the request: the user itself, since what stands for it in a request looks like a list."""
    return copy.copy(request.user)


def taker(request: HttpRequest) -> Taker:
    """Return the person of the request as one who takes a step, with the reasons that were sent."""
    made_in = getattr(request, "request_id", "")
    return Taker(person_of(request), sent(request, "reason"), emergency_of(request), made_in)


def sent(request: HttpRequest, name: str) -> str:
    """Return a text that was sent beside a form; empty where none was."""
    text = request.POST.get(name, "").strip()
    if "\0" in text:
        raise BadRequest("The text holds a null character.")
    return text


def emergency_of(request: HttpRequest) -> str:
    """Return why the person acts alone; empty where he does not. Refuse it to those who may not."""
    why = sent(request, "emergency")
    if why and not may_break_glass(request):
        raise PermissionDenied
    return why


def may_break_glass(request: HttpRequest) -> bool:
    """Tell whether the person may change alone what the public sees."""
    return bool(request.user.has_perm(BREAK_GLASS))


def proposals() -> QuerySet[Revision]:
    """Return the changes that wait for a second person, the oldest first."""
    return Revision.objects.filter(state=RevisionState.PROPOSED).order_by("created_at", "id")


def proposals_about(record: Record, person: Any) -> QuerySet[Revision]:
    """Return the proposals that would change a record; `own` are those that the person has written."""
    own = Hand.objects.filter(revision=OuterRef("pk"), user=person.pk, role=HandRole.AUTHOR)
    about = proposals().filter(versions__kind=record._meta.label_lower, versions__key=record.key)
    return about.annotate(own=Exists(own))


def tell_what_it_replaces(request: HttpRequest, proposal: Revision) -> None:
    """Say which earlier proposals wait no longer, since the same person put this one in their place."""
    replaced = Revision.objects.filter(state=RevisionState.SUPERSEDED, instant=proposal.created_at)
    for older in replaced.order_by("created_at"):
        messages.warning(request, link_to(older, "It takes the place of what you proposed before."))


def waiting_for(person: Any) -> int:
    """Return how many proposals a person may decide on: those of others, with the right to review."""
    if not person.has_perm(REVIEW_CHANGES):
        return 0
    return proposals().exclude(hands__user=person, hands__role=HandRole.AUTHOR).count()


def waiting_of(person: Any) -> int:
    """Return how many proposals a person has written that wait for somebody else."""
    return proposals().filter(hands__user=person, hands__role=HandRole.AUTHOR).count()


def page_of(revision: Revision) -> str:
    """Return the address of a revision's page."""
    return reverse("admin:records_revision_change", args=[revision.pk])


def link_to(revision: Revision, text: str) -> str:
    """Return a link to a revision's page."""
    return format_html('<a href="{}">{}</a>', page_of(revision), text)


def links_to(revisions: dict[Record, Revision]) -> str:
    """Return a link to each proposal, by the key of the record that it concerns."""
    return format_html_join(", ", '<a href="{}">{}</a>', ((page_of(one), who.key) for who, one in revisions.items()))
