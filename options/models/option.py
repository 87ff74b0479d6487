"""Options: blends of measures that could be adopted together."""

from django.db import models

from options.models.measure import Measure
from options.vocabularies.measures import OptionMemberRole
from policyhub.records.constraints import one_of, slug_format
from policyhub.records.fields import CharField, TextField
from policyhub.records.indexes import by_key, in_order
from policyhub.records.models import Part, Record
from policyhub.records.models.record import slug_field


class Option(Record):
    """A blend of measures that could be adopted together, and what it is for."""

    TITLE = "title"

    slug = slug_field()
    title = CharField(max_length=120, help_text="The usual name.")
    summary = TextField(help_text="What it is, in a sentence or two.")
    aims = TextField(help_text="What it is meant to achieve.")

    class Meta:
        ordering = ["slug"]
        indexes = [by_key("option", "slug"), *in_order("option", "slug", "title", "-updated_at")]
        constraints = [*Record.Meta.constraints, slug_format("option_slug_format")]

    def __str__(self) -> str:
        return self.title

    def publication_problems(self) -> dict[str, list[str]]:
        """Ask for a core measure: without one there is nothing to adopt."""
        problems = super().publication_problems()
        if not self.members.filter(role=OptionMemberRole.CORE).exists():
            problems["members"] = ["An option has at least one core measure."]
        return problems


class OptionMember(Part):
    """A measure in an option."""

    OWNER = "option"
    KEY_FIELDS = ("measure",)

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="members", help_text="The option.")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="memberships", help_text="The measure.")
    role = CharField(max_length=8, choices=OptionMemberRole.choices, help_text="Core or optional.")

    class Meta:
        ordering = ["role", "measure__slug"]
        constraints = [
            models.UniqueConstraint(fields=["option", "measure"], name="optionmember_once"),
            one_of("role", OptionMemberRole, "optionmember_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.measure.slug}"
