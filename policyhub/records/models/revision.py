"""The log: every change of the catalogue, who made it and why, and what each record said before and after."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from policyhub.records.constraints import one_of
from policyhub.records.fields import CharField, TextField
from policyhub.records.integrity import AppendOnly, SameAs
from policyhub.records.vocabularies import Action, HandRole, Origin, Publication, RevisionState


class Numbering(models.Model):
    """The last number that was given to a revision: the one row that every writer locks first."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, help_text="Always 1: there is one such row.")
    number = models.PositiveBigIntegerField(default=0, help_text="The number of the newest revision; 0 before any.")
    instant = models.DateTimeField(
        null=True, help_text="The last instant that was taken; that of the newest revision, or later."
    )

    class Meta:
        verbose_name = "numbering"
        verbose_name_plural = "numbering"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="numbering_one_row")]

    def __str__(self) -> str:
        return str(self.number)


class Revision(models.Model):
    """One edit of the catalogue, by whatever way it came: who made it, why, and whether it was applied."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Identifies the revision.")
    number = models.PositiveBigIntegerField(
        null=True,
        unique=True,
        help_text="Its place in the order of all changes, given when it is applied; empty before.",
    )
    state = CharField(
        max_length=12, choices=RevisionState.choices, db_index=True, help_text="Whether it waits, holds or was refused."
    )
    origin = CharField(max_length=8, choices=Origin.choices, help_text="By which way it came.")
    reason = TextField(help_text="Why the change is made, in the words of who makes it.")
    comment = TextField(blank=True, help_text="What the reviewer says of it.")
    emergency = TextField(
        blank=True, help_text="Why it was published by one person alone; empty where a second one approved."
    )
    public = models.BooleanField(help_text="Whether it changes what the public sees.")
    digest = CharField(max_length=64, help_text="The hash (SHA-256) of the exact change.")
    approval = CharField(max_length=64, blank=True, help_text="The hash that was approved; empty where nobody did.")
    request_id = CharField(max_length=64, blank=True, help_text="The request that made it.")
    created_at = models.DateTimeField(help_text="When it was made (UTC).")
    instant = models.DateTimeField(
        null=True, help_text="When it was applied or refused (UTC); empty while it waits for review."
    )

    class Meta:
        ordering = [F("number").desc(nulls_first=True), "-created_at", "id"]
        constraints = [
            one_of("state", RevisionState, "revision_state_known"),
            one_of("origin", Origin, "revision_origin_known"),
            models.UniqueConstraint(fields=["id", "digest"], name="revision_digest_once"),
            models.UniqueConstraint(fields=["id", "number"], name="revision_id_number"),
            models.CheckConstraint(
                condition=Q(state="applied", number__isnull=False) | (~Q(state="applied") & Q(number__isnull=True)),
                name="revision_numbered_when_applied",
                violation_error_message="A revision has a number from when it is applied, and not before.",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", instant__isnull=True) | (~Q(state="proposed") & Q(instant__isnull=False)),
                name="revision_instant_when_decided",
                violation_error_message="A revision that waits has no instant; one that was decided has.",
            ),
            models.CheckConstraint(
                condition=Q(approval="") | Q(approval=F("digest")),
                name="revision_approval_of_this_change",
                violation_error_message="The approval is of another change.",
            ),
            models.CheckConstraint(
                condition=~Q(state="applied")
                | Q(public=False)
                | ~Q(approval="")
                | ~Q(emergency="")
                | Q(origin__in=[Origin.LOAD, Origin.COMMAND]),
                name="revision_four_eyes",
                violation_error_message="What the public sees is changed by two people, or by one who says why.",
            ),
            AppendOnly(name="revision_append_only", condition=Q(number__isnull=False)),
        ]
        indexes = [models.Index(fields=["state", "instant"], name="revision_by_instant")]

    def __str__(self) -> str:
        return f"revision {self.number}" if self.number else f"{self.state} {self.id}"


class Hand(models.Model):
    """What one person had to do with a revision: nobody decides on what he wrote himself."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="hands", help_text="The revision.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="hands", help_text="The person."
    )
    role = CharField(
        max_length=8, choices=HandRole.choices, help_text="Whether the person wrote, approved or refused it."
    )
    digest = CharField(
        max_length=64, null=True, help_text="The hash of the change that was approved; null for anybody else."
    )

    class Meta:
        ordering = ["role", "id"]
        constraints = [
            one_of("role", HandRole, "hand_role_known"),
            models.UniqueConstraint(
                fields=["revision", "user"],
                name="hand_one_role_each",
                violation_error_message="Nobody decides on what he wrote himself.",
            ),
            models.CheckConstraint(
                condition=(~Q(role="approver") & Q(digest__isnull=True)) | Q(role="approver", digest__isnull=False),
                name="hand_approver_names_the_change",
                violation_error_message="An approver says which change was approved.",
            ),
            SameAs(
                fields=["revision", "digest"], to="records.Revision", to_fields=["id", "digest"], name="hand_digest"
            ),
            AppendOnly(name="hand_append_only", condition=Q(id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.user_id}"


class Version(models.Model):
    """What one revision changed in one record: all that the record said before, and after."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="versions", help_text="The revision.")
    number = models.PositiveBigIntegerField(
        null=True, help_text="The number of the revision; empty until it is applied."
    )
    kind = CharField(max_length=60, help_text="The kind of record, such as options.measure.")
    key = CharField(max_length=200, help_text="The identity of the record.")
    action = CharField(max_length=8, choices=Action.choices, help_text="What was done to the record.")
    shape = models.PositiveSmallIntegerField(help_text="The shape in which the states are written.")
    before = models.JSONField(null=True, help_text="What the record said before; null where there was none.")
    after = models.JSONField(null=True, help_text="What the record says after; null where it was deleted.")
    was = CharField(
        max_length=16,
        blank=True,
        choices=Publication.choices,
        help_text="Its publication before; empty where none was.",
    )
    becomes = CharField(
        max_length=16, blank=True, choices=Publication.choices, help_text="Its publication after; empty where deleted."
    )
    stored_at = models.DateTimeField(help_text="When the record was first stored (UTC).")

    class Meta:
        ordering = ["kind", "key"]
        constraints = [
            one_of("action", Action, "version_action_known"),
            one_of("was", Publication, "version_was_known", or_empty=True),
            one_of("becomes", Publication, "version_becomes_known", or_empty=True),
            models.UniqueConstraint(fields=["revision", "kind", "key"], name="version_once"),
            SameAs(
                fields=["revision", "number"], to="records.Revision", to_fields=["id", "number"], name="version_number"
            ),
            AppendOnly(name="version_append_only", condition=Q(number__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["kind", "key", "number"], name="version_of_record"),
            models.Index(fields=["number", "kind", "key"], name="version_in_order"),
            models.Index(fields=["was", "becomes", "number"], name="version_of_publicity"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.action}"
