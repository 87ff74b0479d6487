"""
Read serializers compiled to SQL, so that the database writes the JSON.

Building instances and serializing them in Python cost eight to ten times as much in the trials. A
serializer remains the only declaration of a shape: this module reads it and says the same in SQL.

    rows         the statement below finds them first: primary keys, in the relation `page`
    place 0      writes each of them; a record that many rows refer to is only marked there
    place 1 ...  writes each record that is marked, once
"""

import datetime
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, singledispatch
from typing import Any, cast

from django.db import connections
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Concat, NullIf
from django.db.models.lookups import IsNull
from rest_framework import serializers

from policyhub.api.collections import derived_of, lists_of, viewset_of
from policyhub.api.fields import Groups, Instant, Key, Keys, Text, Url, Word, Words, url_prefix
from policyhub.api.json_sql import (
    AsJson,
    AsText,
    DecimalText,
    InstantText,
    JsonArray,
    JsonArrayOfJson,
    JsonObject,
)
from policyhub.api.making import Among, Crowd, Making, Visibility, in_relation
from policyhub.api.serializers import ReadSerializer
from policyhub.api.shapes import Shape, fields_of, whole
from policyhub.api.statements import Sql, sql_of
from policyhub.records.querysets import Caller, sees_drafts


@dataclass(frozen=True)
class Document:
    """The statements that write the rows of `page`, and the records that are marked in them: (key, place, text)."""

    selects: Sequence[Sql]
    crowds: Sequence[Sql]
    """How many records each opened list holds for the rows of `kept`: (owner, number)."""


@dataclass(frozen=True)
class Engine:
    """What a connection speaks to; those that speak the same take the same statements."""

    vendor: str
    alias: str = field(compare=False)


@lru_cache(maxsize=256)
def _compiled(shape: Shape, drafts: bool, day: datetime.date, narrowed: bool, engine: Engine) -> Document:
    making = Making(Visibility(drafts), day, narrowed, in_relation)
    making.places.append((shape, in_relation))
    selects, number = [], 0
    while number < len(making.places):  # a place may mark records that are written in another one
        shape, among = making.places[number]
        inside = replace(making, among=among if number == 0 else distinct(shape, among))
        rows = making.rows(shape).filter(pk__in=among("page")).order_by()
        text = AsText(compile_object(shape, inside, outermost=number == 0))
        place = RawSQL(str(number), (), output_field=IntegerField())
        selects.append(sql_of(rows.annotate(place=place, text=text).values_list("pk", "place", "text"), engine.alias))
        number += 1
    return Document(tuple(selects), tuple(sql_of(crowd.counted("kept"), engine.alias) for crowd in making.crowds))


def distinct(shape: Shape, among: Among) -> Among:
    """Return the same records as a queryset of theirs."""
    return lambda relation: shape.model._base_manager.filter(pk__in=among(relation)).values("pk")


ANY_DAY = datetime.date(1, 1, 1)


def document(shape: Shape, caller: Caller, day: datetime.date, *, alias: str, narrowed: bool = False) -> Document:
    """
    Return what writes rows as JSON text, on the engine of a connection.

    The lists of records that the shape opens hold all there are, or with `narrowed` what was so on the day.
    The statements are made once for each shape, day, engine and whether `caller` may see drafts.
    """
    if not any(shape.opens()) and not derived_of(shape.model, day).keys() & {*shape.names}:
        day, narrowed = ANY_DAY, False
    engine = Engine(connections[alias].vendor, alias)
    return _compiled(shape, sees_drafts(caller), day, narrowed, engine)


MARK = f"record {secrets.token_hex(16)}"
"""Begins the text that marks a record's place; nobody outside the process knows it, so no data holds it."""


def compile_object(shape: Shape, making: Making, *, outermost: bool = False) -> JsonObject:
    """Return the object that `shape` describes."""
    fields = fields_of(shape.serializer)
    values = {}
    for name in shape.names:
        inside = shape.within(name)
        if name not in fields:
            values[name] = listed(shape, name, making)
        elif inside is not None and isinstance(fields[name], Key):
            # Within lists and parts the same records recur, so there they are marked.
            opening = opened if outermost and not any(inside.opens()) else marked
            values[name] = opening(shape, fields[name].source, inside, making)
        else:
            values[name] = compile_field(fields[name], (fields[name].source or name).replace(".", "__"), making, inside)
    return JsonObject(**values)


def opened(outer: Shape, source: str, shape: Shape, making: Making) -> Any:
    """Return the record that a row refers to; null where there is none, or none that may be seen."""
    rows = making.rows(shape).filter(pk=OuterRef(source))
    return AsJson(Subquery(rows.annotate(j=compile_object(shape, making)).values("j")))


def marked(outer: Shape, source: str, shape: Shape, making: Making) -> Any:
    """
    Return a mark for the record that a row refers to, in whose place it is put afterwards; null where there is none.

    Few actors, sources and conditions are referred to by many rows, so each is written once; and SQLite's
    parser would not hold a list within a record within a record.
    """
    return mark(F(f"{source}_id"), shape, making.leading(outer.model, f"{source}_id"), making)


def mark(key: Any, shape: Shape, among: Among, making: Making) -> Any:
    """Return the text that marks the place of the record with that primary key."""
    marking = Concat(Value(f"{MARK} {len(making.places)} "), Cast(key, TextField()))
    making.places.append((shape, among))
    return Case(When(IsNull(key, True), then=Value(None)), default=marking, output_field=TextField())


def listed(outer: Shape, name: str, making: Making) -> Any:
    """Return the records that refer to a row, by their key."""
    relation, shape = lists_of(outer.model)[name], outer.within(name)
    assert shape is not None  # noqa: S101  (a list is shown only where it is opened)
    view, owner = viewset_of(shape.model)(), relation.field.name
    plain = view.queryset.all().visible_to(making.eyes)
    making.crowds.append(Crowd(view.on(plain, making.day) if making.narrowed else plain, owner, making.among))
    rows = making.rows(shape).filter(**{owner: OuterRef("pk")})
    rows = view.on(rows, making.day) if making.narrowed else rows
    inside = making.within(shape.model._base_manager, owner)
    return AsJson(JsonArrayOfJson(rows.order_by(view.key).annotate(j=compile_object(shape, inside)).values("j")))


@singledispatch
def compile_field(field: Any, source: str, making: Making, inside: Shape | None) -> Any:
    """Return the expression of one field; the rule of each kind is registered below."""
    raise TypeError(f"{type(field).__name__} has no rule in policyhub.api.documents (field {field.field_name!r})")


@compile_field.register(serializers.IntegerField)
@compile_field.register(serializers.DateField)
def _(field: Any, source: str, making: Making, inside: Shape | None) -> Any:
    return F(source)


@compile_field.register(Text)
@compile_field.register(Word)
def _(field: Any, source: str, making: Making, inside: Shape | None) -> Any:
    return NullIf(F(source), Value("")) if field.allow_null else F(source)


@compile_field.register(Instant)
def _(field: Any, source: str, making: Making, inside: Shape | None) -> Any:
    return InstantText(F(source))


@compile_field.register(serializers.DecimalField)
def _(field: Any, source: str, making: Making, inside: Shape | None) -> Any:
    return DecimalText(F(source))


@compile_field.register(Url)
def _(field: Any, source: str, making: Making, inside: Shape | None) -> Any:
    return Concat(Value(url_prefix(field.model)), F(source), Value("/"))


@compile_field.register(Key)
def _(field: Any, source: str, making: Making, inside: Shape | None) -> Any:
    return F(f"{source}__{field.slug_field}")


@compile_field.register(Keys)
def _(field: Any, source: str, making: Making, inside: Shape | None) -> Any:
    return AsJson(F(source))


@compile_field.register(serializers.ManyRelatedField)
def _(field: Any, source: str, making: Making, inside: Shape | None) -> Any:
    key = field.child_relation.slug_field
    relation = field.parent.Meta.model._meta.get_field(field.source)
    whose = {relation.related_query_name(): OuterRef("pk")}
    rows = relation.related_model.objects.visible_to(making.eyes).filter(**whose)
    shown = F(key) if inside is None else mark(F("pk"), inside, making.leading(field.parent.Meta.model, source), making)
    return AsJson(JsonArray(rows.order_by(key).annotate(j=shown).values("j")))


def part_rows(parent: Any, source: str, making: Making) -> Any:
    """Return the visible rows of a part of the outer record, in the part's own order."""
    relation = parent.Meta.model._meta.get_field(source)
    rows = relation.related_model.objects.visible_to(making.eyes).filter(**{relation.field.name: OuterRef("pk")})
    return rows.order_by(*relation.related_model._meta.ordering)


def of_parts(parent: Any, source: str, making: Making) -> Making:
    """Return the making of the parts of the rows that are being written."""
    relation = parent.Meta.model._meta.get_field(source)
    return making.within(relation.related_model._base_manager, relation.field.name)


@compile_field.register(serializers.ListSerializer)
def _(field: Any, source: str, making: Making, inside: Shape | None) -> Any:
    rows, child = part_rows(field.parent, source, making), cast(type[ReadSerializer], type(field.child))
    part = compile_object(inside or whole(child), of_parts(field.parent, source, making))
    return AsJson(JsonArrayOfJson(rows.annotate(j=part).values("j")))


@compile_field.register(Words)
def _(field: Any, source: str, making: Making, inside: Shape | None) -> Any:
    return AsJson(JsonArray(part_rows(field.parent, source, making).annotate(j=F(field.word)).values("j")))


@compile_field.register(Groups)
def _(field: Any, source: str, making: Making, inside: Shape | None) -> Any:
    links = field.child.Meta.model.objects.visible_to(making.eyes)
    owner = field.parent.Meta.model._meta.get_field(source).field.name
    # A group is led by its first link; a link without a group leads itself.
    before = Q(condition__slug__lt=OuterRef("condition__slug")) | Q(
        condition__slug=OuterRef("condition__slug"), role__lt=OuterRef("role")
    )
    earlier = links.filter(before, **{owner: OuterRef(owner)}, group=OuterRef("group"))
    leaders = part_rows(field.parent, source, making).filter(~Exists(earlier))
    fellows = links.filter(Q(pk=OuterRef("pk")) | Q(**{owner: OuterRef(owner)}, group=OuterRef("group")))
    fellows = fellows.order_by(*field.child.Meta.model._meta.ordering)
    part = compile_object(inside or whole(field.child), of_parts(field.parent, source, making))
    group = JsonArrayOfJson(fellows.annotate(j=part).values("j"))
    return AsJson(JsonArrayOfJson(leaders.annotate(j=group).values("j")))
