"""The questions that are asked of every record: is it public, may this person see it, was it so on that day."""

import datetime
from collections import Counter
from typing import Any, Self

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.exceptions import FieldError
from django.db import models, transaction
from django.db.models import Q

from policyhub.records.folding import text_fields
from policyhub.records.vocabularies import Publication

Caller = AbstractUser | AnonymousUser | None

SEE_DRAFTS = "accounts.see_drafts"


def sees_drafts(user: Caller) -> bool:
    """Tell whether `user` may see records that are not public; None and anonymous callers may not."""
    return user is not None and user.is_authenticated and user.has_perm(SEE_DRAFTS)


class RecordQuerySet(models.QuerySet[Any]):
    """Records by identity and by who may see them."""

    def get_by_natural_key(self, key: str) -> Any:
        """Return the record of that public identity, whatever its publication state."""
        return self.get(**{self.model.KEY: key})

    def published(self) -> Self:
        """Keep what the public sees."""
        return self.filter(publication=Publication.PUBLISHED)

    def update(self, **values: Any) -> int:
        """Change columns of many rows, but no text: that is folded where each record is saved."""
        if texts := sorted({*values} & {*text_fields(self.model)}):
            raise FieldError(f"{', '.join(texts)}: text is stored by save(), which also folds it.")
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete each record by itself, so that what protects one protects many; all of them or none."""
        counts: Counter[str] = Counter()
        with transaction.atomic(using=self.db):
            for record in self:
                counts.update(record.delete()[1])
        return counts.total(), dict(counts)

    def visible_to(self, user: Caller) -> Self:
        """Keep what `user` may see: everything for those who may see drafts, else what is published."""
        return self.all() if sees_drafts(user) else self.published()


class PartQuerySet(models.QuerySet[Any]):
    """Parts of records; a part that points at another record is as visible as that record."""

    def get_by_natural_key(self, *key: Any) -> Any:
        """Return the part of the record with that identity (first) that its own values (the rest) tell apart."""
        return self.get(**dict(zip(self.model.key_lookups(), key, strict=True)))

    def visible_to(self, user: Caller) -> Self:
        """Keep the parts whose far ends `user` may see; the owner's own visibility is the caller's matter."""
        if sees_drafts(user):
            return self.all()
        ends = {f"{name}__publication": Publication.PUBLISHED for name in self.model.far_ends()}
        return self.filter(**ends)


class InTime(models.QuerySet[Any]):
    """Rows with a half-open period: `until` is the first day on which it is no longer so."""

    def valid_on(self, day: datetime.date) -> Self:
        """
        Keep what was so on `day`.

        A null `until` is open. A null `since` means that the beginning is not known: such a row holds
        from `holds_from`, the first day on which its evidence shows it, and never before.
        """
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), holds_from__lte=day)


class DatedRecordQuerySet(InTime, RecordQuerySet):  # type: ignore[override]  # of as_manager(), which each class makes
    """Records with a period."""


class DatedPartQuerySet(InTime, PartQuerySet):  # type: ignore[override]
    """Parts with a period."""
