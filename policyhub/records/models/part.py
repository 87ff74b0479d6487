"""A part: a row that belongs to one record and is written, published and shown with it."""

from typing import ClassVar

from django.db import models

from policyhub.records.models.record import Record
from policyhub.records.querysets import PartQuerySet


class Part(models.Model):
    """A row that belongs to one record: it has no identity, no publication state and no life of its own."""

    OWNER: ClassVar[str]
    """The foreign key to the record it belongs to."""

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def far_ends(cls) -> list[str]:
        """Return the foreign keys to records other than the owner."""
        return [
            field.name
            for field in cls._meta.fields
            if field.many_to_one and field.name != cls.OWNER and issubclass(field.related_model, Record)
        ]
