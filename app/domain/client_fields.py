"""What to enter into the fields of a provisioning client's console: the URL in the form that this client wants."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from app.domain.clients import ConsoleField, FieldKind, ProvisioningClient
from app.domain.report import ClientField

SECRET_KINDS = (FieldKind.TOKEN, FieldKind.AUTHORIZATION_HEADER)
"""What these hold is a token: no value of theirs is ever in a `ClientField`."""


def fields_for(client: ProvisioningClient, url: str | None, flags: tuple[str, ...] = ()) -> tuple[ClientField, ...]:
    """The fields of the client's console in its own order. `url` is the base URL in the form that this client wants
    (`usable_url` and `account_url` give it), None where that is not known; `flags` are query flags that were typed with
    it, of which the client gets those that it knows."""
    own = tuple(flag for flag in flags if flag.partition("=")[0] in client.url_flags)
    return tuple(ClientField(field.label, field.kind.value, _value(field, url, own)) for field in client.fields)


def usable_url(client: ProvisioningClient, base: str | None, appending: Mapping[str, str | None]) -> str | None:
    """What to give to this client after a test: `base` is the usable base URL, `appending` what to give to a client
    that appends `/scim` or `/scim/v2`; None where nothing usable was found for it."""
    appended = _appended(client)
    return base if appended is None else appending.get(appended)


def account_url(client: ProvisioningClient, endpoint: str) -> str | None:
    """What to give to this client where nothing was tested: the account's endpoint as R-Service shows it, without what
    the client appends; None where the endpoint does not end in that."""
    appended = _appended(client)
    if appended is None:
        return endpoint
    bare = endpoint.rstrip("/")
    return bare.removesuffix(appended) if bare.endswith(appended) else None


def _appended(client: ProvisioningClient) -> str | None:
    return next(iter(client.appends or ()), None)


def _value(field: ConsoleField, url: str | None, flags: tuple[str, ...]) -> str | None:
    if url is None or field.value:
        return field.value
    parts, bare = urlsplit(url), url.rstrip("/")
    values = {
        FieldKind.BASE_URL: url + ("?" + "&".join(flags) if flags else ""),
        FieldKind.HOST: parts.netloc,
        FieldKind.PATH: parts.path or "/",
        FieldKind.USERS_URL: f"{bare}/Users",
        FieldKind.GROUPS_URL: f"{bare}/Groups",
        FieldKind.HEADER_PREFIX: "Bearer",
    }
    return values.get(field.kind)
