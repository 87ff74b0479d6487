"""
Read serializers compiled to one SQL expression each, so that the database writes the JSON.

Building instances and serializing them in Python cost eight to ten times as much in the trials. A
serializer remains the only declaration of a shape: this module reads it and says the same in SQL.
"""

from functools import cache, singledispatch
from typing import Any

from django.db.models import Exists, Expression, F, OuterRef, Q, Value
from django.db.models.functions import Concat, NullIf
from rest_framework import serializers

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
from policyhub.api.serializers import ReadSerializer
from policyhub.records.querysets import Caller, sees_drafts


class Visibility:
    """Whose eyes nested rows are made for: the public's, or those of somebody who may see drafts."""

    is_authenticated = True

    def __init__(self, drafts: bool) -> None:
        self.drafts = drafts

    def has_perm(self, permission: str) -> bool:
        """Answer as a user would whom the question is put to."""
        return self.drafts


@cache
def _compiled(serializer: type[ReadSerializer], drafts: bool) -> Expression:
    return AsText(compile_object(serializer, Visibility(drafts)))


def document(serializer: type[ReadSerializer], caller: Caller) -> Expression:
    """
    Return the expression that writes a row as JSON text, for a queryset of the serializer's model.

    Annotations that the serializer names must be on the queryset. The expression depends on the
    serializer and on whether `caller` may see drafts, and is built once for each.
    """
    return _compiled(serializer, sees_drafts(caller))


def compile_object(serializer: type[ReadSerializer], eyes: Any, prefix: str = "") -> JsonObject:
    """Return the object that `serializer` declares, its columns read through `prefix`."""
    fields = serializer().fields
    values = {}
    for name, field in fields.items():
        source = prefix + (field.source or name).replace(".", "__")
        values[name] = compile_field(field, source, eyes)
    return JsonObject(**values)


@singledispatch
def compile_field(field: Any, source: str, eyes: Any) -> Any:
    """Return the expression of one field; the rule of each kind is registered below."""
    raise TypeError(f"{type(field).__name__} has no rule in policyhub.api.documents (field {field.field_name!r})")


@compile_field.register(serializers.IntegerField)
@compile_field.register(serializers.DateField)
def _(field: Any, source: str, eyes: Any) -> Any:
    return F(source)


@compile_field.register(Text)
@compile_field.register(Word)
def _(field: Any, source: str, eyes: Any) -> Any:
    return NullIf(F(source), Value("")) if field.allow_null else F(source)


@compile_field.register(Instant)
def _(field: Any, source: str, eyes: Any) -> Any:
    return InstantText(F(source))


@compile_field.register(serializers.DecimalField)
def _(field: Any, source: str, eyes: Any) -> Any:
    return DecimalText(F(source))


@compile_field.register(Url)
def _(field: Any, source: str, eyes: Any) -> Any:
    return Concat(Value(url_prefix(field.model)), F(source), Value("/"))


@compile_field.register(Key)
def _(field: Any, source: str, eyes: Any) -> Any:
    return F(f"{source}__{field.slug_field}")


@compile_field.register(Keys)
def _(field: Any, source: str, eyes: Any) -> Any:
    return AsJson(F(source))


@compile_field.register(serializers.ManyRelatedField)
def _(field: Any, source: str, eyes: Any) -> Any:
    key = field.child_relation.slug_field
    relation = field.parent.Meta.model._meta.get_field(field.source)
    rows = relation.related_model.objects.visible_to(eyes).filter(**{relation.related_query_name(): OuterRef("pk")})
    return AsJson(JsonArray(rows.order_by(key).annotate(j=F(key)).values("j")))


def part_rows(parent: Any, source: str, eyes: Any) -> Any:
    """Return the visible rows of a part of the outer record, in the part's own order."""
    relation = parent.Meta.model._meta.get_field(source)
    part = relation.related_model
    return part.objects.visible_to(eyes).filter(**{relation.field.name: OuterRef("pk")}).order_by(*part._meta.ordering)


@compile_field.register(serializers.ListSerializer)
def _(field: Any, source: str, eyes: Any) -> Any:
    rows = part_rows(field.parent, source, eyes)
    return AsJson(JsonArrayOfJson(rows.annotate(j=compile_object(type(field.child), eyes)).values("j")))


@compile_field.register(Words)
def _(field: Any, source: str, eyes: Any) -> Any:
    return AsJson(JsonArray(part_rows(field.parent, source, eyes).annotate(j=F(field.word)).values("j")))


@compile_field.register(Groups)
def _(field: Any, source: str, eyes: Any) -> Any:
    links = field.child.Meta.model.objects.visible_to(eyes)
    owner = field.parent.Meta.model._meta.get_field(source).field.name
    # A group is led by its first link; a link without a group leads itself.
    before = Q(condition__slug__lt=OuterRef("condition__slug")) | Q(
        condition__slug=OuterRef("condition__slug"), role__lt=OuterRef("role")
    )
    earlier = links.filter(before, **{owner: OuterRef(owner)}, group=OuterRef("group"))
    leaders = part_rows(field.parent, source, eyes).filter(~Exists(earlier))
    fellows = links.filter(Q(pk=OuterRef("pk")) | Q(**{owner: OuterRef(owner)}, group=OuterRef("group")))
    fellows = fellows.order_by(*field.child.Meta.model._meta.ordering)
    group = JsonArrayOfJson(fellows.annotate(j=compile_object(field.child, eyes)).values("j"))
    return AsJson(JsonArrayOfJson(leaders.annotate(j=group).values("j")))
