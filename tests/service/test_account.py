"""GET /account, sessions, and what others may learn (nothing)."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from app.service.people import NoSuchPerson
from tests.service.rig import NOT_OWNER, OWNER, PRODUCTION, QA, QA_OWNER, MovingClock, Service, code_of, rotate

_OWNERS_ALONE = [
    ("GET", "/apps/scim"),
    ("GET", "/apps/scim?values=false"),
    ("POST", "/apps/scim/rotation"),
    ("DELETE", "/apps/scim/previous-token"),
    ("GET", "/apps/scim/events"),
]


def test_the_account_and_who_is_asking(service: Service) -> None:
    assert service.sign_in().get("/account").json() == {
        "id": PRODUCTION,
        "name": "Widget Data Center",
        "environment": "production",
        "practice": True,
        "person": {"name": "Olivia Hart", "email": OWNER, "roles": ["account_owner"]},
        "capabilities": {"rotate": True, "revoke_previous": True, "end_present": True, "uses": True},
    }
    qa = service.sign_in(QA_OWNER, QA).get("/account").json()
    assert (qa["name"], qa["environment"], qa["practice"]) == ("Widget Data Center QA", "qa", True)


def test_somebody_who_is_not_owner_sees_the_own_account_and_no_capability(service: Service) -> None:
    answer = service.sign_in(NOT_OWNER).get("/account")
    assert answer.status_code == 200
    assert answer.json()["name"] == "Widget Data Center"
    assert answer.json()["person"]["roles"] == ["account_administrator"]
    assert not any(answer.json()["capabilities"].values())


@pytest.mark.parametrize(("method", "path"), _OWNERS_ALONE)
def test_only_the_owner_reads_and_rotates(untouched: Service, method: str, path: str) -> None:
    answer = untouched.sign_in(NOT_OWNER).request(method, path)
    assert answer.status_code == 403
    assert code_of(answer) == "not_account_owner"
    assert untouched.sign_in().get("/apps/scim").json()["previous_token"] is None


@pytest.mark.parametrize(("method", "path"), [("GET", "/account"), *_OWNERS_ALONE])
def test_who_is_not_signed_in_gets_401(untouched: Service, method: str, path: str) -> None:
    token = untouched.sign_in().get("/apps/scim").json()["token"]["value"]
    base = f"{untouched.url}/settings/v1"
    strangers = [
        untouched.client(base),
        untouched.client(base, "rss_" + "A" * 43),
        untouched.client(base, token),  # a SCIM token does not open the settings API
        untouched.client(base, Authorization="Basic b2xpdmlhOnB3"),
        untouched.client(base, Authorization="Bearer"),
        untouched.client(base, "rss_" + "~" * 5000),
    ]
    answers = [stranger.request(method, path) for stranger in strangers]
    assert {answer.status_code for answer in answers} == {401}
    assert {code_of(answer) for answer in answers} == {"not_signed_in"}
    assert all(answer.headers["WWW-Authenticate"].startswith("Bearer") for answer in answers)
    assert len({answer.text for answer in answers}) == 1


def test_a_session_lasts_30_days_to_the_second(service: Service, clock: MovingClock) -> None:
    owner = service.sign_in()
    clock.move(timedelta(days=30) - timedelta(milliseconds=1))
    assert owner.get("/account").status_code == 200
    clock.move(timedelta(milliseconds=1))
    assert owner.get("/account").status_code == 401
    assert service.sign_in().get("/account").status_code == 200


def test_a_session_opens_no_other_account(service: Service) -> None:
    production, qa = service.sign_in(), service.sign_in(QA_OWNER, QA)
    other = qa.get("/apps/scim").json()["token"]["id"]
    of_another_account = rotate(production, present_token_id=other)
    of_nobody = rotate(production, present_token_id="tok_0000000000000000")
    assert of_another_account.status_code == of_nobody.status_code == 409
    assert of_another_account.text == of_nobody.text
    assert qa.get("/apps/scim").json()["token"]["id"] == other


def test_sessions_are_for_people_of_the_account(service: Service) -> None:
    with pytest.raises(NoSuchPerson):
        service.sign_in(OWNER, QA)
    with pytest.raises(NoSuchPerson):
        service.sign_in(OWNER, "no-such-account")


def test_a_session_does_not_open_scim(service: Service) -> None:
    owner = service.sign_in()
    session = owner.headers["Authorization"].removeprefix("Bearer ")
    assert len(session) == 47
    assert httpx.get(f"{service.url}/scim/v2/Users", headers=owner.headers).status_code == 401
