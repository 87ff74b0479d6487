"""Random histories: what is written inside a revision, each step picking its records by chance."""

import contextlib
import copy
import datetime
import random
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError

from actors.models import Actor
from options.models import Measure, Position, PositionCitation, PositionForm
from policyhub.records import guard
from policyhub.records.lines import Line
from policyhub.records.loading import Load, LoadError
from policyhub.records.models import Record
from policyhub.records.publication import publish, withdraw
from policyhub.records.state import state_of
from policyhub.records.structure import record_models
from policyhub.sources.models import Claim, Source
from tests import builders as make

REASON = "A trial."
FIRST = datetime.date(2025, 1, 1)


class WentWrong(Exception):  # noqa: N818
    """A program fails in the middle of a revision."""


REFUSED = (ValidationError, ProtectedError, LoadError, IntegrityError, WentWrong)
"""How a step may end of which nothing is stored."""


class History:
    """One history: who writes, and how the next step picks."""

    def __init__(self, author: Any, reviewer: Any) -> None:
        self.author, self.reviewer = author, reviewer
        self.pick = random.Random(0)
        self.names = count(1)

    def any(self, rows: Any) -> Any:
        found: Sequence[Any] = list(rows.order_by("pk"))
        return self.pick.choice(found) if found else None

    def record(self, **fields: Any) -> Any:
        """Return some record, of any kind."""
        kinds = [model for model in record_models() if model.objects.filter(**fields).exists()]
        return self.any(self.pick.choice(kinds).objects.filter(**fields)) if kinds else None

    def day(self) -> datetime.date:
        return FIRST + datetime.timedelta(days=self.pick.randrange(600))

    def word(self) -> str:
        return self.pick.choice(["Ære være", "ΣΑΣ σας", "“So”", "ﬁve", "a\u0301b", "%_"]) + f" {next(self.names)}"


# --- What is written inside a revision --------------------------------------------------------


def text_of(model: type[Record]) -> str:
    return model.TITLE or "role"


def new_position(h: History) -> None:
    terms = {h.any(make.Condition.objects): "requires"}
    since = h.pick.choice([None, h.day()])
    precision = {"since_precision": "day" if since else "unknown"}
    made = make.position(h.any(Actor.objects), h.any(Measure.objects), terms=terms, since=since, **precision)
    made.forms.create(form="air")
    made.settle()


def new_named(h: History) -> None:
    slug = f"new-{next(h.names)}"
    source = make.source(slug, title=h.word(), published_on=h.pick.choice([None, h.day()]))
    measure = make.measure(slug, category=h.any(make.Category.objects), note=h.word())
    measure.citations.all().delete()
    measure.citations.create(source=source, quote=h.word())
    measure.stages.create(status="proposed", since_precision="unknown", until=h.pick.choice([None, h.day()]))
    measure.addressees.set([h.any(Actor.objects)])
    measure.settle()


def change_field(h: History) -> None:
    record = h.record()
    if text_of(type(record)) != "role":
        setattr(record, text_of(type(record)), h.word())
    record.save()


def change_one_field(h: History) -> None:
    record = h.record()
    name = text_of(type(record))
    setattr(record, name, h.word() if name != "role" else record.role)
    record.save(update_fields=[name])


def save_as_it_is(h: History) -> None:
    h.record().save()


def change_period(h: History) -> None:
    position = h.any(Position.objects)
    position.since = h.pick.choice([None, h.day()])
    position.since_precision = "day" if position.since else "unknown"
    position.save()
    position.settle()


def change_citation(h: History) -> None:
    claim = h.any(h.pick.choice([m for m in record_models() if issubclass(m, Claim)]).objects)
    if claim is None:
        return
    claim.citations.first().delete() if h.pick.random() < 0.3 and claim.publication == "draft" else None
    sources = Source.objects.exclude(pk__in=claim.citations.values("source"))
    if (source := h.any(sources)) is not None:
        claim.citations.create(source=source, quote=h.word())
    if h.pick.random() < 0.7:
        claim.settle()


def change_form(h: History) -> None:
    position = h.any(Position.objects)
    for form in position.forms.all():
        form.form = "sea" if form.form == "air" else "air"
        form.save()
    PositionForm.objects.get_or_create(position=position, form="money")


def move_part(h: History) -> None:
    citation, owner = h.any(PositionCitation.objects), h.any(Position.objects)
    if citation is not None and not owner.citations.filter(source=citation.source).exists():
        citation.claim = owner
        citation.save()


def delete_parts(h: History) -> None:
    PositionForm.objects.filter(form=h.pick.choice(["air", "money"])).delete()
    h.any(Measure.objects).conditions.all().delete()


def change_references(h: History) -> None:
    measure, actor = h.any(Measure.objects), h.any(Actor.objects)
    others = list(Actor.objects.order_by("?")[:2])
    h.pick.choice(
        [
            lambda: measure.addressees.add(actor),
            lambda: measure.addressees.remove(actor),
            lambda: measure.addressees.clear(),
            lambda: measure.addressees.set(others),
            lambda: actor.addressed_by.set([measure]),
            lambda: actor.addressed_by.clear(),
            lambda: actor.needed_for.add(h.any(make.Condition.objects)),
            lambda: actor.instruments.clear(),
        ]
    )()


def change_stage(h: History) -> None:
    measure = h.any(Measure.objects.filter(stages__isnull=False))
    if measure is not None:
        stage = measure.stages.first()
        stage.since, stage.since_precision, stage.until = h.pick.choice(
            [(None, "unknown", None), (h.day(), "day", None)]
        )
        stage.save()
        measure.settle()


def change_source_day(h: History) -> None:
    source = h.any(Source.objects)
    source.published_on = h.pick.choice([None, h.day()])
    source.accessed_on = h.pick.choice([None, h.day()])
    source.save()


def one_that_can(h: History, step: Callable[..., Any], model: Any, **fields: Any) -> None:
    """Take the step with the first record for which it can be taken."""
    rows = list(model.objects.filter(**fields).order_by("pk"))
    h.pick.shuffle(rows)
    for row in rows:
        with contextlib.suppress(ValidationError):
            step(record=row)
            return


def publish_one(h: History) -> None:
    kind = h.pick.choice([Position, Position, Source, Measure, *record_models()])
    one_that_can(h, publish, kind, publication__in=["draft", "withdrawn"])


def withdraw_one(h: History) -> None:
    one_that_can(h, withdraw, h.pick.choice([Position, *record_models()]), publication="published")


def delete_one(h: History) -> None:
    record = h.any(Position.objects.filter(publication="draft")) if h.pick.random() < 0.5 else None
    (record or h.record(publication="draft")).delete()


def delete_many(h: History) -> None:
    Position.objects.filter(publication="draft").delete()


def delete_and_store_again(h: History) -> None:
    old = h.any(Position.objects.filter(publication="draft"))
    if old is not None:
        forms, new = [form.form for form in old.forms.all()], copy.copy(old)
        old.delete()
        new.pk, new._state.adding, new.summary = None, True, h.word()
        new.save()
        for form in forms:
            new.forms.create(form=form)


def update_many(h: History) -> None:
    keys = list(Position.objects.values_list("pk", flat=True))
    ledger: Any = guard.current.get()
    ledger.announce_all(Position, keys)
    Position.objects.filter(pk__in=keys).update(confidence=h.pick.choice(["confirmed", "reported"]))


def touch(h: History) -> None:
    h.record().touch()


def create_and_delete(h: History) -> None:
    source = make.source(f"gone-{next(h.names)}")
    source.delete()


def nothing(h: History) -> None:
    """Write nothing at all."""


def load(h: History) -> None:
    """Load some lines as they stand, and one that says something else."""
    ledger: Any = guard.current.get()
    state = h.pick.choice(["draft", "published"])
    records = list({(type(r), r.pk): r for r in (h.record(publication=state) for _ in range(3))}.values())
    lines = [Line("trial", n, type(r), state_of(r)) for n, r in enumerate(records, 1)]
    first = lines[0]
    if first.model.TITLE:
        first.fields[first.model.TITLE] = h.word()
    Load().store(lines, ledger)


WRITES: list[Callable[[History], None]] = [
    new_position, new_named, change_field, change_one_field, save_as_it_is, change_period, change_citation, change_form,
    move_part, delete_parts, change_references, change_stage, change_source_day, publish_one, withdraw_one, delete_one,
    delete_many, delete_and_store_again, update_many, touch, create_and_delete, nothing, load,
]  # fmt: skip
