"""An actor: whoever can back, oppose or decide."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from actors.querysets import ActorQuerySet
from actors.vocabularies import ActorKind
from policyhub.records.constraints import matches, not_itself, one_of
from policyhub.records.fields import CharField, TextField
from policyhub.records.indexes import by_key, in_order
from policyhub.records.models import Record
from policyhub.records.models.record import all_above

CODE = r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*\Z"
ALPHA_2 = r"^[A-Z]{2}\Z"
ALPHA_3 = r"^[A-Z]{3}\Z"


class Actor(Record):
    """A state, organisation, coalition or institution that can take a position or give an assent."""

    KEY = "code"
    TITLE = "name"

    code = CharField(
        max_length=24,
        unique=True,
        help_text="The public identity: ISO 3166-1 alpha-3 for states, else a short upper-case code. It never changes.",
    )
    kind = CharField(max_length=16, choices=ActorKind.choices, help_text="What sort of actor it is.")
    name = CharField(max_length=120, help_text="The usual English name.")
    official_name = CharField(max_length=200, blank=True, help_text="The full name; empty where it is the usual one.")
    iso_alpha2 = CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2; states only.")
    part_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="institutions",
        help_text="The state or organisation that an institution is part of.",
    )
    note = TextField(blank=True, help_text="What a reader must know of the entry.")

    objects = ActorQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        indexes = [by_key("actor", "code"), *in_order("actor", "code", "name", "-updated_at")]
        constraints = [
            *Record.Meta.constraints,
            one_of("kind", ActorKind, "actor_kind_known"),
            not_itself("part_of", "actor_part_of_another", "Nothing is part of itself."),
            models.CheckConstraint(
                condition=~Q(kind=ActorKind.INSTITUTION) | Q(part_of__isnull=False),
                name="actor_institution_part_of",
                violation_error_message="An institution is part of a state, an organisation or a coalition.",
            ),
            models.CheckConstraint(
                condition=Q(iso_alpha2="") | Q(kind=ActorKind.STATE),
                name="actor_iso_alpha2_of_states",
                violation_error_message="Only a state has an ISO 3166-1 code.",
            ),
            matches(
                "code", CODE, "actor_code_format", "A code is made of upper-case letters and digits, with hyphens."
            ),
            matches(
                "code",
                ALPHA_3,
                "actor_state_iso_alpha3",
                "A state's code is its ISO 3166-1 alpha-3 code.",
                condition=Q(kind=ActorKind.STATE),
            ),
            matches("iso_alpha2", ALPHA_2, "actor_iso_alpha2_format", "An alpha-2 code is two upper-case letters."),
            models.UniqueConstraint(
                fields=["iso_alpha2"],
                condition=~Q(iso_alpha2=""),
                name="actor_iso_alpha2_once",
                violation_error_message="Another actor has this alpha-2 code.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse an alpha-2 code for anything but a state, and an institution that is part of nothing or of itself."""
        super().clean()
        errors: dict[str, str] = {}
        if self.iso_alpha2 and self.kind != ActorKind.STATE:
            errors["iso_alpha2"] = "Only a state has an ISO 3166-1 code."
        if self.kind == ActorKind.INSTITUTION and self.part_of is None:
            errors["part_of"] = "An institution is part of a state, an organisation or a coalition."
        if self in all_above(self, "part_of"):
            errors["part_of"] = "Nothing is part of itself."
        if errors:
            raise ValidationError(errors)
