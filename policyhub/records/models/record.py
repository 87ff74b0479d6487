"""A record: something with a public identity and a publication state."""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, ClassVar

from django.db import models, router, transaction
from django.db.models import ProtectedError

from policyhub.records import guard
from policyhub.records.constraints import one_of
from policyhub.records.fields import CharField, SlugField, Stamp
from policyhub.records.folding import COLUMNS, FoldedField, WordsField, refold, text_fields
from policyhub.records.querysets import RecordQuerySet
from policyhub.records.text_index import WordIndex
from policyhub.records.vocabularies import Publication


class Record(models.Model):
    """Something the catalogue states, with an identity that never changes and a publication state."""

    KEY: ClassVar[str] = "slug"
    """The field that is the public identity."""

    TITLE: ClassVar[str] = ""
    """The field by which people know it; empty where only its identity tells it apart."""

    BRANCH: ClassVar[str] = ""
    """The foreign key to the one above it, where the kind is a tree: one of a tree stands for all below it."""

    UPCASTS: ClassVar[tuple[Callable[[dict[str, Any]], dict[str, Any]], ...]] = ()
    """How a state of the log is brought from each past shape of the kind to the next, the oldest first."""

    publication = CharField(
        max_length=16,
        choices=Publication.choices,
        default=Publication.DRAFT,
        help_text="Whether the public sees the record: draft, published or withdrawn.",
    )
    created_at = Stamp(auto_now_add=True, help_text="When the record was first stored (UTC).")
    updated_at = Stamp(auto_now=True, help_text="When the record was last changed (UTC).")
    folded = FoldedField()
    title_words = WordsField(of_title=True)
    body_words = WordsField()

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            one_of("publication", Publication, "%(class)s_publication_known"),
            WordIndex(name="%(class)s_words"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """Return the public identity."""
        return str(getattr(self, self.KEY))

    def natural_key(self) -> tuple[str]:
        """Return the public identity as Django's serializers ask for it."""
        return (self.key,)

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Give the record its identity if it has none yet, then store it with its texts folded."""
        if not self.key and (parts := self.slug_parts()):
            setattr(self, self.KEY, self.free_slug("-".join(parts).lower(), kwargs.get("using")))
        if update_fields is not None:
            self._save_some({*update_fields}, *args, **kwargs)
            return
        # Made as the row is written; set, so that they are written also where they were not read.
        self.folded, self.title_words, self.body_words = {}, "", ""
        super().save(*args, **kwargs)

    def _save_some(self, names: set[str], *args: Any, **kwargs: Any) -> None:
        """Store these fields alone. The folded texts are then those of the row, whatever else this copy says."""
        if not names & {*text_fields(type(self))}:
            super().save(*args, update_fields=names, **kwargs)
            return
        with transaction.atomic(using=kwargs.get("using") or router.db_for_write(type(self), instance=self)):
            super().save(*args, update_fields=names, **kwargs)
            refold(type(self)._base_manager.using(self._state.db).filter(pk=self.pk))
            self.refresh_from_db(fields=COLUMNS, using=self._state.db)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Hold the record to its constraints; an identity that is still to be made is left out."""
        super().validate_constraints(exclude={*(exclude or ()), *([] if self.key else [self.KEY])})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """
        Delete a draft that nothing refers to.

        Raises ProtectedError for a record that is or was public, which is kept for ever, and for one that
        another names, also in a list of many (whose rows a database would drop without a word).
        """
        if self.publication != Publication.DRAFT:
            raise ProtectedError(f"{self.key} is {self.publication}; only a draft is deleted.", {self})
        naming = {other for other in self.referrers() if other != self}
        if naming:
            keys = ", ".join(sorted(other.key for other in naming))
            raise ProtectedError(f"{self.key} is named by {keys}.", naming)
        return super().delete(*args, **kwargs)

    def referrers(self) -> Iterator["Record"]:
        """Yield the records that refer to this one, themselves or through a part."""
        for relation in self._meta.related_objects:
            model, name = relation.related_model, relation.field.name
            owner = getattr(model, "OWNER", None)  # parts have one
            if owner is None:
                yield from model._base_manager.filter(**{name: self})
            elif name != owner:
                for row in model._base_manager.filter(**{name: self}).select_related(owner):
                    yield getattr(row, owner)

    def slug_parts(self) -> list[str]:
        """Return the words of a made slug; empty where a person gives it."""
        return []

    def free_slug(self, wanted: str, using: str | None = None) -> str:
        """Return `wanted`, or with -2, -3 ... where that is taken in the database that the record is stored in."""
        stored = type(self)._base_manager.using(using or router.db_for_write(type(self), instance=self))
        taken = set(stored.filter(slug__startswith=wanted).values_list("slug", flat=True))
        number, slug = 1, wanted
        while slug in taken:
            number += 1
            slug = f"{wanted}-{number}"
        return slug

    def recorded_on(self) -> datetime.date:
        """Return the day on which the record was first stored, which is today for a new one."""
        return (self.created_at or guard.now()).date()

    def settle(self) -> None:
        """Store anew what is derived from the record's parts; called after they changed."""

    def touch(self) -> None:
        """Store that the record changed: what it answers did, though no field of its own."""
        guard.announce(self)
        self.updated_at = guard.now()
        stored = type(self)._base_manager.using(self._state.db).filter(pk=self.pk)
        stored.update(updated_at=self.updated_at)

    def publication_problems(self) -> dict[str, list[str]]:
        """Return what forbids publishing the record, by field; empty if nothing does."""
        return {}


def all_above(record: Record, name: str) -> list[Record]:
    """Return what the foreign key `name` leads to, and what that one's leads to; in a circle each once."""
    found: list[Record] = []
    above = getattr(record, name)
    while above is not None and above not in found:
        found.append(above)
        above = getattr(above, name)
    return found


def slug_field() -> SlugField:
    """Return the identity field of a record whose slug a person gives."""
    return SlugField(
        max_length=100,
        unique=True,
        db_index=False,
        help_text="The public identity: lower-case words joined by hyphens. It never changes.",
    )


def made_slug_field() -> SlugField:
    """Return the identity field of a record whose slug is made from what it joins and its first day."""
    return SlugField(
        max_length=160,
        unique=True,
        db_index=False,
        blank=True,
        help_text="The public identity, made from what the record joins and its day. It never changes.",
    )


def day_or_undated(day: datetime.date | None) -> str:
    """Return the last word of a made slug."""
    return day.isoformat() if day else "undated"
