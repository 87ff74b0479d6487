"""Wrong questions to the API: every kind of mistake, each with the parameter that it is made in."""

import json
from typing import Any
from urllib.parse import quote_plus

from hypothesis import strategies as st

from policyhub.api.filters import Filter
from tests import strategies as draw

Mistake = tuple[str, str]
"""A parameter and its value, as they stand in an address."""

OF_THE_LIST = {
    "ordering": ["nonsense", "-", ",", "updated_at,,", "--updated_at", "updated_at,-updated_at", "pk", "?", "z," * 900],
    "page_size": ["0", "501", "-1", "1.5", "\u0663", "9" * 30, "9" * 5000, "NaN", "1e2", "+5", "0x10", "one"],
    "count": ["yes", "EXACT", "exact,none", "0"],
    "cursor": ["abc", "a:b:c", "%", ":::", "eyJhIjoxfQ:1:x", "x" * 3000],
    "facets": ["nonsense", "publication,publication", ",", "publication,", "z," * 900, "publication__in", "🦊"],
}
OF_ANY_ADDRESS = {
    "as_of": [
        "yesterday",
        "2026-02-30",
        "2026-2-3",
        "20260203",
        "2026-W05-1",
        "0000-01-01",
        "10000-01-01",
        "\u0662\u0660\u0662\u0666-\u0660\u0661-\u0660\u0661",
    ],
    "fields": [
        "nonsense",
        "(",
        ")",
        "a(",
        "a)",
        "((",
        "url,",
        ",url",
        "url(url)",
        "url()",
        "URL",
        "a" * 300,
        "(" * 3000,
    ],
    "omit": ["nonsense", "(", "url(", "url)", ",", "url(url)", "🦊", "a(" * 900 + "a" + ")" * 900, "x," * 900 + "x"],
    "expand": ["nonsense", "url", "(", "a(b", "citations(", "citations(nonsense)", "citations(source(url))", "e" * 400],
}
TREES: list[str] = [
    *("nonsense", "[]", "{}", "1", "null", '"slug"', "{", "}", '{"and": []}', '{"or": {}}', '{"not": []}', "NaN"),
    *('{"nonsense": 1}', '{"publication": null}', '{"publication": {}}', '{"publication": []}', '{"publication": NaN}'),
    *('{"publication": Infinity}', '{"publication": 1e999}', '{"updated_at__gte": "x"}', '{"publication": "\\u0000"}'),
    *('{"publication": "\\ud800"}', '{"\\ud800": 1}', '{"publication": "draft", "publication": "published"}'),
    *('{"not": {"not": {"nonsense": 1}}}', '{"and": [1]}', '{"and": [{}]}', '{"": 1}', '{"q": ""}', '{"q": ["a"]}'),
    '{"not": ' * 6 + '{"q": "a"}' + "}" * 6,
    "[" * 3900,
    '{"not":' * 990,
    '{"page_size": ' + "9" * 5000 + "}",
    json.dumps({"or": [{"publication": "draft"}] * 51}),
    json.dumps({"or": [{"q": "a b c"}] * 25}),
    json.dumps({"q": "w " * 11}),
    json.dumps({f"a{number}": 1 for number in range(500)}),
]
NAMES = [
    "nonsense",
    "page",
    "limit",
    "SLUG",
    "q__contains",
    "publication__regex",
    "🦊",
    "filter[a]",
    "slug__",
    "__in",
    "%s",
]
RAW = ["%00", "%ff%fe", "a%00b", "", "%20", "%ed%a0%80"]
"""What no parameter takes: null bytes, bytes that are not UTF-8, nothing."""

STRICT = [
    "no-such-thing",
    "🦊",
    "%zz",
    "%(x)s",
    "a'b",
    '"',
    "x" * 3000,
    "(" * 1000,
    "NaN",
    "9" * 100,
    "\u017f",
    "\t",
    "a\nb",
    "\u0301",
]
"""What only a text can be."""

BY_KIND = {
    "Days": ["2026-02-30", "2026", "1e3", "2026-01-01T00:00:00Z"],
    "Numbers": ["1.234", "1e3", "Infinity", "-", "--1", "1,000", "99999999999999", "\u0663"],
    "Flags": ["True", "1", "yes", "true,false"],
    "Instants": ["2026-01-01", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "2026-01-01T25:00:00Z"],
    "Words": ["PUBLISHED", "published ", "a,b"],
    "Keys": ["mnfu ", "fra", "FRA,", "a,b"],
}


def values_of(known: Filter) -> list[str]:
    """Return values that a parameter cannot take."""
    kind = type(known.kind).__name__
    if known.lookup_expr == "isnull":
        return [*STRICT, "1", "True"]
    if kind in ("Texts", "Phrases"):
        return ["x" * 201, "\u0301", "\u00ad\u200d", *(["w " * 11] if kind == "Phrases" else [])]
    if kind == "Terms":
        return ["x" * 3000, *([",", "a,,b", "a," * 101 + "a"] if known.takes_list else [])]
    lists = [",", "a,,b", ",".join(map(str, range(101)))] if known.takes_list else []
    return [*STRICT, *BY_KIND[kind], *lists]


@st.composite
def mistakes(pick: Any, name: str) -> Mistake:
    """Draw one thing that is wrong in a question to a collection."""
    known = draw.filters_of(name)
    parameter = pick(st.sampled_from(sorted(known)))
    of_the_list = pick(st.sampled_from(sorted(OF_THE_LIST | OF_ANY_ADDRESS)))
    return pick(
        st.one_of(
            st.tuples(st.sampled_from(NAMES).map(quote_plus), st.sampled_from(["1", "", "%00"])),
            st.tuples(st.just(parameter), st.sampled_from(values_of(known[parameter])).map(quote_plus)),
            st.tuples(st.sampled_from([parameter, of_the_list, "filter"]), st.sampled_from(RAW)),
            st.tuples(
                st.just(of_the_list), st.sampled_from((OF_THE_LIST | OF_ANY_ADDRESS)[of_the_list]).map(quote_plus)
            ),
            st.tuples(st.just("filter"), st.sampled_from(TREES).map(quote_plus)),
        )
    )
