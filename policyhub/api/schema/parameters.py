"""The query string and the headers that operations understand."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from policyhub.api import clocks, facets, pagination
from policyhub.api.filters import LOOKUPS, Days, Filter, Flags, Keys, Numbers, Words
from policyhub.api.filters.kinds import MOST_VALUES, Kind
from policyhub.api.filters.values import Instants, Terms, Texts
from policyhub.api.ordering import RELEVANCE
from policyhub.api.questions import COUNTS
from policyhub.api.schema.components import orderings, shape_words, vocabulary, words
from policyhub.api.schema.examples import CURSOR, DAY, values
from policyhub.api.shapes import MOST_NAMES

Json = dict[str, Any]

AS_OF = (
    "The day as of which everything derived is told (status, state, tallies, memberships). Collections of periods are "
    "narrowed to what was so on that day; statements, assessments and enquiries to what had been made by then. "
    "Without it, everything derived is as of today and every period is listed."
)
KNOWN_AT = (
    "The moment at which the catalogue is asked, later changes unknown to it: an instant with its zone "
    "(`2026-03-01T09:00:00Z`), `revision:NUMBER` for just after that revision, or `release:NAME`. Alone, its *today* "
    "is the day of that moment (UTC); with `as_of`, it tells of that day what was known at that moment. What was "
    "withdrawn since is not shown."
)
ORDERING = (
    "The fields to order by, separated by commas, each with `-` before it to turn it round, none twice; the key "
    "always breaks ties and is the default. Text is ordered by code point; nulls stand last (an unknown `since` "
    "first). `relevance` is how well a record fits what `q` looks for, the best first; it needs `q`."
)
CURSOR_ABOUT = (
    "A place in the list, as `next` and `previous` give it: opaque, and bound to its question, ordering and day."
)
COUNT = "`exact`: how many records the question has; `none`: `count` is null, and the answer comes faster."
PAGE_SIZE = "How many records a page holds; at most 100 where `expand` opens lists of other records."
TREE = (
    "A question with *and*, *or* and *not*, as JSON: an object whose entries are parameters of this list (with their "
    'endings, such as `stance__in`) beside `"and": [...]`, `"or": [...]` and `"not": {...}`. All entries of one '
    "object hold together, and those that speak of one relation speak of one and the same row. A value is a text, a "
    "number, true or false, or a list where the parameter takes several. At most 5 objects deep, with 50 parameters. "
    "It is joined to the other parameters by *and*."
)
FIELDS = (
    "Show these fields alone, and the key. What stands inside a part or an opened record is written in parentheses: "
    "`citations(source)`. At most 200 names, those in parentheses counted too."
)
OMIT = "Show all fields but these; inside parts and opened records in parentheses: `citations(quote)`."
EXPAND = (
    "Open these: where keys stand by default, the records themselves; where other records refer to this one, a list "
    "of them. Parentheses open further, at most three records deep and with one list of records on each path: "
    "`positions(actor,measure(category))`. A part by itself opens all its references. A list holds at most 1,000."
)
FACETS = (
    "Count the records for each value of these, most frequent first, each without its own parameters: the numbers are "
    "those that asking for the value instead would give. A value of a tree counts all below it. What "
    "is asked of one row of a relation cannot be counted beside parameters that ask for several rows of it."
)
PREFER = (
    "`handling=lenient` (RFC 7240) leaves out what is not understood instead of refusing it, and `ignored` lists what "
    "that was; a wrong cursor is always refused. `handling=strict` is what happens anyway."
)


def parameter(name: str, schema: Json, about: str, example: Any = None, *, required: bool = False) -> OpenApiParameter:
    """Return one parameter of the query string."""
    shape = {**schema, "examples": [example]} if example is not None else schema
    listed: Json = {"style": "form", "explode": False} if schema.get("type") == "array" else {}
    return OpenApiParameter(name=name, type=shape, description=about, required=required, **listed)


def several(one: Json, most: int | None, *, unique: bool = False) -> Json:
    """Return a list that is written with commas."""
    limits: Json = {"minItems": 1, **({"maxItems": most} if most else {})}
    return {"type": "array", "items": one, **limits, **({"uniqueItems": True} if unique else {})}


def prefer() -> OpenApiParameter:
    """Return the header by which a caller asks for leniency."""
    schema = {"type": "string", "enum": ["handling=strict", "handling=lenient"], "examples": ["handling=lenient"]}
    return OpenApiParameter("Prefer", type=schema, location=OpenApiParameter.HEADER, description=PREFER)


def as_of() -> OpenApiParameter:
    """Return the day of a question."""
    return parameter("as_of", {"type": "string", "format": "date"}, AS_OF, DAY)


def known_at() -> OpenApiParameter:
    """Return the moment of a question."""
    return parameter(clocks.NAME, {"type": "string", "format": "moment"}, KNOWN_AT, "revision:1")


def paging() -> list[OpenApiParameter]:
    """Return how much of a list is told, and from where on."""
    size = {"type": "integer", "minimum": 1, "maximum": pagination.LARGEST_PAGE, "default": pagination.PAGE_SIZE}
    count = {"type": "string", "enum": list(COUNTS), "default": COUNTS[0]}
    return [
        parameter("page_size", size, PAGE_SIZE, 20),
        parameter("cursor", {"type": "string", "format": "cursor"}, CURSOR_ABOUT, CURSOR),
        parameter("count", count, COUNT, COUNTS[-1]),
    ]


def shaping(registry: Any, record: str, serializer: Any, known: Json) -> list[OpenApiParameter]:
    """Return the parameters that choose what is shown of each record."""
    about = {"fields": FIELDS, "omit": OMIT, "expand": EXPAND}
    names = shape_words(registry, record, serializer)
    return [parameter(name, several(one, MOST_NAMES), about[name], known.get(name)) for name, one in names.items()]


def of_record(registry: Any, record: str, view: Any, operation: str) -> list[OpenApiParameter]:
    """Return what the address of one record understands."""
    return [as_of(), known_at(), *shaping(registry, record, view.serializer_class, values(operation)), prefer()]


def of_list(registry: Any, record: str, view: Any, collection: str) -> list[OpenApiParameter]:
    """Return what a list understands."""
    known, filterset = values(f"list_{collection}"), view.filterset_class
    filters = filterset.base_filters
    names = orderings([*view.orderings(), RELEVANCE])
    order = words(registry, f"{record}Ordering", names, f"By which fields {collection} are ordered.")
    facet = words(
        registry, f"{record}Facet", filterset.facets, f"Of which parameters of {collection} values are counted."
    )
    tree = {"type": "string", "format": f"{collection}-filter"}
    return [
        *(of_filter(registry, one, filterset._meta.model, known.get(name)) for name, one in filters.items()),
        as_of(),
        known_at(),
        parameter("filter", tree, TREE, known.get("filter")),
        parameter("ordering", several(order, None, unique=True), ORDERING, known.get("ordering")),
        parameter("facets", several(facet, facets.MOST_FACETS, unique=True), FACETS, known.get("facets")),
        *paging(),
        *shaping(registry, record, view.serializer_class, known),
        prefer(),
    ]


# --- Filters --------------------------------------------------------------------------------


def of_filter(registry: Any, known: Filter, model: Any, example: Any) -> OpenApiParameter:
    """Return the parameter of one filter."""
    one = {"type": "boolean"} if known.lookup_expr == "isnull" else value_schema(registry, known)
    shape = several(one, MOST_VALUES) if known.takes_list else one
    return parameter(known.parameter, shape, about_filter(known, model), example)


def value_schema(registry: Any, known: Filter) -> Json:
    """Return the schema of one value; any readable text is taken, in lists without a comma."""
    if isinstance(known.kind, Words):
        return vocabulary(registry, known.kind.words)
    schema = known.kind.schema()
    if isinstance(known.kind, Terms | Texts):
        schema["pattern"] = LISTED_TEXT if known.takes_list else TEXT
    return schema


TEXT, LISTED_TEXT = r"^[^\u0000\ufffd]+$", r"^[^,\u0000\ufffd]+$"
"""What a text may hold: anything but a null byte and the mark of what is not UTF-8."""


COMPARED: list[tuple[type[Kind], Json]] = [
    (Words, {"gt": "Of a higher rank than this.", "gte": "This, or of a higher rank."}),
    (Words, {"lt": "Of a lower rank than this.", "lte": "This, or of a lower rank."}),
    (Numbers, {"gt": "More than this.", "gte": "This or more.", "lt": "Less than this.", "lte": "This or less."}),
    (Days, {"gt": "After this day.", "gte": "On this day or later."}),
    (Days, {"lt": "Before this day.", "lte": "On this day or earlier."}),
    (Instants, {"gte": "At this instant or later; a plus sign in it is written %2B."}),
]
"""What a comparison asks, by the kind of value."""


def about_filter(known: Filter, model: Any) -> str:
    """Return what a filter asks: about what, by which lookup, and together with which others."""
    told = [known.ask.about, about_lookup(known)]
    if isinstance(known.kind, Keys) and known.lookup_expr != "isnull":
        told.append(f"Given by {known.kind.model.KEY}.")
        if known.branches and "below" not in known.ask.about:
            told.append("One stands for all below it, too.")
    return " ".join(filter(None, [*told, beside(known, model)]))


def about_lookup(known: Filter) -> str:
    """Return what the ending of a parameter asks, of its kind of value."""
    lookup = known.lookup_expr
    if lookup != "exact":
        compared = (texts[lookup] for kind, texts in COMPARED if isinstance(known.kind, kind) and lookup in texts)
        return str(next(compared, LOOKUPS[lookup]))
    if known.takes_list:
        return "All of these, separated by commas."
    own = not (known.related or known.ask.of or isinstance(known.kind, Flags | Keys | Texts))
    return "Exactly this." if own else ""


def beside(known: Filter, model: Any) -> str:
    """Return which other parameters speak of the same one of several related rows."""
    others = [name for name in (known.related.asks if known.related else ()) if name != known.name]
    if not others or model._meta.get_field(known.related.relation).many_to_one:
        return ""
    if known.denies:
        return "It speaks of all such rows, whatever else is asked of one."
    return f"Together with {', '.join(f'`{name}`' for name in others)} it speaks of one and the same row."
