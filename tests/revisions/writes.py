"""Every way to write a record, a part or a list of references: those that tell nobody, and those that do."""

from collections.abc import Callable
from typing import Any

from django.core import serializers
from django.db import connection, models
from django.db.models import F

from actors.models import Actor
from options.models import Measure, Position, PositionCitation, PositionCondition, PositionForm
from tests import builders as make
from tests.builders import day

LINKS = Measure.addressees.through


class World:
    """A position with its parts, a measure with a list of references, and another of each."""

    def __init__(self) -> None:
        self.term = make.condition()
        self.position = make.position(terms={self.term: "requires"})
        self.form = self.position.forms.create(form="air")
        self.measure = self.position.measure
        self.actor = self.position.actor
        self.measure.addressees.add(self.actor)
        self.other_actor = make.actor("DEU")
        self.other = make.position(self.other_actor, make.measure("other"), since=day("2025-01-01"))
        self.draft = make.source("a-draft-to-delete")


# --- Ways that tell nobody ------------------------------------------------------------------


def execute(sql: str, params: Any = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def new_position(world: World) -> Position:
    return Position(
        slug="new", actor=world.actor, measure=world.measure, stance="supports", confidence="confirmed",
        summary="?", since=day("2024-01-01"), holds_from=day("2024-01-01"), folded={},
    )  # fmt: skip


def bulk_update(world: World) -> None:
    world.position.confidence = "probable"
    Position.objects.bulk_update([world.position], ["confidence"])


def many(sql: str) -> Callable[[World], None]:
    def write(world: World) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(sql, [(world.position.pk,), (world.other.pk,)])

    return write


UNTOLD: dict[str, Callable[[World], Any]] = {
    "update": lambda w: Position.objects.filter(stance="supports").update(confidence="reported"),
    "update-by-key": lambda w: Position.objects.filter(pk=w.position.pk).update(confidence="reported"),
    "update-of-several": lambda w: Position.objects.filter(pk__in=[w.position.pk, w.other.pk]).update(
        confidence="reported"
    ),
    "update-by-base-manager": lambda w: Position._base_manager.filter(pk=w.position.pk).update(confidence="reported"),
    "update-by-expression": lambda w: PositionCondition.objects.update(group=F("group") + 1),
    "update-of-a-part": lambda w: PositionForm.objects.filter(pk=w.form.pk).update(form="sea"),
    "update-of-an-owner": lambda w: PositionForm.objects.filter(pk=w.form.pk).update(position=w.other),
    "bulk-create": lambda w: Position.objects.bulk_create([new_position(w)]),
    "bulk-create-ignoring": lambda w: Position.objects.bulk_create([new_position(w)], ignore_conflicts=True),
    "bulk-create-of-parts": lambda w: PositionForm.objects.bulk_create([PositionForm(position=w.other, form="air")]),
    "bulk-create-of-references": lambda w: LINKS.objects.bulk_create([LINKS(measure=w.measure, actor=w.other_actor)]),
    "bulk-update": bulk_update,
    "raw-delete": lambda w: Position.objects.filter(pk=w.position.pk)._raw_delete("default"),
    "raw-delete-of-parts": lambda w: w.position.forms.all()._raw_delete("default"),
    "references-by-their-table": lambda w: LINKS.objects.all()._raw_delete("default"),
    "executemany-update": many('UPDATE "options_position" SET unit = unit WHERE "options_position"."id" = %s'),
    "executemany-insert": many("INSERT INTO options_positionform (position_id, form) VALUES (%s, 'air')"),
}

# --- Ways that tell the open revision themselves --------------------------------------------


def save(row: Any, **fields: Any) -> None:
    update_fields = fields.pop("only", None)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=update_fields)


def save_raw(world: World) -> None:
    world.position.unit, world.position.number = "men", 5
    models.Model.save_base(world.position, raw=True)


def load_as_django_does(world: World) -> None:
    text = serializers.serialize("json", [world.position])
    for found in serializers.deserialize("json", text.replace("It said so.", "It says so.")):
        found.save()


def update_deferred(world: World) -> None:
    save(PositionForm.objects.only("form").get(pk=world.form.pk), position=world.other)


def delete_by_key_alone(world: World) -> None:
    PositionForm(pk=world.form.pk).delete()


TELLING: dict[str, tuple[Callable[[World], Any], int]] = {
    "save": (lambda w: save(w.position, unit="men", number=5), 1),
    "save-some": (lambda w: save(w.position, confidence="reported", only=["confidence"]), 1),
    "save-text": (lambda w: save(w.position, summary="It says so.", only=["summary"]), 1),
    "save-expression": (lambda w: save(w.position, number=F("id"), unit="men"), 1),
    "save-new": (lambda w: save(new_position(w)), 1),
    "save-raw": (save_raw, 1),
    "delete": (lambda w: w.draft.delete(), 1),
    "delete-with-parts": (lambda w: w.position.delete(), 1),
    "delete-several": (lambda w: Position.objects.all().delete(), 2),
    "delete-by-base-manager": (lambda w: Position._base_manager.all().delete(), 2),
    "part": (lambda w: w.position.forms.create(form="sea"), 1),
    "part-saved": (lambda w: save(w.form, form="sea"), 1),
    "part-moved": (lambda w: save(w.form, position=w.other), 2),
    "part-moved-unread": (update_deferred, 2),
    "part-deleted": (lambda w: w.form.delete(), 1),
    "part-deleted-by-key-alone": (delete_by_key_alone, 1),
    "parts-deleted": (lambda w: PositionCitation.objects.all().delete(), 2),
    "references-added": (lambda w: w.measure.addressees.add(w.other_actor), 1),
    "references-removed": (lambda w: w.measure.addressees.remove(w.actor), 1),
    "references-cleared": (lambda w: w.measure.addressees.clear(), 1),
    "references-set": (lambda w: w.measure.addressees.set([w.other_actor]), 1),
    "references-created": (lambda w: w.measure.addressees.create(code="ITA", kind="state", name="Italy"), 2),
    "references-added-from-afar": (lambda w: w.other_actor.addressed_by.add(w.measure), 1),
    "references-removed-from-afar": (lambda w: w.actor.addressed_by.remove(w.measure), 1),
    "references-cleared-from-afar": (lambda w: w.actor.addressed_by.clear(), 1),
    "references-set-from-afar": (lambda w: w.actor.addressed_by.set([w.other.measure]), 2),
    "get-or-create": (lambda w: Actor.objects.get_or_create(code="ITA", defaults={"kind": "state", "name": "?"}), 1),
    "update-or-create": (lambda w: Actor.objects.update_or_create(code="FRA", defaults={"note": "A note."}), 1),
    "load-as-django-does": (load_as_django_does, 1),
    "a-record-with-references": (lambda w: (w.position.delete(), w.measure.delete()), 2),
    "touch": (lambda w: (save(w.position, unit="men", number=5), w.position.touch()), 1),
}  # fmt: skip
