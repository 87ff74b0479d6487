"""Texts that nobody wrote: sentences of made words, some common and some rare, the same at every run."""

from functools import cache
from itertools import accumulate
from random import Random

WORDS = 3000
CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
MARKED = str.maketrans("aeiou", "áéíøü")


@cache
def vocabulary() -> list[str]:
    """Return the words, the most common first; all are as long, so that none is a piece of another."""
    rng, found = Random(20220224), dict[str, None]()
    while len(found) < WORDS:
        found["".join(rng.choice(letters) for letters in (CONSONANTS, VOWELS) * 3)] = None
    return list(found)


@cache
def weights() -> list[float]:
    """Return how common each word is, cumulated: the n-th is about 1/n as common as the first."""
    return list(accumulate(1 / (rank + 10) for rank in range(WORDS)))


@cache
def written() -> list[str]:
    """Return the words as texts write them: one of ten bears a mark that is not looked for."""
    return [word.translate(MARKED) if rank % 10 == 0 else word for rank, word in enumerate(vocabulary())]


def ranks(rng: Random, number: int) -> list[int]:
    """Return so many words, by their rank."""
    return rng.choices(range(WORDS), cum_weights=weights(), k=number)


def sentence(found: list[int]) -> str:
    """Return the words as a sentence."""
    return " ".join(written()[rank] for rank in found).capitalize() + "."


def plain(found: list[int]) -> str:
    """Return the words without capitals and marks."""
    return " ".join(vocabulary()[rank] for rank in found)
