"""Whatever is sent to SCIM, the answer is never a failure of the service itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rig.examples import examples
from tests.service.rig import running

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("nonsense")]  # one service for all of them

_SCHEMAS = [
    "urn:ietf:params:scim:schemas:core:2.0:User",
    "urn:ietf:params:scim:schemas:core:2.0:Group",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    "urn:ietf:params:scim:api:messages:2.0:PatchOp",
    "urn:ietf:params:scim:api:messages:2.0:SearchRequest",
]
_WORDS = [
    "userName",
    "members",
    "emails",
    "value",
    "active",
    "op",
    "path",
    "Operations",
    "schemas",
    "name",
    "id",
    "meta",
]
_WORDS += [
    "externalId",
    "displayName",
    "groups",
    "filter",
    "count",
    "startIndex",
    "manager",
    "x509Certificates",
    "$ref",
]
_PATHS = ["members", 'members[value eq "x"]', 'emails[type eq "work"].value', "name.givenName", "active", "meta", "id"]
_PATHS += [f"{_SCHEMAS[2]}:manager", "nothing", "[", "members[", "userName.x", "groups", "schemas", ""]

_leaf = st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=8)
_leaf |= st.sampled_from(
    [*_SCHEMAS, *_WORDS, *_PATHS, "add", "Replace", "remove", "2026-11-24T00:00:00Z", "\ud800", "\0"]
)
_value = st.recursive(
    _leaf,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_WORDS), inner, max_size=4),
    max_leaves=8,
)
_operation = st.fixed_dictionaries(
    {"op": st.sampled_from(["add", "Replace", "remove", "x"])},
    optional={"path": st.sampled_from(_PATHS), "value": _value},
)
_patch = st.fixed_dictionaries({"schemas": st.just([_SCHEMAS[3]]), "Operations": st.lists(_operation, max_size=3)})
_user = st.fixed_dictionaries(
    {"schemas": st.just(_SCHEMAS[:1]), "userName": st.text(max_size=4)},
    optional={"emails": _value, "name": _value, "active": _value, _SCHEMAS[2]: _value, "externalId": _leaf},
)
_group = st.fixed_dictionaries(
    {"schemas": st.just(_SCHEMAS[1:2]), "displayName": st.text(max_size=4)},
    optional={"members": _value, "meta": _value},
)
_filter = st.text(max_size=12) | st.builds(
    "{} {} {}".format,
    st.sampled_from([*_WORDS, *_PATHS]),
    st.sampled_from(["eq", "ne", "co", "gt", "pr", "and"]),
    st.sampled_from(['"x"', "true", "1", "null", '"2026-11-24T00:00:00Z"', '"\\u0000"', '"\\ud800"', ""]),
)


@pytest.fixture(scope="module")
def scim() -> Iterator[httpx.Client]:
    """The requests change whatever they like: the service is these tests' own."""
    with running() as service:
        token = service.sign_in().get("/apps/scim").json()["token"]["value"]
        yield service.scim(token)


def _understood(answer: httpx.Response) -> None:
    assert answer.status_code < 500 or answer.status_code == 501, answer.text
    if answer.status_code >= 400:
        assert answer.json()["status"] == str(answer.status_code)


_MANY = settings(max_examples=examples(12, 100), deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_MANY
@given(kind=st.sampled_from(["Users", "Groups"]), patch=_patch | _value)
def test_patches(scim: httpx.Client, kind: str, patch: Any) -> None:
    one = scim.get(f"/{kind}?count=1").json()["Resources"][0]["id"]
    _understood(scim.patch(f"/{kind}/{one}", content=json.dumps(patch)))
    assert scim.get(f"/{kind}/{one}").status_code == 200


@_MANY
@given(method=st.sampled_from(["POST", "PUT"]), body=_user | _group | _value)
def test_resources(scim: httpx.Client, method: str, body: Any) -> None:
    for kind in ("Users", "Groups"):
        path = f"/{kind}"
        if method == "PUT":
            path += "/" + scim.get(f"/{kind}?count=1").json()["Resources"][0]["id"]
        _understood(scim.request(method, path, content=json.dumps(body)))
    assert scim.get("/Users").status_code == scim.get("/Groups").status_code == 200


@pytest.mark.parametrize(
    "text", ["\\ud800", "\\u0000", "\\udc00\\ud800", "\\uffff", "%", "_", "' OR 1=1 --", "\\" + '"', "x" * 70_000]
)
def test_names_that_no_storage_likes(scim: httpx.Client, text: str) -> None:
    for name in ("userName", "displayName", "externalId", "id"):
        search = {"schemas": _SCHEMAS[4:], "filter": f'{name} eq "{text}"'}
        _understood(scim.post("/Users/.search", content=json.dumps(search)))
        body = f'{{"schemas": ["{_SCHEMAS[0]}"], "userName": "a", "{name}": "{text}"}}'
        _understood(scim.post("/Users", content=body))
        body = f'{{"schemas": ["{_SCHEMAS[1]}"], "displayName": "{text}", "members": [{{"value": "{text}"}}]}}'
        _understood(scim.post("/Groups", content=body))
    _understood(scim.get(f"/Users/{text[:2000]}"))
    assert scim.get("/Users").status_code == scim.get("/Groups").status_code == 200


@_MANY
@given(condition=_filter, attributes=st.text(max_size=8) | st.sampled_from([*_WORDS, *_PATHS]))
def test_queries(scim: httpx.Client, condition: str, attributes: str) -> None:
    condition, attributes = (text.encode("utf-8", "replace").decode() for text in (condition, attributes))
    for kind in ("Users", "Groups", ""):
        _understood(scim.get(f"/{kind}", params={"filter": condition}))
        _understood(scim.get(f"/{kind}", params={"attributes": attributes, "count": 1}))
    search = {"schemas": _SCHEMAS[4:], "filter": condition, "excludedAttributes": [attributes]}
    _understood(scim.post("/.search", content=json.dumps(search)))


def test_a_filter_without_end_is_refused(reading: httpx.Client) -> None:
    text = " or ".join(f'displayName co "zz{number}"' for number in range(1500))
    search = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": text}
    for answer in (reading.get("/Users", params={"filter": text}), reading.post("/Users/.search", json=search)):
        assert answer.status_code == 400
        assert answer.json()["scimType"] == "invalidFilter"
    shorter = " or ".join(f'displayName co "zz{number}"' for number in range(60))
    assert reading.get("/Users", params={"filter": shorter}).json()["totalResults"] == 0
