"""SCIM as provisioning clients use it: who is let in, pages, filters, members, deletion."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.service.rig import QA, QA_OWNER, Service, rotate

_USER = "urn:ietf:params:scim:schemas:core:2.0:User"
_GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
_PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
_ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
_DISCOVERY = ["/ServiceProviderConfig", "/ResourceTypes", "/Schemas"]


@pytest.fixture
def token(service: Service) -> str:
    return str(service.sign_in().get("/apps/scim").json()["token"]["value"])


@pytest.fixture
def reading(untouched: Service) -> httpx.Client:
    """A provisioning client that only reads."""
    return untouched.scim(str(untouched.sign_in().get("/apps/scim").json()["token"]["value"]))


@pytest.fixture
def scim(service: Service, token: str) -> httpx.Client:
    return service.scim(token)


def _user(user_name: str, **more: Any) -> dict[str, Any]:
    return {"schemas": [_USER], "userName": user_name, **more}


def _patch(*operations: dict[str, Any]) -> dict[str, Any]:
    return {"schemas": [_PATCH], "Operations": list(operations)}


def _names(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/scim+json"
    body = answer.json()
    assert body["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:ListResponse"]
    found = body.get("Resources", [])
    assert body["itemsPerPage"] == len(found)
    return [resource.get("userName") or resource["displayName"] for resource in found]


def _error(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/scim+json"
    body = answer.json()
    assert body["schemas"] == [_ERROR]
    assert body["status"] == str(status)
    return dict(body)


@pytest.mark.parametrize("path", ["/Users", "/Groups", "/Users/1", *_DISCOVERY, "/", "/Nothing", "/.search"])
@pytest.mark.parametrize("base", ["/scim/v2", "/scim"])
def test_nothing_is_told_without_a_valid_token(untouched: Service, base: str, path: str) -> None:
    url = f"{untouched.url}{base}"
    strangers = [
        untouched.client(url),
        untouched.client(url, "0" * 64),
        untouched.client(url, Authorization="Basic b2xpdmlhOnB3"),
        untouched.client(url, untouched.sign_in().headers["Authorization"].removeprefix("Bearer ")),
    ]
    for stranger in strangers:
        answer = stranger.get(path)
        _error(answer, 401)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_means_its_account(service: Service, token: str) -> None:
    other = service.sign_in(QA_OWNER, QA).get("/apps/scim").json()["token"]["value"]
    mine, theirs = service.scim(token), service.scim(other)
    created = mine.post("/Users", json=_user("anna@widget.example")).json()["id"]
    assert theirs.get(f"/Users/{created}").status_code == 404
    assert theirs.patch(f"/Users/{created}", json=_patch()).status_code in (400, 404)
    assert theirs.delete(f"/Users/{created}").status_code == 404
    assert _names(theirs.get('/Users?filter=userName eq "anna@widget.example"')) == []
    assert theirs.post("/Users", json=_user("anna@widget.example")).status_code == 201
    group = theirs.post("/Groups", json={"schemas": [_GROUP], "displayName": "x", "members": [{"value": created}]})
    _error(group, 400)


def test_the_old_token_opens_scim_too(service: Service, token: str) -> None:
    new = rotate(service.sign_in()).json()["token"]["value"]
    assert service.scim(token).get("/Users?count=1").json() == service.scim(new).get("/Users?count=1").json()


@pytest.mark.parametrize("path", _DISCOVERY)
@pytest.mark.parametrize("base", ["/scim/v2", "/scim"])
def test_discovery(untouched: Service, base: str, path: str) -> None:
    token = untouched.sign_in().get("/apps/scim").json()["token"]["value"]
    answer = untouched.scim(token, path=base).get(path)
    assert answer.status_code == 200
    body = answer.json()
    for resource in body.get("Resources", [body]):
        assert resource["meta"]["location"].startswith(f"{untouched.url}/scim/v2{path}")
    if path == "/ServiceProviderConfig":
        assert body["filter"] == {"supported": True, "maxResults": 25}
        assert body["authenticationSchemes"][0]["type"] == "oauthbearertoken"


@pytest.mark.parametrize("base", ["/scim/v2", "/scim"])
def test_locations_name_the_long_path_and_the_host_that_was_asked(service: Service, token: str, base: str) -> None:
    client = service.scim(token, path=base)
    user = client.get("/Users?count=1").json()["Resources"][0]
    assert user["meta"]["location"] == f"{service.url}/scim/v2/Users/{user['id']}"
    group = client.get("/Groups?count=1").json()["Resources"][0]
    assert group["members"][0]["$ref"].startswith(f"{service.url}/scim/v2/Users/")
    client.headers["Host"] = "localhost:4711"
    assert client.get(f"/Users/{user['id']}").json()["meta"]["location"].startswith("http://localhost:4711/scim/v2/")
    created = client.post("/Users", json=_user("bea@widget.example"))
    assert created.headers["Location"] == f"http://localhost:4711/scim/v2/Users/{created.json()['id']}"


def test_a_first_start_has_more_than_a_page_of_users(reading: httpx.Client) -> None:
    first = reading.get("/Users").json()
    assert (first["totalResults"], first["itemsPerPage"], first["startIndex"]) == (44, 25, 1)
    rest = reading.get("/Users?startIndex=26&count=100").json()
    assert (rest["totalResults"], rest["itemsPerPage"], rest["startIndex"]) == (44, 19, 26)
    ids = [user["id"] for user in first["Resources"] + rest["Resources"]]
    assert len(set(ids)) == 44
    groups = reading.get("/Groups").json()
    assert groups["totalResults"] == 9
    assert len(groups["Resources"][0]["members"]) == 44


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.integers(-3, 60) | st.just(10**30), count=st.integers(-3, 60) | st.just(10**30))
def test_a_page_holds_25_resources_at_most(reading: httpx.Client, start: int, count: int) -> None:
    body = reading.get(f"/Users?startIndex={start}&count={count}").json()
    held = len(body.get("Resources", []))
    begin = max(start, 1)
    assert body["totalResults"] == 44
    assert held == body["itemsPerPage"] == max(0, min(25, max(count, 0), 44 - begin + 1))


@pytest.mark.parametrize(
    "query",
    [
        'filter=userName eq "amara.okafor@widget.example"',
        'filter=userName Eq "AMARA.Okafor@widget.example"',
        "filter=userName+eq+%22amara.okafor%40widget.example%22&startIndex=1&count=100",
        'filter=username eq "amara.okafor@widget.example"&aadOptscim062020',
        'filter=externalId eq "W0003"',
        'filter=externalId eq "W0003" and active eq true',
        'filter=displayName eq "amara okafor"',
        'filter=urn:ietf:params:scim:schemas:core:2.0:User:userName eq "amara.okafor@widget.example"',
        'filter=emails[type eq "work" and value eq "amara.okafor@widget.example"]',
        'filter=emails.value eq "amara.okafor@widget.example"',
        'filter=userName sw "amara" or userName eq "nobody@widget.example"',
        'filter=not (userName ne "amara.okafor@widget.example")',
    ],
)
def test_filters_that_find_one_user(reading: httpx.Client, query: str) -> None:
    assert _names(reading.get(f"/Users?{query}")) == ["amara.okafor@widget.example"]


@pytest.mark.parametrize(
    "query",
    [
        'filter=userName eq "7f0fcd43-4f4c-4bff-9b1d-1f4ab7b1b1aa"',
        'filter=externalId eq "w0003"',
        'filter=externalId eq "W0003" and active eq false',
        'filter=id eq "nobody"',
        'filter=userName eq "\\u00e4\\" or 1=1"',
    ],
)
def test_filters_that_find_nobody_are_answered_with_an_empty_list(reading: httpx.Client, query: str) -> None:
    answer = reading.get(f"/Users?{query}")
    assert _names(answer) == []
    assert answer.json()["totalResults"] == 0


def test_groups_are_found_by_name_and_without_their_members(reading: httpx.Client) -> None:
    found = reading.get('/Groups?filter=displayName eq "service desk"&excludedAttributes=members').json()["Resources"]
    assert [group["displayName"] for group in found] == ["Service Desk"]
    assert "members" not in found[0]
    whole = reading.get(f"/Groups/{found[0]['id']}").json()
    assert {member["display"] for member in whole["members"]} >= {"Noah Berger", "Sofia Lindqvist"}
    assert "members" not in reading.get(f"/Groups/{found[0]['id']}?excludedAttributes=members").json()
    everybody = reading.get("/Groups?excludedAttributes=members&count=25").json()["Resources"]
    assert not any("members" in group for group in everybody)
    of_noah = reading.get('/Users?filter=userName eq "noah.berger@widget.example"').json()["Resources"][0]
    assert {group["display"] for group in of_noah["groups"]} == {"Everyone at Widget", "Service Desk"}
    inside = reading.get(f'/Groups?filter=members eq "{of_noah["id"]}"').json()
    assert inside["totalResults"] == 2


@pytest.mark.parametrize(
    "query", ["filter=userName", "filter=nothing eq 1", 'filter=userName xx "a"', "filter=", "count=x"]
)
def test_queries_that_make_no_sense(reading: httpx.Client, query: str) -> None:
    _error(reading.get(f"/Users?{query}"), 400)


def test_the_life_of_a_user(service: Service, scim: httpx.Client) -> None:
    posted = scim.post(
        "/Users",
        content=json.dumps(_user("carla@widget.example", externalId="c-1", password="not kept", active=True)),
        headers={"Content-Type": "application/scim+json; charset=utf-8"},
    )
    assert posted.status_code == 201
    user = posted.json()["id"]
    assert "password" not in posted.json()
    again = scim.post("/Users", json=_user("CARLA@widget.example"))
    assert _error(again, 409)["scimType"] == "uniqueness"
    patched = scim.patch(f"/Users/{user}", json=_patch({"op": "Replace", "path": "active", "value": "False"}))
    assert patched.status_code in (200, 204)
    assert scim.get(f"/Users/{user}").json()["active"] is False
    mail = {"op": "Add", "path": 'emails[type eq "work"].value', "value": "carla@mail.example"}
    assert scim.patch(f"/Users/{user}", json=_patch(mail)).status_code in (200, 204)
    assert scim.get(f"/Users/{user}").json()["emails"] == [{"type": "work", "value": "carla@mail.example"}]
    put = scim.put(f"/Users/{user}", json=_user("carla.b@widget.example", displayName="Carla"))
    assert put.status_code == 200
    assert put.json()["userName"] == "carla.b@widget.example"
    assert _names(scim.get('/Users?filter=userName eq "carla@widget.example"')) == []
    taken = scim.put(f"/Users/{user}", json=_user("olivia.hart@widget.example"))
    _error(taken, 409)
    assert service.scim(scim.headers["Authorization"][7:]).get(f"/Users/{user}").json()["displayName"] == "Carla"


def test_delete_keeps_the_record_deactivated_and_answers_404_from_then_on(service: Service, scim: httpx.Client) -> None:
    user = scim.post("/Users", json=_user("dora@widget.example", active=True)).json()["id"]
    group = scim.post(
        "/Groups", json={"schemas": [_GROUP], "displayName": "Crew", "members": [{"value": user}]}
    ).json()["id"]
    total = scim.get("/Users?count=0").json()["totalResults"]
    deleted = scim.delete(f"/Users/{user}")
    assert (deleted.status_code, deleted.content) == (204, b"")
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        body = _patch({"op": "replace", "path": "active", "value": True}) if method == "PATCH" else _user("d@x.example")
        _error(scim.request(method, f"/Users/{user}", json=None if method in ("GET", "DELETE") else body), 404)
    assert _names(scim.get('/Users?filter=userName eq "dora@widget.example"')) == []
    assert _names(scim.get(f'/Users?filter=id eq "{user}"')) == []
    assert scim.get("/Users?count=0").json()["totalResults"] == total - 1
    assert "members" not in scim.get(f"/Groups/{group}").json()
    again = scim.post("/Users", json=_user("dora@widget.example"))
    assert again.status_code == 201
    assert again.json()["id"] != user
    with service.database.reading() as connection:
        row = connection.execute(text("SELECT document, deleted_at FROM record WHERE id = :id"), {"id": user}).one()
    assert json.loads(row.document)["active"] is False
    assert row.deleted_at is not None
    assert scim.delete(f"/Groups/{group}").status_code == 204
    _error(scim.get(f"/Groups/{group}"), 404)


def test_members_come_and_go_one_by_one(scim: httpx.Client) -> None:
    people = [user["id"] for user in scim.get("/Users?count=3").json()["Resources"]]
    group = scim.post("/Groups", json={"schemas": [_GROUP], "displayName": "Crew"}).json()["id"]

    def change(operation: dict[str, Any]) -> set[str]:
        answer = scim.patch(f"/Groups/{group}", json=_patch(operation))
        assert answer.status_code in (200, 204), answer.text
        return {member["value"] for member in scim.get(f"/Groups/{group}").json().get("members", [])}

    everybody = [{"value": person} for person in people]
    assert change({"op": "Add", "path": "members", "value": everybody[:2]}) == set(people[:2])
    assert change({"op": "add", "path": "members", "value": everybody[1:]}) == set(people)
    assert change({"op": "remove", "path": f'members[value eq "{people[0]}"]'}) == set(people[1:])
    # As Entra removes without its flag aadOptscim062020.
    assert change({"op": "Remove", "path": "members", "value": [everybody[1]]}) == {people[2]}
    assert change({"op": "replace", "path": "members", "value": everybody[:1]}) == {people[0]}
    assert [one["display"] for one in scim.get(f"/Users/{people[0]}").json()["groups"]].count("Crew") == 1
    unknown = {"op": "add", "path": "members", "value": [{"value": "nobody"}]}
    _error(scim.patch(f"/Groups/{group}", json=_patch(unknown)), 400)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"x"',
        b"[" * 50_000,
        b"\xff\xfe",
        b'{"schemas": 1}',
        b'{"userName": ["a"], "count": "x"}',
        b"9" * 9000,
    ],
)
def test_bodies_that_make_no_sense(reading: httpx.Client, body: bytes) -> None:
    user = reading.get("/Users?count=1").json()["Resources"][0]["id"]
    for method, path in [
        ("POST", "/Users"),
        ("PUT", f"/Users/{user}"),
        ("PATCH", f"/Users/{user}"),
        ("POST", "/.search"),
    ]:
        _error(reading.request(method, path, content=body), 400)


def test_other_nonsense(reading: httpx.Client) -> None:
    _error(reading.post("/Users", content=b"<user/>", headers={"Content-Type": "text/xml"}), 415)
    _error(reading.post("/Users", json={"schemas": [_USER]}), 400)
    _error(reading.delete("/Users"), 405)
    _error(reading.get("/users/../Nothing"), 404)
    _error(reading.get("/Users/%00"), 404)
    _error(reading.get("/Users/" + "x" * 5000), 404)
    _error(reading.post("/Bulk", json={}), 501)
    _error(reading.get("/Me"), 501)
    _error(reading.get("/Users?sortBy=userName"), 501)
    assert _error(reading.get("/Users/nobody"), 404)["detail"]


def test_a_get_needs_no_accept_header(reading: httpx.Client) -> None:
    for accept in ("*/*", "application/json", "text/html"):
        assert reading.get("/Users?count=1", headers={"Accept": accept}).status_code == 200
