"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path
from rest_framework.routers import SimpleRouter

from policyhub.catalogue import COLLECTIONS

router = SimpleRouter()
for name, viewset in COLLECTIONS:
    router.register(name, viewset, basename=name)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include(router.urls)),
]

handler400 = "policyhub.api.errors.bad_request"
handler403 = "policyhub.api.errors.permission_denied"
handler404 = "policyhub.api.errors.page_not_found"
handler500 = "policyhub.api.errors.server_error"
