"""What a search finds, and how well it fits, told by plain Python from the texts themselves."""

import itertools
import unicodedata
from collections.abc import Mapping

from policyhub.records.folding import fold
from policyhub.records.sought import Sought, Term

LONGEST = 100


def words(text: str) -> list[str]:
    """Return the words of a text: letters, digits, and the marks that are vowels elsewhere."""
    kept = [c if unicodedata.category(c) in LETTERS else "\n" for c in fold(text)]
    return [word[:LONGEST] for word in "".join(kept).split("\n") if word]


LETTERS = {"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "Mc"}


def stands(term: Term, text: list[str]) -> bool:
    """Tell whether some words stand side by side in a text."""
    number = len(term.words)
    for place in range(len(text) - number + 1):
        there = text[place : place + number]
        last = there[-1].startswith(term.words[-1]) if term.is_open else there[-1] == term.words[-1]
        if last and there[:-1] == list(term.words[:-1]):
            return True
    return False


def tier(sought: Sought, title: str, others: list[str]) -> int | None:
    """Return how well a record fits; None where it does not hold what is sought."""
    titled, texts = words(title), [words(text) for text in (title, *others)]

    def anywhere(term: Term) -> bool:
        return any(stands(term, text) for text in texts)

    if any(anywhere(term) for term in sought.without):
        return None
    if not all(any(anywhere(term) for term in group) for group in sought.groups):
        return None
    typed = [
        Term(tuple(word for term in choice for word in term.words), choice[-1].is_open)
        for choice in itertools.product(*sought.groups)
    ]
    if any(list(one.words) == titled for one in typed):
        return 1
    if any(stands(one, titled) for one in typed):
        return 2
    return 3 if all(any(stands(term, titled) for term in group) for group in sought.groups) else 4


def tier_of(sought: Sought, model: type, texts: Mapping[str, str]) -> int | None:
    """Return how well a record of a kind fits that has these texts by column."""
    title = model.TITLE or model.KEY  # type: ignore[attr-defined]
    return tier(sought, texts.get(title, ""), [text for name, text in texts.items() if name != title])
