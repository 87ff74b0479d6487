"""A part: a row that belongs to one record and is written, published and shown with it."""

from typing import Any, ClassVar

from django.db import models

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
