"""The data files of the provisioning clients: each keeps the schema, and says what the contract and the facts say."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from app.clients.catalogue import read_clients
from app.domain.clients import Expected, FieldKind, ProvisioningClient, Sure
from app.domain.findings import RULES, Stops
from app.domain.user_agents import without_version

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "resources/clients").glob("*.json"))
SCHEMA = json.loads((ROOT / "resources/schemas/provisioning-client.schema.json").read_text(encoding="utf-8"))
REPORT_SCHEMA = json.loads((ROOT / "resources/schemas/connection-test-report.schema.json").read_text(encoding="utf-8"))
IDS = [
    "entra",
    "google",
    "onelogin",
    "okta",
    "jumpcloud",
    "pingone",
    "pingfederate",
    "rippling",
    "sailpoint",
    "oracle",
    "other",
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_keeps_the_schema(file: Path) -> None:
    data = json.loads(file.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(data, SCHEMA)
    assert data["id"] == file.stem


@pytest.mark.parametrize("missing", SCHEMA["required"])
def test_the_schema_asks_for_everything(missing: str) -> None:
    data = json.loads(FILES[0].read_text(encoding="utf-8"))
    del data[missing]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, SCHEMA)


def test_all_are_read_in_the_order_shown() -> None:
    clients = read_clients()
    assert [client.id for client in clients] == IDS
    assert REPORT_SCHEMA["properties"]["client"]["enum"] == [None, *IDS]
    assert len({client.name for client in clients}) == len(clients)


@pytest.mark.parametrize("client", read_clients(), ids=lambda client: client.id)
def test_what_is_read_makes_sense(client: ProvisioningClient) -> None:
    kinds = [field.kind for field in client.fields]
    assert FieldKind.TOKEN in kinds
    assert {FieldKind.BASE_URL, FieldKind.HOST} & set(kinds)
    labels = [field.label for field in client.fields]
    assert len(set(labels)) == len(labels)
    # A value is fixed in the file only where the connection does not decide it.
    for field in client.fields:
        assert field.value is None or field.kind in (FieldKind.OTHER, FieldKind.HEADER_PREFIX)
    for demand in client.demands:
        assert RULES[demand.code].stops is Stops.SOME
    for agent in client.user_agents:
        assert agent.sure is not Sure.UNKNOWN
        assert without_version(agent.text) not in ("", agent.text) or not any(map(str.isdigit, agent.text))
    if client.sure is Sure.UNKNOWN:
        assert client.test_requests == ()
        assert client.demands == ()
    for sentence in (client.note, client.test_note, *client.first_steps, *client.replace_steps):
        assert sentence == "" or sentence.endswith("."), sentence
    for error in client.errors:
        assert error.cause.endswith("."), error


def test_what_the_facts_say_of_entra_okta_and_onelogin() -> None:
    """scim-connection-facts.md, sections 1.1 to 1.3."""
    by_id = {client.id: client for client in read_clients()}
    entra, okta, onelogin = by_id["entra"], by_id["okta"], by_id["onelogin"]
    assert [field.label for field in entra.fields] == ["Tenant URL", "Secret Token"]
    assert entra.test_requests[0].expects is Expected.EMPTY_LIST
    assert not entra.test_requests[0].accepts
    assert "aadOptscim062020" in entra.url_flags
    assert [demand.code for demand in entra.demands] == ["scim.unknown-user"]
    assert onelogin.test_requests[0].expects is Expected.EMPTY_LIST_OR_NOT_FOUND
    assert okta.test_requests[0].path == "Users?startIndex=1&count=2"
    assert [each.character for each in okta.refused_in_url] == ["_"]
    assert [(each.text, each.sure) for each in okta.user_agents] == [("Okta SCIM Client 1.0.0", Sure.DOCUMENTED)]
    assert [client.id for client in by_id.values() if client.in_cloud is None] == ["sailpoint", "other"]
