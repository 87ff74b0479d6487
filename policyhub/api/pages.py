"""The pages of the API: the OpenAPI document, Swagger UI, Redoc, and one page a problem."""

import json
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any, ClassVar

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from policyhub.api import parameters
from policyhub.api.errors import PROBLEMS, problem

# Both viewers write style elements while they run; scripts stay as strict as everywhere.
own_styles = csp_update({"style-src": [UNSAFE_INLINE], "worker-src": [SELF, "blob:"]})


def safe_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer any other method than GET and HEAD as the API does: with a problem."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        response = problem(request, 405, f'Method "{request.method}" not allowed.')
        response["Allow"] = "GET, HEAD"
        return response

    return csrf_exempt(answered)


@cache
def openapi() -> Any:
    """Return the OpenAPI document of the public API; it changes only with the code, so it is made once a process."""
    return SchemaGenerator().get_schema(request=None, public=True)


class OpenApiView(SpectacularAPIView):
    """The OpenAPI document, as JSON or YAML."""

    http_method_names: ClassVar[list[str]] = ["get", "head"]
    renderer_classes = [OpenApiJsonRenderer, OpenApiJsonRenderer2, OpenApiYamlRenderer, OpenApiYamlRenderer2]

    def _get_schema_response(self, request: Request) -> Response:
        parameters.check(request.query_params, request.META.get("QUERY_STRING", ""), ())
        suffix = self.perform_content_negotiation(request, force=True)[0].format
        return Response(openapi(), headers={"Content-Disposition": f'inline; filename="policyhub.{suffix}"'})


@method_decorator(own_styles, name="dispatch")
class SwaggerView(SpectacularSwaggerSplitView):
    """Swagger UI: read the API and try it."""

    http_method_names: ClassVar[list[str]] = ["get", "head"]
    template_name = "api/swagger.html"
    template_name_js = "api/swagger.js"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer the page, or its script, which is told the forms of text that the document names."""
        response: Response = super().get(request, *args, **kwargs)
        response.data["formats"] = json.dumps(sorted(formats(openapi())))
        return response


def formats(schema: Any) -> set[str]:
    """Return the forms of text that a part of the OpenAPI document names."""
    if isinstance(schema, list):
        return set().union(*map(formats, schema))
    if not isinstance(schema, dict):
        return set()
    own = {schema["format"]} if schema.get("type") == "string" and isinstance(schema.get("format"), str) else set()
    return own.union(*map(formats, schema.values()))


@method_decorator(own_styles, name="dispatch")
class RedocView(SpectacularRedocView):
    """Redoc: read the API as a book."""

    http_method_names: ClassVar[list[str]] = ["get", "head"]
    template_name = "api/redoc.html"


@cache
def redoc_script() -> str:
    """Return Redoc's script without the one picture that it would load from its maker's site."""
    path = finders.find("drf_spectacular_sidecar/redoc/bundles/redoc.standalone.js")
    text = Path(path).read_text(encoding="utf-8")
    picture = '"https://cdn.redoc.ly/redoc/logo-mini.svg"'
    if picture not in text:
        raise RuntimeError("Redoc's script no longer names its picture; look at what it loads and mend this.")
    return text.replace(picture, '"data:,"')


@safe_only
@cache_control(max_age=86_400, public=True)
def redoc_js(request: HttpRequest) -> HttpResponse:
    """Answer Redoc's script."""
    return HttpResponse(redoc_script(), content_type="text/javascript")


@safe_only
def problem_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer the page that the `type` of a problem names."""
    if kind not in PROBLEMS:
        raise Http404
    status, title, about = PROBLEMS[kind]
    return render(request, "api/problem.html", {"kind": kind, "status": status, "title": title, "about": about})


@safe_only
def problem_list(request: HttpRequest) -> HttpResponse:
    """Answer the list of all kinds of problem."""
    problems = [(kind, status, title) for kind, (status, title, _) in PROBLEMS.items()]
    return render(request, "api/problems.html", {"problems": problems})
