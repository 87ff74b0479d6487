"""What a condition does for a position or a measure, on the page of either."""

from collections import defaultdict

from policyhub.records.admin import PartFormSet, PartInline


class LinkFormSet(PartFormSet):
    """The conditions of one position or measure, as they will stand together."""

    def clean(self) -> None:
        """Refuse a group with two roles, also where both are new."""
        super().clean()
        roles: dict[int, set[str]] = defaultdict(set)
        for form in self.sound_forms():
            if form.instance.group is not None:
                roles[form.instance.group].add(form.instance.role)
                if len(roles[form.instance.group]) > 1:
                    form.add_error("group", "The group has links of another role; a group has one role.")


class LinkInline(PartInline):
    """The conditions of a position or a measure. Conditions of one group: any of them; groups and the rest: all."""

    formset = LinkFormSet
    fields = ["condition", "role", "group"]
