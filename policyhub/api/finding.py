"""
The statements of a search: what is found in every collection, how many there are, and what their texts say.

What is found stands in order of its tier (`policyhub/records/text_index.py`), its collection and its key.
Each branch asks for what the caller may see; drafts are in the index too, and nothing tells of them.
"""

import datetime
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import CharField, Count, F, Q, TextField, Value
from django.db.models.functions import Cast, JSONObject

from policyhub.api.collections import collections
from policyhub.api.ordering import Term
from policyhub.api.pagination import Cursor
from policyhub.api.statements import Statement
from policyhub.records.folding import text_fields
from policyhub.records.models import Record
from policyhub.records.querysets import Caller
from policyhub.records.sought import Sought
from policyhub.records.text_index import mentions, tier

ORDER = (Term("tier", nullable=False), Term("collection", nullable=False), Term("key", nullable=False))


class Finding:
    """What is sought, for one caller, as of a day if one is named."""

    def __init__(self, sought: Sought, caller: Caller, asked: datetime.date | None) -> None:
        self.sought, self.caller, self.asked = sought, caller, asked

    def found(self, name: str) -> Any:
        """Return the records of one collection that the caller may see and that hold what is sought."""
        view = collections()[name]()
        rows = view.queryset.all().visible_to(self.caller).order_by()
        rows = rows.filter(mentions(rows.model, self.sought))
        return view.on(rows, self.asked) if self.asked else rows

    def page(self, names: Iterable[str], cursor: Cursor | None, size: int) -> Statement:
        """Return tier, collection, key and title of what was found beyond the cursor, one more than a page holds."""
        branches = []
        for name in names:
            rows = self.found(name)
            key = rows.model.KEY
            rows = rows.annotate(_r=tier(self.sought))
            if cursor is not None:
                rows = rows.filter(beyond(cursor, name, key))
            told: dict[str, Any] = {"_c": Value(name, CharField()), "_k": F(key), "_t": F(rows.model.TITLE or key)}
            told = {column: Cast(known, TextField()) for column, known in told.items()}
            branches.append(rows.annotate(**told).values_list("_r", *told))
        turned = "-" if cursor is not None and cursor.backward else ""
        every = branches[0].union(*branches[1:], all=True) if len(branches) > 1 else branches[0]
        return Statement.of(every.order_by(f"{turned}_r", f"{turned}_c", f"{turned}_k")[: size + 1])

    def numbers(self, names: Iterable[str]) -> Statement:
        """Return how many records match in each collection that has any, in one statement."""
        counts = []
        for name in names:
            rows = self.found(name).values(c=Value(name, CharField()))
            counts.append(rows.annotate(n=Count("pk")).values_list("c", "n"))
        return Statement.of(counts[0].union(*counts[1:], all=True))

    def texts(self, keys: Mapping[str, Collection[str]]) -> dict[tuple[str, str], dict[str, str]]:
        """Return the texts of some records by collection and key; of what the caller may not see any more, none."""
        branches = []
        for name, wanted in keys.items():
            model = collections()[name].queryset.model
            rows = self.found(name).filter(**{f"{model.KEY}__in": wanted})
            said = Cast(JSONObject(**{field: field for field in shown(model)}), TextField())
            columns = {"_c": Cast(Value(name, CharField()), TextField()), "_k": Cast(model.KEY, TextField())}
            branches.append(rows.annotate(**columns, _s=said).values_list("_c", "_k", "_s"))
        if not branches:
            return {}
        rows = Statement.of(branches[0].union(*branches[1:], all=True) if len(branches) > 1 else branches[0]).run()
        found = {}
        for name, key, said in rows:
            texts = json.loads(said)  # PostgreSQL tells them in an order of its own
            found[name, key] = {field: texts[field] for field in shown(collections()[name].queryset.model)}
        return found


def shown(model: type[Record]) -> list[str]:
    """Return the texts of a kind of record, but for its key: its title first."""
    return sorted((name for name in text_fields(model) if name != model.KEY), key=lambda name: name != model.TITLE)


def beyond(cursor: Cursor, name: str, key: str) -> Q:
    """Return the records of one collection that stand beyond the cursor, by tier, collection and key."""
    reached, collection, last = cursor.values
    further = "lt" if cursor.backward else "gt"
    found = Q(**{f"_r__{further}": reached})
    if name == collection:
        return found | Q(**{"_r": reached, f"{key}__{further}": last})
    return Q(**{f"_r__{further}e": reached}) if (name < collection) is cursor.backward else found


def summed(numbers: Sequence[tuple[str, int]], names: Collection[str]) -> int:
    """Return how many records match in these collections."""
    return sum(number for name, number in numbers if name in names)
