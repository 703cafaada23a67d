"""What to enter into the fields of a provisioning client's console."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clients.catalogue import read_clients
from app.domain.client_fields import SECRET_KINDS, account_url, fields_for, usable_url
from app.domain.clients import FieldKind, ProvisioningClient

URL = "https://api.r-service.tech/scim/v2"
CLIENTS = {client.id: client for client in read_clients()}
APPENDING = {each: replace(CLIENTS["other"], appends=(each,)) for each in ("/scim", "/scim/v2")}


def values(client: str, url: str | None = URL, flags: tuple[str, ...] = ()) -> dict[str, str | None]:
    return {field.label: field.value for field in fields_for(CLIENTS[client], url, flags)}


def test_azure_ad_takes_the_whole_url_and_its_own_flags() -> None:
    assert values("entra") == {"Tenant URL": URL, "Secret Token": None}
    flags = ("aadOptscim062020", "debug=1")
    assert values("entra", flags=flags)["Tenant URL"] == f"{URL}?aadOptscim062020"
    assert values("okta", flags=flags)["Base URL"] == URL


def test_a_url_in_parts() -> None:
    found = values("oracle", "https://h.example:8443/tenant/scim/v2")
    assert (found["Host Name"], found["Base URI"]) == ("h.example:8443", "/tenant/scim/v2")
    assert values("oracle", "https://h.example")["Base URI"] == "/"


@pytest.mark.parametrize("url", [URL, f"{URL}/"])
def test_urls_of_resources(url: str) -> None:
    found = values("pingfederate", url)
    assert (found["Users Resource URL"], found["Groups Resource URL"]) == (f"{URL}/Users", f"{URL}/Groups")


def test_what_the_connection_does_not_decide_is_known_without_one() -> None:
    found = values("pingone", None)
    assert found["SCIM Base URL"] is None
    assert (found["Users Resource"], found["Auth Type Header"], found["SCIM Version"]) == ("/Users", "Bearer", "2.0")
    assert values("pingone")["Auth Type Header"] == "Bearer"


@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
def test_every_field_is_there_in_its_order_and_no_token_has_a_value(client: ProvisioningClient) -> None:
    found = fields_for(client, URL, ("aadOptscim062020",))
    assert [(each.label, each.kind) for each in found] == [(each.label, each.kind.value) for each in client.fields]
    for field in found:
        secret = FieldKind(field.kind) in SECRET_KINDS
        assert (field.value is None) == (secret or field.label == "Test User Email")


def test_after_a_test_each_gets_the_form_that_it_wants() -> None:
    appending = {"/scim": "https://h.example", "/scim/v2": None}
    assert usable_url(CLIENTS["entra"], URL, appending) == URL
    assert usable_url(CLIENTS["other"], URL, appending) == URL
    assert usable_url(APPENDING["/scim"], URL, appending) == "https://h.example"
    assert usable_url(APPENDING["/scim/v2"], URL, appending) is None
    assert usable_url(CLIENTS["entra"], None, appending) is None


@pytest.mark.parametrize(
    ("appended", "endpoint", "expected"),
    [
        ("/scim/v2", URL, "https://api.r-service.tech"),
        ("/scim/v2", f"{URL}/", "https://api.r-service.tech"),
        ("/scim", "https://h.example/scim", "https://h.example"),
        ("/scim", URL, None),
        ("/scim/v2", "https://h.example", None),
    ],
)
def test_without_a_test_what_a_client_appends_is_left_off(appended: str, endpoint: str, expected: str | None) -> None:
    assert account_url(APPENDING[appended], endpoint) == expected


@given(st.sampled_from(sorted(CLIENTS)), st.sampled_from([URL, "http://127.0.0.1:8123/scim/v2", "https://h.example"]))
def test_without_a_test_the_endpoint_stands_there_as_the_service_shows_it(client: str, endpoint: str) -> None:
    assert account_url(CLIENTS[client], endpoint) == endpoint
