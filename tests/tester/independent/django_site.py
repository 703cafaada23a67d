"""A Django site with one SCIM package, as a program: `python -m tests.tester.independent.django_site PACKAGE [bearer]`.

With `bearer`, a middleware knows the token in SCIM_TOKEN: both packages leave that to the site. Without, the site is as
their documentation begins it: people sign in with a session, and nothing reads a token.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings

_HERE = __package__ or ""
PACKAGES: dict[str, dict[str, Any]] = {
    "django_scim": {
        "INSTALLED_APPS": [f"{_HERE}.django_scim2_models", "django_scim"],
        "AUTH_USER_MODEL": "django_scim2_models.User",
        "SCIM_SERVICE_PROVIDER": {
            "NETLOC": "localhost",
            "AUTHENTICATION_SCHEMES": [
                {"type": "oauth2", "name": "OAuth 2", "description": "Oauth 2 implemented with bearer token"}
            ],
            "GROUP_MODEL": f"{_HERE}.django_scim2_models.models.Group",
        },
    },
    "django_scim2_server": {"INSTALLED_APPS": ["django_scim2_server"]},
}
"""The settings that each package's documentation asks for."""


def know_token(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The middleware: whoever has the token is the site's superuser."""
    wanted = f"Bearer {os.environ['SCIM_TOKEN']}"

    def middleware(request: Any) -> Any:
        if request.headers.get("Authorization") == wanted:
            from django.contrib.auth import get_user_model

            request.user = get_user_model()(is_superuser=True)
        return get_response(request)

    return middleware


def main(package: str, *options: str) -> None:
    settings.configure(
        **{
            **PACKAGES[package],
            "INSTALLED_APPS": [
                "django.contrib.contenttypes",
                "django.contrib.auth",
                "django.contrib.sessions",
                *PACKAGES[package]["INSTALLED_APPS"],
            ],
            "ALLOWED_HOSTS": ["127.0.0.1"],
            "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "site.sqlite3"}},
            "MIDDLEWARE": [
                "django.contrib.sessions.middleware.SessionMiddleware",
                "django.middleware.common.CommonMiddleware",
                "django.contrib.auth.middleware.AuthenticationMiddleware",
                *([f"{_HERE}.django_site.know_token"] if "bearer" in options else []),
            ],
            "ROOT_URLCONF": f"{_HERE}.django_site_urls",
            "SCIM_PACKAGE": package,
            "SECRET_KEY": "signs the sessions of a site that ends with the test",
            "USE_TZ": True,
        }
    )
    django.setup()
    from django.core.management import call_command
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", run_syncdb=True, verbosity=0)
    with ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler) as server:
        server.set_app(get_wsgi_application())
        print(f"Serving on http://127.0.0.1:{server.server_address[1]}")
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
