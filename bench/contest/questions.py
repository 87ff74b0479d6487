"""The questions of the contest, W1 to W9: what each server is asked for, over many values, and what is compared."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit

from bench.contest import recipe, texts
from bench.contest.load import Address
from bench.contest.servers import Server

SCALARS = "slug,title,summary,presence,footprint,command"
SAID = "slug,actor,stance,confidence,since,until"
MANY = 48
"""So many different addresses of a question are asked for in turn."""

Json = dict[str, Any]
Addresses = dict[str, list[Address]]


class NotYetError(Exception):
    """The product does not answer this question; the message says how it refuses."""


@dataclass
class Question:
    """One thing that is asked of every server: its addresses there, and what of an answer must be the same."""

    name: str
    about: str
    addresses: Addresses = field(default_factory=dict)
    shown: tuple[str, ...] = ("results",)
    """The parts of an answer that are compared; none: all of it."""

    status: int = 200
    not_yet: str = ""
    """How the product refuses it; empty where it answers."""


def measures(path: str = "", **query: Any) -> str:
    """Return an address of the product."""
    named = {name.replace("below", "__"): value for name, value in query.items()}
    return f"/api/v1/measures/{path}{'?' + urlencode(named, safe=',()*') if named else ''}"


def at(path: str, **query: Any) -> str:
    """Return an address of a rival."""
    return f"/{path}/?{urlencode(query)}" if query else f"/{path}/"


def plain(found: dict[str, list[str]]) -> Addresses:
    """Return addresses that are asked for without a validator."""
    return {name: [(path, "") for path in paths] for name, paths in found.items()}


class Asking:
    """Works out the addresses of every question for a catalogue of a size, some of them by asking the product."""

    def __init__(self, size: int, product: Server) -> None:
        self.size, self.product = size, product
        self.slugs = sorted(recipe.told(number).slug for number in range(size))

    def questions(self) -> Iterator[tuple[str, Callable[[], Question]]]:
        """Yield each question by its name, still to be worked out."""
        yield "W1", self.nested
        yield "W2", self.flat
        yield "W3", self.record
        yield "W4", self.backed
        yield "W4 past", lambda: self.backed(past=True)
        yield "W4 count", lambda: self.backed(counted=True)
        yield "W5", self.search
        yield "W6", self.counts
        yield "W8", self.deep
        yield "W8 offset", lambda: self.deep(offset=True)
        yield "W9", self.unchanged

    def get(self, path: str) -> Json:
        """Return what the product answers."""
        status, _, body = self.product.get(path)
        if status != 200:
            raise NotYetError(f"{status} {body[:300].decode()}")
        found: Json = json.loads(body)
        return found

    def some(self, number: int = MANY) -> list[str]:
        """Return some slugs, from everywhere."""
        return Random(number).sample(self.slugs, number)

    def nested(self) -> Question:
        """W1: a page of a category with category and positions nested."""
        names = [recipe.category(number) for number in range(recipe.CATEGORIES)]
        shape = {"fields": f"{SCALARS},category(slug,name),positions({SAID})", "expand": "category,positions"}
        found = {
            "product": [measures(category=name, **shape, page_size=50, count="none") for name in names],
            "textbook": [at("nested", category=name) for name in names],
            "floor": [at("nested", category=name) for name in names],
        }
        return Question("W1", "50 of a category, positions nested", plain(found))

    def flat(self) -> Question:
        """W2: a page of a hundred, ten columns, of those that one word describes, from either end."""
        shape = {"fields": f"{SCALARS},publication,description,note,updated_at", "page_size": 100, "count": "none"}
        words = [("", "")]
        for column in ("presence", "footprint"):
            words += [(column, word) for word in getattr(recipe, column.upper())]
        found: dict[str, list[str]] = {"product": [], "textbook": [], "floor": []}
        for column, word in words:
            narrowed = {column: word} if column else {}
            for name, order in (("up", "slug"), ("down", "-slug")):
                found["product"].append(measures(**narrowed, ordering=order, **shape))
                found["textbook"].append(at("flat", **narrowed, ordering=order, page_size=100))
                floor = f"flat-{column}-{name}" if column else f"flat-{name}"
                found["floor"].append(at(floor, **({"word": word} if column else {})))
        return Question("W2", "100 of a word, ten columns", plain(found))

    def of_records(self, floor: str) -> dict[str, list[str]]:
        """Return the addresses of single records."""
        inside = f"positions({SAID},conditions(condition,role),citations(source,role,locator))"
        shape = {"fields": f"{SCALARS},category,{inside}", "expand": "positions"}
        slugs = self.some()
        return {
            "product": [measures(f"{slug}/", **shape) for slug in slugs],
            "textbook": [f"/{floor}/{slug}/" for slug in slugs],
            "floor": [at(floor, slug=slug) for slug in slugs],
        }

    def record(self) -> Question:
        """W3: one record with positions, their conditions and citations."""
        return Question("W3", "one record, all nested", plain(self.of_records("record")), shown=())

    def backed(self, *, past: bool = False, counted: bool = False) -> Question:
        """W4: what one backs and another does not oppose, by the number of backers."""
        actors = [recipe.code(number) for number in range(recipe.STATES)]
        pairs = list(zip(actors, actors[7:] + actors[:7], strict=True))[:MANY]
        clock = {"as_of": recipe.PAST.isoformat()} if past else {}
        shape = {"fields": "slug,title,presence,backers", "ordering": "-backers", "page_size": 50}
        more = {} if counted else {"count": "none"}
        floor = "backed-counted" if counted else "backed"
        found = {
            "product": [
                measures(backed_by=one, opposed_bybelownone=other, **shape, **more, **clock) for one, other in pairs
            ],
            "textbook": [at("backed", by=one, against=other, **clock) for one, other in pairs],
            "floor": [at(floor, by=one, against=other, **clock) for one, other in pairs],
        }
        name = "W4 past" if past else "W4 count" if counted else "W4"
        about = "backed by A, not opposed by B, by backers" + ("; a past day" if past else "; counted" * counted)
        return Question(name, about, plain(found), shown=("count", "results") if counted else ("results",))

    def search(self) -> Question:
        """W5: two words that some measure holds, each of them common enough for a rank to matter."""
        pairs: list[str] = []
        for number in range(self.size):
            if len(pairs) == MANY:
                break
            measure = recipe.told(number)
            pool = measure.title + measure.summary if number % 2 else measure.title
            ranks = [rank for rank in dict.fromkeys(pool) if 3 <= rank < 60]
            if len(ranks) > 1:
                pairs.append(texts.plain(ranks[:2]))
        shape = {"fields": "slug,title,summary", "page_size": 20, "count": "none"}
        found = {
            "product": [measures(q=pair, ordering="relevance", **shape) for pair in pairs],
            "textbook": [at("search", q=pair, page_size=20) for pair in pairs],
            "floor": [at("search", q=pair) for pair in pairs],
        }
        return Question("W5", "two words in all texts, ranked", plain(found))

    def counts(self) -> Question:
        """W6: counts by category and status under a filter."""
        words = [
            (column, word)
            for column in ("presence", "footprint", "command")
            for word in getattr(recipe, column.upper())
        ]
        shape = {"facets": "category,status", "fields": "slug,title", "page_size": 1}
        found = {
            "product": [measures(**{column: word}, **shape) for column, word in words],
            "textbook": [at("counts", **{column: word}, page_size=1) for column, word in words],
            "floor": [at(f"counts-{column}", word=word) for column, word in words],
        }
        return Question(
            "W6", "counts by category and status, filtered", plain(found), shown=("count", "results", "facets")
        )

    def deep(self, *, offset: bool = False) -> Question:
        """W8: a page at nine tenths of the table; the product goes there by cursor."""
        shape = {"fields": f"{SCALARS},publication,description,note,updated_at", "count": "none"}
        stride, last = (500 if self.size >= 10_000 else 50), self.size * 9 // 10
        path, places, cursors = measures(**shape, page_size=stride), list[int](), list[str]()
        for step in range(1, last // stride + 1):
            following = urlsplit(self.get(path)["next"])
            path = f"{following.path}?{following.query}"
            if step * stride > self.size * 8 // 10 or step == last // stride:
                places.append(step * stride)
                cursors.append(path.replace(f"page_size={stride}", "page_size=50"))
        floor = (
            [at("offset", offset=place) for place in places]
            if offset
            else [at("beyond", slug=self.slugs[place - 1]) for place in places]
        )
        found = {
            "product": cursors,
            "textbook": [at("flat", page=place // 50 + 1, page_size=50) for place in places],
            "floor": floor,
        }
        name, about = ("W8 offset", "the same; floor by offset") if offset else ("W8", "50 at 90 %, by key")
        return Question(name, about, plain(found))

    def unchanged(self) -> Question:
        """W9: a record that the asker has already."""
        found: Addresses = {}
        for name, paths in self.of_records("conditional").items():
            found[name] = [(path, "") for path in paths]
        return Question("W9", "one record, unchanged (304)", found, shown=(), status=304)
