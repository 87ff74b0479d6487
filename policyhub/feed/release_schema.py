"""Releases in the OpenAPI document."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from policyhub.api.schema import CatalogueSchema
from policyhub.api.schema.components import named
from policyhub.api.schema.hooks import problem_component
from policyhub.feed import shapes
from policyhub.feed.release_differences import MOST
from policyhub.feed.schema import in_path, paged

Json = dict[str, Any]

NAME = "The name of the release: year, month, and which one of the month."
FILE = "The name of a file, as the release lists it."
SUMMARIES = {
    "list": ("list_releases", "List the releases"),
    "retrieve": ("get_release", "Read one release"),
    "download": ("get_release_file", "Download a file of a release"),
    "compare": ("compare_releases", "Compare two releases"),
}
DESCRIPTIONS = {
    "download": (
        "The database file of a release, its notes or its checksums, as the release lists them. Of one that was "
        "retracted nothing is given out (410)."
    ),
    "compare": (
        "What one release has that the other lacks (`added`), lacks (`removed`) or says otherwise (`changed`, field by "
        f"field), in either direction. At most {MOST} records may differ; of more, the changes tell. What was "
        "withdrawn since both is told to those alone who may see it; what only the first has is named by its key."
    ),
}
ENDS = {"older": f"The first release. {NAME}", "newer": f"The second release. {NAME}"}
BYTES: Json = {"type": "string", "format": "binary", "description": "The file."}


class ReleaseSchema(CatalogueSchema):
    """The operations of releases."""

    def get_operation_id(self) -> str:
        """Return a name for each."""
        return SUMMARIES[self.view.action][0]

    def get_summary(self) -> str:
        """Return a line for the list of operations."""
        return SUMMARIES[self.view.action][1]

    def get_description(self) -> str:
        """Return what the operation tells."""
        return DESCRIPTIONS.get(self.view.action) or f"{type(self.view).__doc__ or ''}".strip().replace("\n    ", "\n")

    def get_override_parameters(self) -> list[OpenApiParameter]:
        """Return what the operation understands."""
        if self.view.action == "list":
            return paged("page_size", "cursor", "count")
        if self.view.action == "compare":
            return [in_path(name, "release-name", about) for name, about in ENDS.items()]
        name = [in_path("name", "release-name", NAME)]
        return name if self.view.action == "retrieve" else [*name, in_path("file", "release-file", FILE)]

    def get_response_serializers(self) -> Any:
        """Return a page of releases, one of them, a file, or what differs between two."""
        if self.view.action == "download":
            kinds = ("application/vnd.sqlite3", "text/markdown", "text/plain")
            return {(200, kind): BYTES for kind in kinds}
        shape = {"list": releases, "retrieve": release, "compare": comparison}[self.view.action]
        return {200: shape(self.registry)}


def add_gone(result: Json, **kwargs: Any) -> Json:
    """Add to the addresses of what a release holds that it may be retracted."""
    result["components"]["responses"]["gone"] = problem_component("gone")
    for operations in result["paths"].values():
        for operation in operations.values():
            if operation["operationId"] in ("get_release_file", "compare_releases"):
                operation["responses"]["410"] = {"$ref": "#/components/responses/gone"}
    return result


def release(registry: Any) -> Json:
    """Return a reference to one release."""
    text = {"type": "string"}
    file = shapes.thing(
        "A file of a release.",
        {
            "name": {**text, "description": "Its name."},
            "about": {**text, "description": "What it is."},
            "url": {**shapes.ADDRESS, "description": "Where it is downloaded."},
        },
    )
    retraction = shapes.thing(
        "When and why a release was retracted.",
        {
            "instant": {**text, "format": "date-time", "description": "When it was retracted (UTC)."},
            "reason": {**text, "description": "Why it was retracted."},
        },
    )
    made_at = {**text, "format": "date-time", "description": "When the release was made (UTC)."}
    retracted = {
        "oneOf": [named(registry, "Retraction", retraction), {"type": "null"}],
        "description": "When and why it was retracted; null where it holds.",
    }
    told = {
        "name": {**text, "description": NAME},
        "number": {**shapes.NUMBER, "description": "The number of the newest revision that it holds."},
        "instant": {**shapes.INSTANT, "description": "When that revision was applied (UTC)."},
        "made_at": made_at,
        "notes": {**text, "description": "What a reader should know of it (Markdown)."},
        "records": {**shapes.COUNT, "description": "How many records it holds."},
        "size": {**shapes.COUNT, "description": "The size of its database file, in bytes."},
        "sha256": {**text, "pattern": "^[0-9a-f]{64}$", "description": "The checksum of its database file (SHA-256)."},
        "files": shapes.listed(named(registry, "ReleaseFile", file), "Its files; none where it was retracted."),
        "retracted": retracted,
        "url": {**shapes.ADDRESS, "description": "Where the release itself is read."},
    }
    about = "The public catalogue at a number, under a name that can be cited."
    return named(registry, "Release", shapes.thing(about, told, {"ignored": shapes.IGNORED}))


def releases(registry: Any) -> Json:
    """Return a reference to a page of releases."""
    return named(registry, "ReleaseList", shapes.page("releases", release(registry)))


def comparison(registry: Any) -> Json:
    """Return a reference to what differs between two releases."""
    entry = {name: known for name, known in shapes.of_record(registry).items() if name != "action"}
    one = named(registry, "ReleasedRecord", shapes.thing("A record that one release has and the other has not.", entry))
    changes = {"changes": shapes.listed(shapes.of_difference(registry), "What differs in it, field by field.")}
    other = named(registry, "ReleasedChange", shapes.thing("A record that says something else.", entry | changes))
    sorts = ("added", "changed", "removed")
    counts = {sort: {**shapes.COUNT, "description": f"How many records were {sort}."} for sort in sorts}
    told = {
        "from": shapes.described(release(registry), "The first release."),
        "to": shapes.described(release(registry), "The second release."),
        "counts": {**shapes.thing("How many records differ.", counts)},
        "added": shapes.listed(one, "Records that only the second release has."),
        "changed": shapes.listed(other, "Records that say something else in the second."),
        "removed": shapes.listed(one, "Records that only the first release has."),
    }
    about = "What changed from one release to another."
    return named(registry, "ReleaseComparison", shapes.thing(about, told, {"ignored": shapes.IGNORED}))
