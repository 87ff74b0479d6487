"""The small language of `q`: what each question means, and which are none."""
# ruff: noqa: RUF001  # characters that look like others are its matter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policyhub.records.folding import LONGEST_WORD
from policyhub.records.sought import MOST_TERMS, MOST_WORDS, Sought, SoughtError, Term, read
from policyhub.records.text_index import in_fts5, in_tsquery
from tests.words import words


def one(*words: str) -> Term:
    return Term(words)


def begun(*words: str) -> Term:
    return Term(words, is_open=True)


AIR, SEA, LAND = (one("air"),), (one("sea"),), (one("land"),)

MEANT = {
    "air sea": Sought((AIR, SEA)),
    " Air\t\u00a0SÉA ": Sought((AIR, SEA)),
    "air*": Sought(((begun("air"),),)),
    '"air shield"': Sought(((one("air", "shield"),),)),
    "“air shield”": Sought(((one("air", "shield"),),)),
    '"air, (shield)"': Sought(((one("air", "shield"),),)),
    '"air shie*"': Sought(((begun("air", "shie"),),)),
    "Franco-German": Sought(((one("franco", "german"),),)),
    "d’Orsay": Sought(((one("d", "orsay"),),)),
    "franco-ger*": Sought(((begun("franco", "ger"),),)),
    "air OR sea": Sought(((*AIR, *SEA),)),
    "land air OR sea OR ice*": Sought((LAND, (*AIR, *SEA, begun("ice")))),
    'air OR "sea lane" land': Sought(((*AIR, one("sea", "lane")), LAND)),
    "air -sea": Sought((AIR,), SEA),
    "-sea air −land": Sought((AIR,), (*SEA, *LAND)),
    '-"sea lane" air -ic*': Sought((AIR,), (one("sea", "lane"), begun("ic"))),
    "or AND not NEAR(air": Sought(((one("or"),), (one("and"),), (one("not"),), (one("near", "air"),))),
    '"OR" air': Sought(((one("or"),), AIR)),
    "title:air (sea) 'land'": Sought(((one("title", "air"),), SEA, LAND)),
    "a+b&c|d!e<->f\\g'h": Sought(((one(*"abcdefgh"),),)),
    "12.5 %x": Sought(((one("12", "5"),), (one("x"),))),
    "हिन्दी": Sought(((one("हिनदी"),),)),
    "½": Sought(((one("1", "2"),),)),
}


@pytest.mark.parametrize("text", MEANT, ids=ascii)
def test_a_question_means(text: str):
    assert read(text) == MEANT[text]


NONE = {
    "": "no word is named",
    " \u00a0 ": "no word is named",
    "\u00ad": "has no letter or digit",
    "-air": "only what must not occur",
    '-air -"sea lane"': "only what must not occur",
    "-": "A minus stands right before",
    "air - sea": "A minus stands right before",
    '"': "A quotation mark is not closed",
    "-”": "A quotation mark is not closed",
    'air "sea lane': "A quotation mark is not closed",
    'air"sea"': "blanks stand around a phrase",
    '"air"sea': "blanks stand around a phrase",
    '"air"-sea': "blanks stand around a phrase",
    '"air"*': "blanks stand around a phrase",
    '""': "A phrase has no letter or digit",
    'air " , "': "A phrase has no letter or digit",
    "*": r"'\*' has no letter or digit",
    "air *": r"'\*' has no letter or digit",
    "%": "'%' has no letter or digit",
    "air & sea": "'&' has no letter or digit",
    "🦊": "has no letter or digit",
    "a*r": r"`\*` stands at the end",
    "*air": r"`\*` stands at the end",
    "air**": r"`\*` stands at the end",
    '"air* sea"': r"`\*` stands at the end",
    "air-*": r"`\*` stands right after",
    "OR": "`OR` stands between",
    "OR air": "`OR` stands between",
    "air OR": "`OR` stands between",
    "air OR OR sea": "`OR` stands between",
    "air OR -sea": "`OR` stands between",
    "air -sea OR land": "`OR` stands between",
    " ".join("abcdefghijk"): f"at most {MOST_TERMS}",
    "a -" + " -".join("bcdefghijk"): f"at most {MOST_TERMS}",
    f'"{"w " * 41}"': f"at most {MOST_WORDS}",
    "ﷺ" * 14: f"at most {MOST_WORDS}",
}


@pytest.mark.parametrize("text", NONE, ids=ascii)
def test_what_cannot_be_looked_for_is_refused(text: str):
    with pytest.raises(SoughtError, match=NONE[text]):
        read(text)


def test_the_longest_question_is_read():
    assert len(read(" ".join("abcdefghij")).terms()) == MOST_TERMS
    assert [len(term.words) for term in read(f'"{"w " * 40}"').terms()] == [MOST_WORDS]
    assert read("x" * 200).terms() == [one("x" * LONGEST_WORD)]


SIGNS = "aA1é“\"”-−*OR \t'\\:()&|!<>{}^+~.%_\u0301\u00adİﷺ½ा"


@example('""')
@example('"-*')
@given(st.text(SIGNS, max_size=30) | st.text(max_size=30))
def test_no_sign_of_an_index_is_left_in_it(text: str):
    try:
        found = read(text)
    except SoughtError:
        return
    every = [*found.terms(), *found.without]
    assert all(words(word) == [word] for term in every for word in term.words)
    assert 0 < len(every) <= MOST_TERMS
    for question, mark in ((in_fts5(found), '"'), (in_tsquery(found), "'")):
        outside = "".join(question.split(mark)[::2])
        assert set(outside) <= set(" ()&|!:*ANDORNOT"), question
