"""SCIM as provisioning clients use it: who is let in, pages, filters, members, deletion."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rig.examples import examples
from tests.service.rig import QA, QA_OWNER, Service, rotate
from tests.service.scim_parts import DISCOVERY, GROUP, USER, error_of, names_of, patch_body, user_body


@pytest.mark.parametrize("path", ["/Users", "/Groups", "/Users/1", *DISCOVERY, "/", "/Nothing", "/.search"])
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
        error_of(answer, 401)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_means_its_account(service: Service, token: str) -> None:
    other = service.sign_in(QA_OWNER, QA).get("/apps/scim").json()["token"]["value"]
    mine, theirs = service.scim(token), service.scim(other)
    created = mine.post("/Users", json=user_body("anna@widget.example")).json()["id"]
    assert theirs.get(f"/Users/{created}").status_code == 404
    assert theirs.patch(f"/Users/{created}", json=patch_body()).status_code in (400, 404)
    assert theirs.delete(f"/Users/{created}").status_code == 404
    assert names_of(theirs.get('/Users?filter=userName eq "anna@widget.example"')) == []
    assert theirs.post("/Users", json=user_body("anna@widget.example")).status_code == 201
    group = theirs.post("/Groups", json={"schemas": [GROUP], "displayName": "x", "members": [{"value": created}]})
    error_of(group, 400)


def test_the_old_token_opens_scim_too(service: Service, token: str) -> None:
    new = rotate(service.sign_in()).json()["token"]["value"]
    assert service.scim(token).get("/Users?count=1").json() == service.scim(new).get("/Users?count=1").json()


@pytest.mark.parametrize("path", DISCOVERY)
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
    created = client.post("/Users", json=user_body("bea@widget.example"))
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


@settings(max_examples=examples(20, 100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    assert names_of(reading.get(f"/Users?{query}")) == ["amara.okafor@widget.example"]


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
    assert names_of(answer) == []
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
    error_of(reading.get(f"/Users?{query}"), 400)


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
        error_of(reading.request(method, path, content=body), 400)


def test_other_nonsense(reading: httpx.Client) -> None:
    error_of(reading.post("/Users", content=b"<user/>", headers={"Content-Type": "text/xml"}), 415)
    error_of(reading.post("/Users", json={"schemas": [USER]}), 400)
    error_of(reading.delete("/Users"), 405)
    error_of(reading.get("/users/../Nothing"), 404)
    error_of(reading.get("/Users/%00"), 404)
    error_of(reading.get("/Users/" + "x" * 5000), 404)
    error_of(reading.post("/Bulk", json={}), 501)
    error_of(reading.get("/Me"), 501)
    error_of(reading.get("/Users?sortBy=userName"), 501)
    assert error_of(reading.get("/Users/nobody"), 404)["detail"]


def test_a_get_needs_no_accept_header(reading: httpx.Client) -> None:
    for accept in ("*/*", "application/json", "text/html"):
        assert reading.get("/Users?count=1", headers={"Accept": accept}).status_code == 200
