"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path
from rest_framework.routers import SimpleRouter

from policyhub.api import pages
from policyhub.api.search import SearchViewSet
from policyhub.api.vocabularies import VocabularyViewSet
from policyhub.catalogue import COLLECTIONS
from policyhub.feed.atom import atom
from policyhub.views import CatalogueView, favicon, home

router = SimpleRouter()
for name, viewset in COLLECTIONS:
    router.register(name, viewset, basename=name)
router.register("search", SearchViewSet, basename="search")
router.register("vocabularies", VocabularyViewSet, basename="vocabularies")

urlpatterns = [
    path("", home, name="home"),
    path("favicon.ico", favicon),
    path("admin/", admin.site.urls),
    path("api/v1/", CatalogueView.as_view(), name="catalogue"),
    path("api/v1/", include(router.urls)),
    path("api/v1/", include("policyhub.feed.urls")),
    path("changes.atom", atom, name="changes-atom"),
    path("api/schema/", pages.OpenApiView.as_view(), name="schema"),
    path("api/docs/", pages.SwaggerView.as_view(), name="docs"),
    path("api/redoc/", pages.RedocView.as_view(), name="redoc"),
    path("api/redoc/redoc.js", pages.redoc_js, name="redoc-script"),
    path("api/problems/", pages.problem_list, name="problems"),
    path("api/problems/<slug:kind>/", pages.problem_page, name="problem"),
]

handler400 = "policyhub.api.errors.bad_request"
handler403 = "policyhub.api.errors.permission_denied"
handler404 = "policyhub.api.errors.page_not_found"
handler500 = "policyhub.api.errors.server_error"
