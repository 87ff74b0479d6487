"""
The boolean tree: `filter={"or": [{"category": "cyber"}, {"not": {"stance": "opposes"}}]}`.

An object holds parameters of the list, all of which must hold, and may hold `and` and `or` with lists of
objects and `not` with one. Parameters within one object that speak of one relation speak of one and the
same row, as they do in the query string.
"""

import json
import math
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from policyhub.api.errors import Fault
from policyhub.api.filters.filterset import CatalogueFilterSet, faults_of

DEEPEST = 5
"""Objects stand within objects so many levels deep at most."""

MOST_LEAVES = 50
"""A tree holds so many parameters at most."""

MOST_COST = 200
"""
The parameters of a tree may cost so much together: 1 each, 3 where a text is looked for, 10 for each word of `q`,
and 5 more where it is about anything but a column.
"""

JOINING = ("and", "or", "not")


@dataclass
class Reading:
    """One tree while it is read: what it asks, how large it has grown, and what is wrong with it."""

    filters: CatalogueFilterSet
    leaves: int = 0
    cost: int = 0
    faults: list[Fault] = field(default_factory=list)

    def fail(self, pointer: str, code: str, detail: str) -> None:
        """Note what is wrong at one place."""
        self.faults.append(Fault("filter", code, detail, pointer=pointer))

    def node(self, value: Any, pointer: str, depth: int) -> Q:
        """Return what one object asks."""
        if not isinstance(value, dict) or not value:
            self.fail(
                pointer, "invalid", "Here stands an object that holds at least one parameter, `and`, `or` or `not`."
            )
            return Q()
        if depth > DEEPEST:
            self.fail(pointer, "too-deep", f"A tree is at most {DEEPEST} objects deep.")
            return Q()
        found, values = Q(), dict[str, Any]()
        for name, given in value.items():
            place = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
            if name in JOINING:
                found &= self.joined(name, given, place, depth)
            else:
                values |= self.leaf(name, given, place)
        return found & self.filters.q_of(values)

    def joined(self, name: str, given: Any, pointer: str, depth: int) -> Q:
        """Return what objects ask together, one of them, or not."""
        if name == "not":
            return ~self.node(given, pointer, depth + 1)
        if not isinstance(given, list) or not given or len(given) > MOST_LEAVES:
            self.fail(pointer, "invalid", f"`{name}` takes a list of 1 to {MOST_LEAVES} objects.")
            return Q()
        parts = [self.node(one, f"{pointer}/{place}", depth + 1) for place, one in enumerate(given)]
        found = Q() if name == "and" else Q(pk__in=[])
        for part in parts:
            found = found & part if name == "and" else found | part
        return found

    def leaf(self, name: str, given: Any, pointer: str) -> dict[str, Any]:
        """Return the value of one parameter, by its name; nothing where it is wrong."""
        known = self.filters.base_filters.get(name)
        if known is None:
            names = tuple(sorted([*self.filters.base_filters, *JOINING]))
            detail = f"There is no parameter {name!r} here."
            self.faults.append(Fault("filter", "unknown-parameter", detail, names, pointer, name))
            return {}
        self.leaves += 1
        if self.leaves > MOST_LEAVES:
            return self.too_large()
        try:
            if known.takes_list and isinstance(given, list) and given:
                read = known.read_list([spelled(one, listed=False) for one in given], self.filters.asking)
            else:
                read = known.read(spelled(given, known.takes_list), self.filters.asking)
            self.cost += known.cost_of(read)
            return {name: read} if self.cost <= MOST_COST else self.too_large()
        except ValidationError as error:
            self.faults += faults_of("filter", [error], pointer)
            return {}

    def too_large(self) -> dict[str, Any]:
        """Note once that the tree is too large; nothing more of it is read."""
        if not any(fault.code == "too-large" for fault in self.faults):
            self.fail("", "too-large", f"A tree holds at most {MOST_LEAVES} parameters, of a cost of {MOST_COST}.")
        return {}


def spelled(given: Any, listed: bool) -> str:
    """Return a value of JSON as the query string would spell it."""
    if isinstance(given, bool):
        return "true" if given else "false"
    finite = not isinstance(given, float) or math.isfinite(given)
    if isinstance(given, str | int | float) and finite and str(given).strip() and not unprintable(str(given)):
        return str(given)
    form = "a text, a number, true or false" + (", or a list of them" if listed else "")
    raise ValidationError("%(detail)s", code="invalid", params={"detail": f"Here stands {form}, not empty."})


def unprintable(text: str) -> bool:
    """Tell whether a text holds what no database stores: a null byte, or half of a surrogate pair."""
    return "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text)


def read_tree(text: str, filters: CatalogueFilterSet) -> tuple[Q, list[Fault]]:
    """Return what a tree asks, and what is wrong with it."""
    reading = Reading(filters)
    try:
        tree = json.loads(text, object_pairs_hook=once, parse_constant=no_number)
    except (ValueError, RecursionError) as error:
        reason = (
            str(error)
            if isinstance(error, json.JSONDecodeError | UnreadableError)
            else "it is too deep, or a number too long"
        )
        return Q(), [Fault("filter", "invalid", f"`filter` is an object in JSON; this one cannot be read: {reason}.")]
    return reading.node(tree, "", 1), reading.faults


class UnreadableError(ValueError):
    """JSON that a tree cannot be read from."""


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; a name that stands twice is refused, for one of its values would be lost."""
    read: dict[str, Any] = {}
    for name, value in pairs:
        if name in read:
            raise UnreadableError(f"{name[:80]!r} stands twice in one object")
        if unprintable(name):
            raise UnreadableError("a name holds a null byte, or half of a surrogate pair")
        read[name] = value
    return read


def no_number(word: str) -> Any:
    """Refuse NaN and the infinities, which are no JSON."""
    raise UnreadableError(f"{word} is no number of JSON")
