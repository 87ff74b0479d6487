"""A part: a row that belongs to one record and is written, published and shown with it."""

from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.db import models

from policyhub.records import guard
from policyhub.records.models.record import Record
from policyhub.records.querysets import PartQuerySet


class Part(models.Model):
    """A row that belongs to one record: it has no identity, no publication state and no life of its own."""

    OWNER: ClassVar[str]
    """The foreign key to the record it belongs to."""

    KEY_FIELDS: ClassVar[tuple[str, ...]]
    """The fields that tell it apart from the others of its record."""

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:
        """Return the part; inside a revision it knows from then on to which record the stored row belongs."""
        part = super().from_db(db, field_names, values)
        part.read_now(guard.current.get())
        return part

    def read_now(self, ledger: guard.Ledger | None) -> None:
        """Take note that inside this revision the stored row says what the part says."""
        owner = self.__dict__.get(type(self)._meta.get_field(self.OWNER).attname)
        self._stored = (ledger, owner) if ledger is not None and owner is not None else None

    def stored_owner(self, ledger: guard.Ledger) -> Any:
        """
        Return the primary key of the record that the stored row belongs to; None where no row is stored.

        Nobody else writes while a revision is open; what was read before it is looked up again.
        """
        known = getattr(self, "_stored", None)
        if known is not None and known[0] is ledger:
            return known[1]
        if self.pk is None:
            return None
        stored = type(self)._base_manager.using(ledger.using).filter(pk=self.pk).order_by()
        return stored.values_list(f"{self.OWNER}_id", flat=True).first()

    def natural_key(self) -> tuple[Any, ...]:
        """Return the public identity of its record, and what tells it apart there."""
        values = [getattr(self, name) for name in (self.OWNER, *self.KEY_FIELDS)]
        return tuple(value.key if isinstance(value, Record) else value for value in values)

    @classmethod
    def key_lookups(cls) -> list[str]:
        """Return how each word of the natural key is asked for."""
        fields = [cls._meta.get_field(name) for name in (cls.OWNER, *cls.KEY_FIELDS)]
        return [f"{field.name}__{field.related_model.KEY}" if field.many_to_one else field.name for field in fields]

    @classmethod
    def far_ends(cls) -> list[str]:
        """Return the foreign keys to records other than the owner."""
        return [
            field.name
            for field in cls._meta.fields
            if field.many_to_one and field.name != cls.OWNER and issubclass(field.related_model, Record)
        ]
