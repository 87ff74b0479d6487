"""The sentences of the document: what each collection holds and how it is read."""

from inspect import cleandoc
from typing import Any

from policyhub.api.collections import collections
from policyhub.api.periods import PeriodViewSet
from policyhub.api.schema.components import added
from policyhub.api.shapes import openable

LIST_NOTE = (
    "Parameters are joined by *and*; `filter` takes *and*, *or* and *not*. An unknown parameter, an unknown value, an "
    "empty value or a parameter that is given twice is refused with 400, unless `Prefer: handling=lenient` asks for it "
    "to be left out. Read on by following `next`."
)
RECORD_NOTE = "What is derived is as of today, or as of the day that `as_of` names."
PERIODS = "Without `as_of` the list holds every period; with it, those that hold on that day."
OTHERS = {
    "catalogue": (
        "The front door: the address of each collection, of the search, the vocabularies, the history and the "
        "releases. Start here; every address in every answer can be followed."
    ),
    "search": (
        "One question to all collections at once: the words of `q` are looked for in every text of every record, "
        "whatever their case and diacritics, and what is found is told by collection and key. To ask more exactly, "
        "give `q` to one collection beside its other parameters."
    ),
    "vocabularies": (
        "The closed lists of words that fields and parameters take, each word with its definition, and with its rank "
        "where the words have an order. A word that is in none of them is refused, never guessed."
    ),
    "revisions": (
        "Everything that changes is a revision: one edit, of whatever number of records, with a number, an instant and "
        "a reason. Numbers are given in the order of commit. Each record has its own revisions under its address."
    ),
    "changes": (
        "The feed for whoever keeps a copy of the catalogue: each record that was created, changed or removed, in the "
        "order of commit. Begin with `after=0`, follow `next`, and come back to the last `next` for what is new. "
        "Nothing that the caller may see is skipped; numbers may jump. A record that becomes public appears as "
        "created, one that stops being public as removed."
    ),
    "releases": (
        "What the public saw at one revision, fixed under a name that can be cited, as a SQLite file with its "
        "checksum. A release never changes; one that should not have been made is retracted whole, with the reason, "
        "and its files answer 410. Two of them can be compared."
    ),
}


def about_view(view: Any) -> str:
    """Return a view's own sentence."""
    return cleandoc(type(view).__doc__ or "").strip()


def of_operation(view: Any, collection: str, *, listed: bool) -> str:
    """Return what an operation answers, and how to read it."""
    if not hasattr(view, "filterset_class"):
        return f"{about_view(view)}\n\n{OTHERS[collection]}"
    if not listed:
        return f"{about_view(view)}\n\n{RECORD_NOTE}"
    return f"{about_view(view)}\n\n{on_a_day(view)} {LIST_NOTE}".replace("\n\n ", "\n\n")


def on_a_day(view: Any) -> str:
    """Return what `as_of` does to a list; nothing where it removes no record."""
    if isinstance(view, PeriodViewSet):
        return PERIODS
    return f"With `as_of` the list holds what had been made by then (`{view.made_on}`)." if view.made_on else ""


def of_tag(name: str) -> str:
    """Return what a group of operations is about: what the records are, what they lead to, what can be counted."""
    if name in OTHERS:
        return OTHERS[name]
    view = collections()[name]()
    model, serializer = view.queryset.model, view.serializer_class
    told = [about_view(view), cleandoc(model.__doc__ or ""), f"Each is known by its {model.KEY}."]
    lists = [f"`{known}`" for known in added(serializer)]
    opened = [f"`{known}`" for known in openable(serializer) if f"`{known}`" not in lists]
    if opened:
        told.append(f"It leads to other records by {joined(opened)}.")
    if lists:
        told.append(f"Other records lead to it: `expand` adds them as {joined(lists)}.")
    counted = joined([f"`{known}`" for known in view.filterset_class.facets])
    return " ".join([*told, f"Facets count the values of {counted}.", on_a_day(view)]).strip()


def joined(names: list[str]) -> str:
    """Return names as a sentence lists them."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
