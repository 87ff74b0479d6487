"""
What somebody looks for: the words of a question in the small language of `q`, read strictly.

    air shield          both words, anywhere
    shiel*              a word that begins so
    "air shield"        these words side by side; so is every word with a sign in it (Franco-German, d'Orsay)
    air OR sea          one of the two (capitals); it binds closer than the blank between words
    -sea                not this word, not "this phrase"

Case, diacritics and typography do not matter, and nothing else is a sign of the language.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policyhub.records.folding import APART, fold, words

MOST_TERMS = 10
"""So many words and phrases are looked for at once at most."""

MOST_WORDS = 40
"""They have so many words together at most."""

FORMS = ("word", "begin*", '"a phrase"', "one OR other", "word -without")
"""What can be written."""


class SoughtError(ValueError):
    """What was written cannot be looked for; the message says why."""

    def __init__(self, detail: str, code: str = "invalid") -> None:
        super().__init__(detail)
        self.code = code


@dataclass(frozen=True)
class Term:
    """A word or a phrase; of an open one the last word may go on."""

    words: tuple[str, ...]
    is_open: bool = False

    @property
    def is_phrase(self) -> bool:
        """Tell whether it has several words."""
        return len(self.words) > 1

    @property
    def text(self) -> str:
        """Return it as a piece of what records store of their words."""
        return f" {' '.join(self.words)}{'' if self.is_open else ' '}"


@dataclass(frozen=True)
class Sought:
    """What is looked for: of each group at least one term, and none of those `without`."""

    groups: tuple[tuple[Term, ...], ...]
    without: tuple[Term, ...] = ()

    def choices(self) -> Iterator[tuple[tuple[str, ...], bool]]:
        """Yield the words as they were typed, one term of each group, and whether the last word is open."""
        for choice in itertools.product(*self.groups):
            yield tuple(word for term in choice for word in term.words), choice[-1].is_open

    def terms(self) -> list[Term]:
        """Return what is looked for, without what must not occur."""
        return [term for group in self.groups for term in group]


ITEM = re.compile(r'\s*(?P<minus>-?)(?:"(?P<phrase>[^"]*)"(?=\s|$)|(?P<word>[^\s"]+)(?=\s|$)|(?P<wrong>\S*))')
SIGNS = {'"', "-", "*"}
BETWEEN = "`OR` stands between two words or phrases, neither of which has a minus."


def read(text: str) -> Sought:
    """Return what a question looks for; raise SoughtError where that cannot be told, or is too much."""
    groups: list[list[Term]] = []
    without: list[Term] = []
    before = "minus"  # nothing that an `OR` could join stands before the first one
    for item in _items(text):
        this = "minus" if item["minus"] else "OR" if item["word"] == "OR" else "term"
        if (before, this) in (("minus", "OR"), ("OR", "OR"), ("OR", "minus")):
            raise SoughtError(BETWEEN)
        if this == "minus":
            without.append(_term(item))
        elif this == "term" and before == "OR":
            groups[-1].append(_term(item))
        elif this == "term":
            groups.append([_term(item)])
        before = this
    if before == "OR":
        raise SoughtError(BETWEEN)
    return _within_bounds(groups, without)


def _within_bounds(groups: Sequence[Sequence[Term]], without: Sequence[Term]) -> Sought:
    terms = [*(term for group in groups for term in group), *without]
    if not groups:
        reason = "only what must not occur is named; name a word that must" if without else "no word is named"
        raise SoughtError(f"There is nothing to look for: {reason}.", "invalid" if without else "empty")
    if len(terms) > MOST_TERMS:
        raise SoughtError(f"It has {len(terms)} words and phrases; at most {MOST_TERMS} are looked for.", "too-long")
    number = sum(len(term.words) for term in terms)
    if number > MOST_WORDS:
        raise SoughtError(f"Its words and phrases have {number} words; at most {MOST_WORDS} do.", "too-long")
    return Sought(tuple(map(tuple, groups)), tuple(without))


def _items(text: str) -> Iterator[re.Match[str]]:
    # Typographic quotation marks and minus signs are those of a keyboard, as everywhere.
    plain = "".join(sign if (sign := fold(letter)) in SIGNS else letter for letter in text).strip()
    place = 0
    while place < len(plain):
        item = ITEM.match(plain, place)
        if item is None or item["wrong"] is not None:
            lone = plain.count('"') % 2
            detail = "is not closed" if lone else "stands within a word; blanks stand around a phrase"
            if item is None or '"' in item["wrong"]:
                raise SoughtError(f"A quotation mark {detail}.")
            raise SoughtError("A minus stands right before what must not occur.")
        yield item
        place = item.end()


def _term(item: re.Match[str]) -> Term:
    given = item["word"] if item["phrase"] is None else item["phrase"]
    kept = given.removesuffix("*")
    folded = fold(kept)
    found = words(folded)
    if not found:
        what = "A phrase" if item["phrase"] is not None else f"{given[:40]!r}"
        raise SoughtError(f"{what} has no letter or digit in it, and only words are looked for.", "empty")
    if "*" in kept:
        raise SoughtError("`*` stands at the end of a word, and in a phrase of the last one.")
    if kept != given and APART[ord(folded[-1])] == " ":
        raise SoughtError("`*` stands right after a letter or digit.")
    return Term(tuple(found), kept != given)
