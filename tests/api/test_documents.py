"""The database writes what the plain serializer would, for records with every part and for both kinds of reader."""

import json
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from options.models import MeasureLink, PositionCondition, PositionForm
from options.vocabularies.positions import Form, LinkRole
from policyhub.api import parameters
from policyhub.api.viewsets import CatalogueViewSet
from policyhub.catalogue import COLLECTIONS
from policyhub.records.state import with_parts
from tests import builders as make
from tests.documents import compiled

pytestmark = pytest.mark.django_db

CONDITIONS = ["a", "b", "c"]
LINKS = st.sets(
    st.tuples(st.sampled_from(CONDITIONS), st.sampled_from(LinkRole.values), st.sampled_from([None, 1, 2])),
    max_size=6,
).map(lambda links: {(condition, role): group for condition, role, group in links})
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
MONEY = st.none() | st.decimals(min_value=0, max_value=10**12, places=2)
VIEWS: dict[str, Any] = {name: viewset() for name, viewset in COLLECTIONS}


def held_equal(view: CatalogueViewSet, drafts: bool) -> None:
    """Compare both ways to write every record of a collection."""

    class Reader:
        is_authenticated = True

        def has_perm(self, permission: str) -> bool:
            return drafts

    day = parameters.today()
    rows = view.queryset.model.objects.visible_to(Reader()).annotate(**view.annotations(day))
    plain = view.serializer_class(with_parts(rows.order_by("pk")), many=True).data
    assert compiled(view, rows, Reader(), day) == json.loads(json.dumps(plain))


@given(
    links=LINKS,
    forms=st.sets(st.sampled_from(Form.values), max_size=3),
    amount=MONEY,
    words=st.tuples(TEXT, TEXT, TEXT),
    public=st.booleans(),
)
def test_any_position(links: Any, forms: Any, amount: Any, words: Any, public: bool) -> None:
    with transaction.atomic():
        basis = {"amount": amount, "currency": "EUR", "amount_basis": "one-off"} if amount is not None else {}
        position = make.position(stance="open", scope=words[0], consequence=words[1], quantity=words[2], **basis)
        for form in forms:
            PositionForm.objects.create(position=position, form=form)
        for (slug, role), group in links.items():
            named = make.condition(slug, public=public)
            PositionCondition.objects.create(position=position, condition=named, role=role, group=group)
        held_equal(VIEWS["positions"], drafts=True)
        transaction.set_rollback(True)


@pytest.mark.parametrize("drafts", [True, False])
def test_records_with_every_part_and_relation(drafts: bool) -> None:
    france, other = make.actor("FRA", public=True), make.measure("other", public=True)
    condition = make.condition("all", state="met", jurisdiction=france, provision="Article 5", public=True)
    condition.needs.set([france, make.actor("DEU", public=True)])
    condition.implies.add(make.condition("implied", public=True))
    measure = make.measure("whole", status="agreed", beneficiary=france, description="*More.*", public=True)
    measure.secondary_categories.add(make.category("cyber", public=True))
    measure.addressees.add(france)
    MeasureLink.objects.create(measure=measure, kind="requires", target=other)
    measure.conditions.create(condition=condition, role="requires", group=1)
    measure.citations.update(locator="p. 5", quote="Six words that were said there.")
    make.category("below", parent=make.category("cyber", public=True), public=True).codes.create(scheme="dac", code="1")
    make.instrument("text", identifier="CELEX 1", public=True).parties.add(france)
    make.membership(france, make.actor("NATO", kind="organisation", public=True), public=True)
    make.position(france, measure, "opposes", number=3, unit="ships", binding="legal", public=True)
    make.statement(france, measure, other, quote="We will.", language="en", public=True)
    make.option("pair", core=[measure], public=True).members.create(measure=other, role="optional")
    make.assessment(measure, public=True)
    make.enquiry(france, other, public=True)
    for view in VIEWS.values():
        assert view.queryset.model.objects.published().exists()
        held_equal(view, drafts)
