"""The site's URLs: `path("scim/v2/", include(...))` stands in the documentation of both packages."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

urlpatterns = [path("scim/v2/", include(f"{settings.SCIM_PACKAGE}.urls"))]
