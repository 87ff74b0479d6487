"""The addresses of the log under `/api/v1/`: the history of each collection's records, revisions, changes."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from policyhub.api.collections import collections
from policyhub.feed.changes import ChangeViewSet
from policyhub.feed.release_views import ReleaseViewSet
from policyhub.feed.viewsets import HistoryViewSet, RevisionViewSet

router = SimpleRouter()
router.register("revisions", RevisionViewSet, basename="revisions")
router.register("changes", ChangeViewSet, basename="changes")
router.register("releases", ReleaseViewSet, basename="releases")

NAME = ReleaseViewSet.lookup_value_regex

urlpatterns = [
    *(
        re_path(
            rf"^{name}/(?P<{viewset.lookup_field}>{viewset.lookup_value_regex})/revisions/$",
            HistoryViewSet.as_view({"get": "list"}, collection=name),
            name=f"{name}-revisions",
        )
        for name, viewset in collections().items()
    ),
    path("", include(router.urls)),
    re_path(
        rf"^releases/(?P<older>{NAME})\.\.\.(?P<newer>{NAME})/$",
        ReleaseViewSet.as_view({"get": "compare"}),
        name="releases-compare",
    ),
    re_path(
        rf"^releases/(?P<name>{NAME})/(?P<file>[A-Za-z0-9._-]+)$",
        ReleaseViewSet.as_view({"get": "download"}),
        name="releases-file",
    ),
]
