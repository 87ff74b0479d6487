"""Answers: the envelope around a page, joined to bytes without being read again."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from rest_framework.request import Request

from policyhub.api import pagination
from policyhub.api.errors import MOST_FAULTS, Fault, foremost
from policyhub.api.questions import lenient


def envelope(
    request: Request, told: dict[str, Any], page: pagination.Page, documents: str, ignored: Sequence[Fault]
) -> HttpResponse:
    """Return a page: its count, its neighbours, its documents, joined by commas, then facets and what was left out."""
    without = {fault.parameter for fault in ignored}
    neighbours = {"next": page.next, "previous": page.previous}
    links = {name: pagination.address(request._request, cursor, without) for name, cursor in neighbours.items()}
    after: dict[str, Any] = {"facets": told["facets"]} if "facets" in told else {}
    if ignored:
        after["ignored"] = [fault.as_json() for fault in foremost(ignored)[:MOST_FAULTS]]
    head = json.dumps({"count": told["count"], **links})[:-1]
    tail = f", {json.dumps(after, ensure_ascii=False)[1:]}" if after else "}"
    response = HttpResponse(f'{head}, "results": [{documents}]{tail}', content_type="application/json")
    header = [f'<{url}>; rel="{"prev" if name == "previous" else name}"' for name, url in links.items() if url]
    if header:
        response["Link"] = ", ".join(header)
    return leniently(response, request, ignored)


def kept_apart(response: HttpResponse, request: Request) -> HttpResponse:
    """
    Keep an answer, or an error, apart from what others get at the same address: by preference and by person.

    What the public gets may be kept by anybody who asks each time whether it is still so.
    """
    patch_vary_headers(response, ["Prefer"])
    response["Cache-Control"] = "private, no-store" if request.user.is_authenticated else "no-cache"
    return response


def leniently(response: HttpResponse, request: Request, ignored: Sequence[Fault]) -> HttpResponse:
    """Say that a preference was followed and what was left out."""
    if lenient(request):
        response["Preference-Applied"] = "handling=lenient"
    if ignored:
        names = dict.fromkeys(quote(fault.parameter[:80], errors="replace") for fault in foremost(ignored))
        response["X-Ignored-Parameters"] = ", ".join(list(names)[:MOST_FAULTS])
    return response
