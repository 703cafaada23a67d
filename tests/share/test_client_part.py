from __future__ import annotations

from dataclasses import replace

import pytest

from app.clients.catalogue import read_clients
from app.domain.clients import ProvisioningClient
from app.share.client_part import guide, share_fields
from tests.share.parts import TOKEN, TOKEN_TEXT

ENDPOINT = "https://www.r-service.example/scim/v2"
CLIENTS = {client.id: client for client in read_clients()}


def test_entra_has_the_names_of_its_console() -> None:
    assert share_fields(CLIENTS["entra"], ENDPOINT, TOKEN) == (("Tenant URL", ENDPOINT), ("Secret Token", TOKEN_TEXT))


def test_oracle_asks_for_the_url_in_two_parts() -> None:
    assert dict(share_fields(CLIENTS["oracle"], ENDPOINT, TOKEN)) == {
        "Host Name": "www.r-service.example",
        "Base URI": "/scim/v2",
        "Bearer token": TOKEN_TEXT,
    }


@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS.keys())
def test_every_client_gets_the_token_and_a_way_to_the_endpoint(client: ProvisioningClient) -> None:
    values = [value for _, value in share_fields(client, ENDPOINT, TOKEN)]
    assert {TOKEN_TEXT, f"Bearer {TOKEN_TEXT}"} & set(values)
    assert any(value in ENDPOINT for value in values)
    assert guide(client).first_steps
    assert guide(client).replace_steps
    assert TOKEN_TEXT not in repr(guide(client))


def test_an_endpoint_in_another_form_is_given_whole() -> None:
    """Nothing is made up for a client that adds a path which the endpoint does not have."""
    appending = replace(CLIENTS["other"], appends=("/scim",))
    assert share_fields(appending, ENDPOINT, TOKEN)[0] == ("SCIM endpoint", ENDPOINT)
    assert "Base URL" not in dict(share_fields(appending, ENDPOINT, TOKEN))
