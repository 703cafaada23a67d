"""GET /apps/scim/events."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from tests.service.rig import QA, QA_OWNER, MovingClock, Service, code_of, moment, rotate


def _events(owner: httpx.Client) -> list[tuple[str, str]]:
    return [(event["kind"], event["token_id"]) for event in owner.get("/apps/scim/events").json()["events"]]


def test_nothing_has_happened_yet(service: Service) -> None:
    assert service.sign_in().get("/apps/scim/events").json() == {"events": [], "next": None}


def test_rotations_and_revocations_are_told_newest_last(service: Service, clock: MovingClock) -> None:
    owner = service.sign_in()
    owner.headers["User-Agent"] = "scim-connection/0.1.0"
    first = owner.get("/apps/scim").json()["token"]["id"]
    second = rotate(owner).json()["token"]["id"]
    clock.move(timedelta(hours=1))
    owner.delete("/apps/scim/previous-token")
    third = rotate(owner).json()["token"]["id"]
    fourth = rotate(owner, end_present_now=True).json()["token"]["id"]
    assert _events(owner) == [
        ("rotated", second),
        ("revoked", first),
        ("rotated", third),
        ("revoked", second),
        ("revoked", third),
        ("rotated", fourth),
    ]
    events = owner.get("/apps/scim/events").json()["events"]
    assert all(event.keys() == {"id", "at", "kind", "token_id", "user_agent"} for event in events)
    assert all(event["user_agent"] == "scim-connection/0.1.0" for event in events)
    assert moment(events[1]["at"]) - moment(events[0]["at"]) == timedelta(hours=1)
    ids = [event["id"] for event in events]
    assert ids == sorted(set(ids))


def test_refusals_and_repeated_requests_are_no_events(service: Service) -> None:
    owner = service.sign_in()
    rotate(owner, present_token_id="tok_1")
    key = "7f0fcd43-4f4c-4bff-9b1d-1f4ab7b1b1aa"
    present = owner.get("/apps/scim").json()["token"]["id"]
    for _ in range(3):
        rotate(owner, key, present_token_id=present)
    assert len(_events(owner)) == 1


def test_uses_of_ended_tokens_are_told_once_an_hour_each(service: Service, clock: MovingClock) -> None:
    owner = service.sign_in()
    older = owner.get("/apps/scim").json()["token"]
    newer = rotate(owner).json()["token"]
    rotate(owner, end_present_now=True)
    before = len(_events(owner))

    def use(token: dict[str, str], agent: str) -> None:
        assert service.scim(token["value"], agent).get("/Users").status_code == 401

    use(older, "Okta SCIM Client 1.0.0")
    use(older, "another one")
    use(newer, "OneLogin")
    clock.move(timedelta(hours=1) - timedelta(milliseconds=1))
    use(older, "too early")
    clock.move(timedelta(milliseconds=1))
    use(older, "one hour later")
    events = owner.get("/apps/scim/events").json()["events"][before:]
    assert [(event["kind"], event["token_id"], event["user_agent"]) for event in events] == [
        ("refused_use", older["id"], "Okta SCIM Client 1.0.0"),
        ("refused_use", newer["id"], "OneLogin"),
        ("refused_use", older["id"], "one hour later"),
    ]


def test_a_token_that_was_never_one_is_nobodys_event(service: Service) -> None:
    assert service.scim("0" * 64).get("/Users").status_code == 401
    assert _events(service.sign_in()) == []


def test_another_accounts_events_are_not_told(service: Service) -> None:
    rotate(service.sign_in())
    assert _events(service.sign_in(QA_OWNER, QA)) == []


def test_events_come_in_pages(service: Service) -> None:
    owner = service.sign_in()
    for _ in range(5):
        rotate(owner, end_present_now=True)
    every = owner.get("/apps/scim/events?limit=200").json()
    assert every["next"] is None
    assert len(every["events"]) == 10
    found, after = [], 0
    for _ in range(4):
        page = owner.get(f"/apps/scim/events?after={after}&limit=3").json()
        found += page["events"]
        if page["next"] is None:
            break
        after = page["next"]
    assert found == every["events"]
    exact = owner.get("/apps/scim/events?limit=10").json()
    assert exact == every
    assert owner.get(f"/apps/scim/events?after={2**63 - 1}").json() == {"events": [], "next": None}


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=", "limit=ten", "limit=-1", "after=-1", "after=x", "after=9" + "9" * 30]
)
def test_limits_and_ids_that_make_no_sense(untouched: Service, query: str) -> None:
    answer = untouched.sign_in().get(f"/apps/scim/events?{query}")
    assert (answer.status_code, code_of(answer)) == (422, "invalid_request")
