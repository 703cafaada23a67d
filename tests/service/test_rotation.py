"""POST /apps/scim/rotation and DELETE /apps/scim/previous-token."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rig.examples import examples
from tests.service.rig import OWNER, QA, QA_OWNER, MovingClock, Service, code_of, moment, rotate

_30_DAYS = timedelta(seconds=2_592_000)


def _works(service: Service, token: str) -> bool:
    status = service.scim(token).get("/Users?count=1").status_code
    assert status in (200, 401)
    return status == 200


def test_a_rotation_keeps_the_old_token_for_30_days_to_the_second(service: Service, clock: MovingClock) -> None:
    owner = service.sign_in()
    before = owner.get("/apps/scim").json()["token"]
    answer = rotate(owner)
    assert answer.status_code == 201
    after = answer.json()
    old, new = after["previous_token"], after["token"]
    assert (old["id"], old["value"]) == (before["id"], before["value"])
    assert new["id"] != old["id"]
    assert new["value"] != old["value"]
    assert moment(new["created_at"]) == clock.now()
    assert moment(old["expires_at"]) - moment(new["created_at"]) == _30_DAYS
    assert "expires_at" not in new
    assert after.pop("rotation_id")
    assert owner.get("/apps/scim").json() == after
    clock.move(_30_DAYS - timedelta(milliseconds=1))
    assert _works(service, old["value"])
    clock.move(timedelta(milliseconds=1))
    assert not _works(service, old["value"])
    assert _works(service, new["value"])
    assert service.sign_in().get("/apps/scim").json()["previous_token"] is None


def test_the_same_key_again_never_rotates_twice(service: Service, clock: MovingClock) -> None:
    owner, key = service.sign_in(), str(uuid.uuid4())
    present = owner.get("/apps/scim").json()["token"]["id"]
    first = rotate(owner, key, present_token_id=present)
    again = rotate(owner, key.upper(), present_token_id=present)
    quoted = rotate(owner, f'"{key}"', present_token_id=present, end_present_now=False)
    assert (first.status_code, again.status_code, quoted.status_code) == (201, 200, 200)
    assert first.json() == again.json() == quoted.json()


def test_the_same_key_answers_with_the_section_as_it_stands_now(service: Service) -> None:
    owner, key = service.sign_in(), str(uuid.uuid4())
    present = owner.get("/apps/scim").json()["token"]["id"]
    first = rotate(owner, key, present_token_id=present).json()
    later = rotate(owner, replace_previous=True).json()
    again = rotate(owner, key, present_token_id=present)
    assert again.status_code == 200
    assert again.json() == {**later, "rotation_id": first["rotation_id"]}
    assert later["rotation_id"] != first["rotation_id"]


def test_a_key_is_kept_400_days(service: Service, clock: MovingClock) -> None:
    key = str(uuid.uuid4())
    present = service.sign_in().get("/apps/scim").json()["token"]["id"]
    assert rotate(service.sign_in(), key, present_token_id=present).status_code == 201
    clock.move(timedelta(days=400) - timedelta(milliseconds=1))
    assert rotate(service.sign_in(), key, present_token_id=present).status_code == 200
    clock.move(timedelta(milliseconds=1))
    assert code_of(rotate(service.sign_in(), key, present_token_id=present)) == "token_changed"
    assert rotate(service.sign_in(), key).status_code == 201


@pytest.mark.parametrize(
    "other",
    [
        {"present_token_id": "tok_1"},
        {"end_present_now": True},
        {"replace_previous": True},
        {"end_present_now": True, "replace_previous": True},
        {"present_token_id": 5},
        {"unknown": 1},
    ],
)
def test_a_key_with_another_body_is_refused(service: Service, other: dict[str, Any]) -> None:
    owner, key = service.sign_in(), str(uuid.uuid4())
    present = owner.get("/apps/scim").json()["token"]["id"]
    after = rotate(owner, key, present_token_id=present).json()
    answer = rotate(owner, key, **{"present_token_id": present, **other})
    assert answer.status_code == 422
    assert code_of(answer) == "key_reused"
    assert owner.get("/apps/scim").json()["token"] == after["token"]


def test_keys_are_looked_up_by_account(service: Service) -> None:
    key = str(uuid.uuid4())
    production, qa = service.sign_in(), service.sign_in(QA_OWNER, QA)
    assert rotate(production, key).status_code == 201
    assert rotate(qa, key).status_code == 201


def test_a_refused_request_uses_up_no_key(service: Service) -> None:
    owner, key = service.sign_in(), str(uuid.uuid4())
    assert code_of(rotate(owner, key, present_token_id="tok_1")) == "token_changed"
    assert code_of(rotate(owner, key, end_present_now=True, replace_previous=True)) == "both_flags"
    assert rotate(owner, key).status_code == 201
    other = str(uuid.uuid4())
    assert code_of(rotate(owner, other)) == "previous_token_still_valid"
    assert rotate(owner, other, replace_previous=True).status_code == 201


def test_a_leaked_token_and_the_old_one_end_in_the_same_instant(service: Service) -> None:
    owner = service.sign_in()
    older = owner.get("/apps/scim").json()["token"]["value"]
    leaked = rotate(owner).json()["token"]["value"]
    answer = rotate(owner, end_present_now=True)
    assert answer.status_code == 201
    assert answer.json()["previous_token"] is None
    works = [_works(service, token) for token in (older, leaked, answer.json()["token"]["value"])]
    assert works == [False, False, True]


def test_a_clock_that_is_set_back_brings_no_ended_token_back(service: Service, clock: MovingClock) -> None:
    owner = service.sign_in()
    oldest = owner.get("/apps/scim").json()["token"]["value"]
    rotate(owner)
    clock.move(timedelta(days=31))
    owner = service.sign_in()
    leaked = rotate(owner).json()["previous_token"]["value"]
    present = rotate(owner, end_present_now=True).json()["token"]["value"]
    clock.move(timedelta(days=-31))
    assert [_works(service, token) for token in (oldest, leaked, present)] == [False, False, True]
    assert service.sign_in().get("/apps/scim").json()["previous_token"] is None


def test_replacing_gives_the_present_token_30_days_of_its_own(service: Service, clock: MovingClock) -> None:
    owner = service.sign_in()
    oldest = owner.get("/apps/scim").json()["token"]["value"]
    middle = rotate(owner).json()["token"]["value"]
    clock.move(timedelta(days=20))
    refused = rotate(owner)
    assert (refused.status_code, code_of(refused)) == (409, "previous_token_still_valid")
    answer = rotate(owner, replace_previous=True)
    assert answer.status_code == 201
    assert answer.json()["previous_token"]["value"] == middle
    assert moment(answer.json()["previous_token"]["expires_at"]) == clock.now() + _30_DAYS
    assert [_works(service, token) for token in (oldest, middle)] == [False, True]


def test_replacing_where_there_is_no_old_token_is_a_plain_rotation(service: Service) -> None:
    owner = service.sign_in()
    before = owner.get("/apps/scim").json()["token"]["id"]
    assert rotate(owner, replace_previous=True).json()["previous_token"]["id"] == before


def test_somebody_else_rotated(service: Service) -> None:
    owner = service.sign_in()
    seen = owner.get("/apps/scim").json()["token"]["id"]
    rotate(service.sign_in())
    every: list[dict[str, Any]] = [{}, {"end_present_now": True}, {"replace_previous": True}]
    for flags in every:
        answer = rotate(owner, present_token_id=seen, **flags)
        assert (answer.status_code, code_of(answer)) == (409, "token_changed")


def test_revoking_ends_the_old_token_at_once(service: Service) -> None:
    owner = service.sign_in()
    old = owner.get("/apps/scim").json()["token"]["value"]
    new = rotate(owner).json()["token"]["value"]
    answer = owner.delete("/apps/scim/previous-token")
    assert (answer.status_code, answer.content) == (204, b"")
    assert [_works(service, token) for token in (old, new)] == [False, True]
    assert owner.get("/apps/scim").json()["previous_token"] is None
    again = owner.delete("/apps/scim/previous-token")
    assert (again.status_code, code_of(again)) == (404, "no_previous_token")
    assert rotate(owner).status_code == 201


@pytest.mark.parametrize("key", [None, "", "rotation-1", "7f0fcd43-4f4c-4bff-9b1d", "7f0fcd43" * 4, '"', "x" * 5000])
def test_a_key_must_be_a_uuid(untouched: Service, key: str | None) -> None:
    owner = untouched.sign_in()
    present = owner.get("/apps/scim").json()["token"]["id"]
    headers = {} if key is None else {"Idempotency-Key": key}
    answer = owner.post("/apps/scim/rotation", json={"present_token_id": present}, headers=headers)
    assert (answer.status_code, code_of(answer)) == (400, "idempotency_key_required")


_BODIES = [
    (b"", 400, "bad_request"),
    (b"{", 400, "bad_request"),
    (b"\xff\xfe\xfd", 400, "bad_request"),
    (b"[" * 100_000, 400, "bad_request"),
    (b"9" * 10_000, 400, "bad_request"),
    (b"null", 422, "invalid_request"),
    (b"[]", 422, "invalid_request"),
    (b"{}", 422, "invalid_request"),
    (b'{"present_token_id": null}', 422, "invalid_request"),
    (b'{"present_token_id": ""}', 422, "invalid_request"),
    (b'{"present_token_id": ["tok_1"]}', 422, "invalid_request"),
    (b'{"present_token_id": "tok_1", "end_present_now": "yes"}', 422, "invalid_request"),
    (b'{"present_token_id": "tok_1", "replace_previous": 1}', 422, "invalid_request"),
    (b'{"present_token_id": "tok_1", "leaked": true}', 422, "invalid_request"),
    (b'{"present_token_id": "tok_1", "end_present_now": true, "replace_previous": true}', 422, "both_flags"),
    (json.dumps({"present_token_id": "\ud800"}).encode(), 409, "token_changed"),
]


def test_bodies_that_make_no_sense(service: Service) -> None:
    owner = service.sign_in()
    for body, status, code in _BODIES:
        answer = owner.post("/apps/scim/rotation", content=body, headers={"Idempotency-Key": str(uuid.uuid4())})
        assert (answer.status_code, code_of(answer)) == (status, code), body[:60]
    assert owner.get("/apps/scim").json()["previous_token"] is None


_STEPS = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["plain", "leaked", "replace"]), st.integers(0, 40)), max_size=12
)


@settings(max_examples=examples(8, 60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_whatever_is_asked_there_is_one_present_and_at_most_one_old_token(
    service: Service, clock: MovingClock, steps: list[tuple[int, str, int]]
) -> None:
    """Keys are repeated, days pass: an answered key never rotates again, and two tokens at most are valid."""
    keys = [str(uuid.uuid4()) for _ in range(4)]
    answered: dict[str, tuple[Any, str]] = {}
    seen: set[str] = set()
    for which, flag, days in steps:
        owner = service.sign_in(OWNER)
        flags = {"plain": {}, "leaked": {"end_present_now": True}, "replace": {"replace_previous": True}}[flag]
        before = owner.get("/apps/scim").json()
        body, rotation = answered.get(keys[which], ({"present_token_id": before["token"]["id"], **flags}, ""))
        answer = rotate(owner, keys[which], **body)
        after = owner.get("/apps/scim").json()
        if rotation:
            assert answer.status_code == 200
            assert answer.json() == {**before, "rotation_id": rotation}
            assert after == before
        elif answer.status_code == 201:
            answered[keys[which]] = body, answer.json()["rotation_id"]
        else:
            assert (answer.status_code, before["previous_token"] is not None, flag) == (409, True, "plain")
            assert after == before
        seen |= {token["value"] for token in (after["token"], after["previous_token"]) if token}
        valid = {token for token in seen if _works(service, token)}
        assert valid == {token["value"] for token in (after["token"], after["previous_token"]) if token}
        clock.move(timedelta(days=days))
