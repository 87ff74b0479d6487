"""The front door, for people and for programs."""

from typing import ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe
from rest_framework.request import Request
from rest_framework.views import APIView

from policyhub.api import parameters
from policyhub.catalogue import COLLECTIONS


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Answer the page that leads to the docs, the API and the admin."""
    counts = [(name, viewset.queryset.published().count()) for name, viewset in COLLECTIONS]
    return render(request, "policyhub/home.html", {"collections": counts})


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers, which ask at this address for pages that name no icon, to the icon."""
    return redirect(static("policyhub/favicon.svg"))


NAMES = [name for name, _ in COLLECTIONS]
ADDRESS = {"type": "string", "format": "uri-reference"}


class CatalogueView(APIView):
    """The collections of the catalogue and the vocabularies, with the address of each."""

    action = "list"
    http_method_names: ClassVar[list[str]] = ["get", "head"]
    shapes: ClassVar[dict[str, object]] = {
        "list": {
            "type": "object",
            "description": "The address of each collection, by its name.",
            "properties": {
                **{name: {**ADDRESS, "description": f"Where {name} are listed."} for name in [*NAMES, "vocabularies"]},
                "search": {**ADDRESS, "description": "Where words are looked for in all collections (`?q=`)."},
                "revisions": {
                    **ADDRESS,
                    "description": "Where every edit of the catalogue is listed, the newest first.",
                },
                "changes": {**ADDRESS, "description": "Where changes are read in order, to keep a copy (`?after=`)."},
                "releases": {**ADDRESS, "description": "Where releases are listed: the public catalogue as files."},
            },
        }
    }

    def get(self, request: Request) -> HttpResponse:
        """Answer the list of collections."""
        parameters.check(request.query_params, request.META.get("QUERY_STRING", ""), ())
        names = [*NAMES, "vocabularies", "search", "revisions", "changes", "releases"]
        return JsonResponse({name: f"{settings.PUBLIC_URL}/api/v1/{name}/" for name in names})
