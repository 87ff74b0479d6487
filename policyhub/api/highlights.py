"""
Highlights: the pieces of a record's own texts around the first words that were looked for.

A piece is told as parts, each with whether it was looked for: no marks stand in the text, which is the
record's own and has nothing taken out or put in. Who shows it escapes it, as any text.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from policyhub.records.folding import APART, LONGEST_WORD, PLAIN
from policyhub.records.sought import Sought, Term

AROUND = 60
"""Characters that are told before the first word and after it, at least where there are so many."""

MOST_PIECES = 3
"""So many texts of a record are told at most."""

Json = dict[str, Any]
Span = tuple[int, int]


@lru_cache(maxsize=4096)
def apart(letter: str) -> str:
    """Return what becomes of one letter of a text: letters of words, and blanks for what parts them."""
    folded = unicodedata.normalize("NFKD", letter).translate(PLAIN).casefold()
    while folded != letter and not folded.isascii():
        letter, folded = folded, unicodedata.normalize("NFKD", folded).translate(PLAIN).casefold()
    return folded.translate(APART)


def words_in(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a text, as they are compared, and where each begins and ends in the text itself."""
    found: list[tuple[str, int, int]] = []
    word, begin, end = "", 0, 0
    for place, letter in enumerate(text):
        for plain in apart(letter):
            if plain == " " and word:
                found.append((word, begin, end))
                word = ""
            elif plain != " ":
                begin = begin if word else place
                word += plain
                end = place + 1
        if word and end == place and apart(letter) == "":
            end = place + 1  # a mark belongs to the letter before it
    return [(word[:LONGEST_WORD], begin, end) for word, begin, end in [*found, *([(word, begin, end)] if word else [])]]


def spans(text: str, sought: Sought) -> list[Span]:
    """Return where a text holds what is sought, in order and apart from each other."""
    words = words_in(text)
    met: list[Span] = []
    for first in range(len(words)):
        if met and words[first][1] > met[0][1] + AROUND:  # no piece reaches so far
            break
        longest = max((len(term.words) for term in sought.terms() if begins(words, first, term)), default=0)
        if longest:
            met.append((words[first][1], words[first + longest - 1][2]))
    joined: list[Span] = []
    for begin, end in met:
        if joined and begin < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def begins(words: list[tuple[str, int, int]], first: int, term: Term) -> bool:
    """Tell whether a term stands in a text from one of its words on."""
    there = [word for word, _, _ in words[first : first + len(term.words)]]
    if len(there) < len(term.words) or there[:-1] != list(term.words[:-1]):
        return False
    return there[-1].startswith(term.words[-1]) if term.is_open else there[-1] == term.words[-1]


def pieces(texts: Mapping[str, str], sought: Sought) -> list[Json]:
    """Return the pieces of a record's texts, by field, in which something of what is sought stands."""
    found: list[Json] = []
    for field, text in texts.items():
        if len(found) == MOST_PIECES:
            break
        if met := spans(text, sought):
            found.append({"field": field, "parts": list(parts(text, met))})
    return found


def parts(text: str, met: list[Span]) -> Iterator[Json]:
    """Yield the parts of the piece around the first place, and the other places in it."""
    begin, end = window(text, *met[0])
    place = begin
    for first, last in met:
        if last > end:
            break
        if place < first:
            yield {"text": text[place:first], "match": False}
        yield {"text": text[first:last], "match": True}
        place = last
    if place < end:
        yield {"text": text[place:end], "match": False}


def window(text: str, first: int, last: int) -> Span:
    """Return where a piece around a place begins and ends: between words, where there are any so near."""
    begin, end = max(0, first - AROUND), min(len(text), last + AROUND)
    if begin and (blank := text.find(" ", begin, first)) >= 0:
        begin = blank + 1
    if end < len(text) and (blank := text.rfind(" ", last, end)) >= 0:
        end = blank
    return begin, end
