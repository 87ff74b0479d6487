"""The shapes of what the log tells, for the OpenAPI document."""

from typing import Any

from policyhub.api.schema.answers import IGNORED, collection_names
from policyhub.api.schema.components import named, vocabulary
from policyhub.feed.visibility import ACTIONS
from policyhub.records.vocabularies import Origin

Json = dict[str, Any]

ADDRESS: Json = {"type": "string", "format": "uri-reference"}
NEIGHBOUR: Json = {"type": ["string", "null"], "format": "uri-reference"}
COUNT: Json = {"type": "integer", "minimum": 0}
NUMBER: Json = {"type": "integer", "minimum": 1, "description": "Its place in the order of all changes."}
INSTANT: Json = {"type": "string", "format": "date-time", "description": "When it was applied (UTC)."}
FIELD: Json = {"type": "string", "description": "The field, as records show it."}
LABEL: Json = {"type": "string", "description": "The field as people call it."}
FOR_CURATORS = "shown only to those who may see drafts."


def thing(about: str, properties: Json, optional: Json | None = None) -> Json:
    """Return the shape of an object: what always stands in it, and what may."""
    return {
        "type": "object",
        "description": about,
        "required": list(properties),
        "properties": {**properties, **(optional or {})},
    }


def keys(about: str) -> Json:
    """Return the shape of a list of keys."""
    return {"type": "array", "items": {"type": "string"}, "description": about}


def listed(items: Json, about: str) -> Json:
    """Return the shape of a list."""
    return {"type": "array", "items": items, "description": about}


def described(ref: Json, about: str) -> Json:
    """Return a reference with a text of its own."""
    return {"allOf": [ref], "description": about}


def page(about: str, results: Json) -> Json:
    """Return the shape of a page of a list."""
    count = {"type": ["integer", "null"], "minimum": 0}
    told = {
        "count": {**count, "description": "How many there are on all pages; null where `count=none` was asked."},
        "next": {**NEIGHBOUR, "description": "The next page; null on the last."},
        "previous": {**NEIGHBOUR, "description": "The page before; null on the first."},
        "results": listed(results, f"The {about} of this page, the newest first."),
    }
    return thing(f"A page of {about}.", told, {"ignored": IGNORED})


# --- Differences ------------------------------------------------------------------------------


def of_difference(registry: Any) -> Json:
    """Return a reference to what differs in one field."""
    value = named(registry, "ValueDifference", value_difference())
    row = named(
        registry,
        "RowDifference",
        thing(
            "A row of a part that was added, removed or changed.",
            {
                "title": {"type": "string", "description": "What tells the row apart, as people read it."},
                "key": {"type": "object", "description": "The values that tell the row apart, by their fields."},
                "changes": listed(value, "What differs in the row."),
            },
        ),
    )
    known = {
        "KeysDifference": thing(
            "What a list of other records names now that it did not, and no longer.",
            {
                **of_type("keys"),
                "added": keys("The keys that it names now."),
                "removed": keys("The keys that it no longer names."),
            },
        ),
        "PartsDifference": thing(
            "What differs in the rows of a part.",
            {
                **of_type("parts"),
                "added": listed(row, "Rows that are there now."),
                "removed": listed(row, "Rows that are there no longer."),
                "changed": listed(row, "Rows that say something else."),
            },
        ),
    }
    about = "What differs in one field: a value, a list of other records, or the rows of a part."
    refs = [value, *(named(registry, name, shape) for name, shape in known.items())]
    return named(registry, "Difference", {"oneOf": refs, "description": about})


def of_type(word: str) -> Json:
    """Return the properties of every difference."""
    sort = {"type": "string", "const": word, "description": "What sort of difference it is."}
    return {"field": FIELD, "label": LABEL, "type": sort}


def value_difference() -> Json:
    """Return the shape of a value in the place of another."""
    return thing(
        "A value in the place of another. `holds_from` is the day from which a period of unknown beginning counts.",
        {
            **of_type("value"),
            "before": {"description": "What it said before; null: nothing."},
            "after": {"description": "What it says after; null: nothing."},
        },
        {
            "before_label": {"type": ["string", "null"], "description": "The word before, as people read it."},
            "after_label": {"type": ["string", "null"], "description": "The word after, as people read it."},
        },
    )


# --- Revisions --------------------------------------------------------------------------------


def action(registry: Any) -> Json:
    """Return a reference to the words for what was done to a record."""
    told = "\n".join(f"- `{word}`: {meaning}" for word, meaning in ACTIONS.items())
    about = f"What was done to a record, as the caller sees it.\n\n{told}"
    return named(registry, "ChangeAction", {"type": "string", "enum": list(ACTIONS), "description": about})


def of_record(registry: Any) -> Json:
    """Return the properties that name a record and what was done to it."""
    return {
        "collection": described(collection_names(registry), "The collection of the record."),
        "key": {"type": "string", "description": "Its slug or code."},
        "action": described(action(registry), "What was done to it."),
        "url": {**NEIGHBOUR, "description": "Where the record itself is read; null where it is no longer there."},
    }


def revision() -> Json:
    """Return the properties of every revision."""
    about = "Why it was made; null where it also changed records that the caller does not see."
    return {"number": NUMBER, "instant": INSTANT, "reason": {"type": ["string", "null"], "description": about}}


def people(registry: Any) -> Json:
    """Return the properties of a revision that those see who see drafts."""
    text = {"type": ["string", "null"]}
    return {
        "authors": keys(f"Who wrote it, by their user names; {FOR_CURATORS}"),
        "approver": {**text, "description": f"Who approved it; null where nobody did; {FOR_CURATORS}"},
        "origin": described(vocabulary(registry, Origin.values), f"By which way it came; {FOR_CURATORS}"),
        "emergency": {**text, "description": f"Why one person alone published it; {FOR_CURATORS}"},
        "comment": {**text, "description": f"What the reviewer said of it; {FOR_CURATORS}"},
    }


def record_revisions(registry: Any) -> Json:
    """Return a reference to a page of the revisions of one record."""
    told = {
        **revision(),
        "action": described(action(registry), "What was done to the record."),
        "changes": listed(of_difference(registry), "What differs in it, field by field."),
        "url": {**ADDRESS, "description": "Where the whole revision is read."},
    }
    one = thing("A revision of one record.", told, people(registry))
    return named(registry, "RecordRevisionList", page("revisions", named(registry, "RecordRevision", one)))


def whole(registry: Any) -> Json:
    """Return the properties of a revision with its records."""
    changes = {"changes": listed(of_difference(registry), "What differs in it, field by field.")}
    record = named(registry, "ChangedRecord", thing("A record in a revision.", of_record(registry) | changes))
    counts = {word: {**COUNT, "description": f"How many records it {word}."} for word in ACTIONS}
    return {
        **revision(),
        **counts,
        "records_total": {**COUNT, "description": "How many records it changed, of those that the caller sees."},
        "records": listed(record, "These records, by kind and key."),
        "url": {**ADDRESS, "description": "Where the whole revision is read."},
    }


def revisions(registry: Any) -> Json:
    """Return a reference to a page of revisions."""
    told = whole(registry)
    told["records"] = {**told["records"], "description": "The first hundred of these records, by kind and key."}
    one = named(registry, "RevisionInList", thing("A revision with its first records.", told, people(registry)))
    return named(registry, "RevisionList", page("revisions", one))


def one_revision(registry: Any) -> Json:
    """Return a reference to one revision with a page of its records."""
    told = {
        **whole(registry),
        "next": {**NEIGHBOUR, "description": "The next page of records; null on the last."},
        "previous": {**NEIGHBOUR, "description": "The page of records before; null on the first."},
    }
    shape = thing("A revision with a page of its records.", told, people(registry) | {"ignored": IGNORED})
    return named(registry, "Revision", shape)


# --- Changes ----------------------------------------------------------------------------------


def changes(registry: Any) -> Json:
    """Return a reference to a page of the feed."""
    told = {"number": NUMBER, "instant": INSTANT, **of_record(registry)}
    one = named(registry, "Change", thing("What was done to one record, and when.", told))
    about = "The number up to which whoever has read this page and those before it has every change."
    page = {
        "complete_to": {**COUNT, "description": about},
        "next": {**ADDRESS, "description": "Where to read on; on the last page, where new changes will stand."},
        "results": listed(one, "The changes, the oldest first."),
    }
    return named(registry, "ChangePage", thing("A page of changes.", page, {"ignored": IGNORED}))
