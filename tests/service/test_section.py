"""GET /apps/scim: the endpoint, the tokens, and their uses."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from app.service.tables import token as tokens
from tests.service.rig import QA, QA_OWNER, MovingClock, Service, code_of, moment, rotate


def test_the_section_of_a_new_account(service: Service, clock: MovingClock) -> None:
    section = service.sign_in().get("/apps/scim").json()
    assert section.keys() == {"endpoint", "token", "previous_token"}
    assert section["endpoint"] == f"{service.url}/scim/v2"
    assert section["previous_token"] is None
    assert section["token"].keys() == {"id", "value", "created_at", "uses"}
    assert re.fullmatch("[0-9a-f]{64}", section["token"]["value"])
    assert moment(section["token"]["created_at"]) == clock.now()
    assert section["token"]["uses"] == []


def test_each_account_has_its_own_token(service: Service) -> None:
    one = service.sign_in().get("/apps/scim").json()["token"]
    other = service.sign_in(QA_OWNER, QA).get("/apps/scim").json()["token"]
    assert one["id"] != other["id"]
    assert one["value"] != other["value"]


def test_without_values_no_value_is_sent(service: Service) -> None:
    owner = service.sign_in()
    rotate(owner)
    whole, watched = owner.get("/apps/scim").json(), owner.get("/apps/scim?values=false").json()
    for name in ("token", "previous_token"):
        assert whole[name].pop("value")
    assert watched == whole


@pytest.mark.parametrize("values", ["no", "", "0"])
def test_a_values_that_is_neither_true_nor_false(untouched: Service, values: str) -> None:
    answer = untouched.sign_in().get(f"/apps/scim?values={values}")
    assert answer.status_code == 422
    assert code_of(answer) == "invalid_request"


def test_uses_are_kept_by_user_agent(service: Service, clock: MovingClock) -> None:
    owner = service.sign_in()
    token = owner.get("/apps/scim").json()["token"]["value"]
    first = moment(owner.get("/apps/scim").json()["token"]["created_at"])
    service.scim(token, "Okta SCIM Client 1.0.0").get("/Users?count=1")
    clock.move(timedelta(minutes=5))
    service.scim(token, "Okta SCIM Client 1.0.0").get("/Groups?count=1")
    service.scim(token, "scim-connection/0.1.0").get("/Users?count=0")
    uses = owner.get("/apps/scim").json()["token"]["uses"]
    by_name = {use["user_agent"]: use for use in uses}
    assert by_name.keys() == {"Okta SCIM Client 1.0.0", "scim-connection/0.1.0"}
    okta = by_name["Okta SCIM Client 1.0.0"]
    assert (moment(okta["first_at"]), moment(okta["last_at"])) == (first, first + timedelta(minutes=5))
    assert okta["count"] == 2
    assert by_name["scim-connection/0.1.0"]["count"] == 1


def test_the_20_latest_are_told_apart_and_the_rest_is_summed_up(service: Service, clock: MovingClock) -> None:
    owner = service.sign_in()
    token = owner.get("/apps/scim").json()["token"]["value"]
    for number in range(24):
        service.scim(token, f"client/{number}").get("/Users?count=0")
        clock.move(timedelta(seconds=1))
    service.scim(token, "client/4").get("/Users?count=0")
    clock.move(timedelta(seconds=1))
    service.scim(token, "client/24").get("/Users?count=0")
    uses = owner.get("/apps/scim").json()["token"]["uses"]
    assert [use["user_agent"] for use in uses[:2]] == ["client/24", "client/4"]
    assert {use["user_agent"] for use in uses[2:20]} == {f"client/{number}" for number in range(6, 24)}
    others = uses[20]
    assert len(uses) == 21
    assert (others["user_agent"], others["count"]) == ("others", 5)
    assert moment(others["last_at"]) - moment(others["first_at"]) == timedelta(seconds=5)
    assert sum(use["count"] for use in uses) == 26


def test_200_printable_characters_of_a_user_agent_are_kept(service: Service) -> None:
    owner = service.sign_in()
    token = owner.get("/apps/scim").json()["token"]["value"]
    service.scim(token, "a\tb" + "x" * 300).get("/Users?count=0")
    service.client(f"{service.url}/scim/v2", token, **{"User-Agent": ""}).get("/Users?count=0")
    names = {use["user_agent"] for use in owner.get("/apps/scim").json()["token"]["uses"]}
    assert names == {"ab" + "x" * 198, ""}


def test_a_use_that_is_refused_for_other_reasons_counts_once(service: Service) -> None:
    owner = service.sign_in()
    token = owner.get("/apps/scim").json()["token"]["value"]
    assert service.scim(token).get("/Nothing").status_code == 404
    assert owner.get("/apps/scim").json()["token"]["uses"][0]["count"] == 1


def _damage(service: Service, token_id: str) -> None:
    with service.database.writing() as connection:
        connection.execute(update(tokens).where(tokens.c.id == token_id).values(sealed=bytes(92)))


def test_a_present_token_that_cannot_be_read_works_and_can_be_rotated(service: Service) -> None:
    owner = service.sign_in()
    token = owner.get("/apps/scim").json()["token"]
    _damage(service, token["id"])
    answer = owner.get("/apps/scim")
    assert (answer.status_code, code_of(answer)) == (500, "token_unreadable")
    assert owner.get("/apps/scim?values=false").json()["token"]["id"] == token["id"]
    assert service.scim(token["value"]).get("/Users?count=0").status_code == 200
    section = rotate(owner, present_token_id=token["id"]).json()
    assert len(section["token"]["value"]) == 64
    assert (section["previous_token"]["id"], section["previous_token"]["value"]) == (token["id"], None)


def test_an_old_token_that_cannot_be_read_has_no_value_and_can_be_revoked(service: Service) -> None:
    owner = service.sign_in()
    old = owner.get("/apps/scim").json()["token"]
    present = rotate(owner).json()["token"]["value"]
    _damage(service, old["id"])
    section = owner.get("/apps/scim").json()
    assert section["token"]["value"] == present
    assert (section["previous_token"]["id"], section["previous_token"]["value"]) == (old["id"], None)
    assert section["previous_token"]["expires_at"]
    assert owner.delete("/apps/scim/previous-token").status_code == 204


def test_an_old_token_whose_end_was_seen_stays_ended_when_the_clock_goes_back(
    service: Service, clock: MovingClock
) -> None:
    owner = service.sign_in()
    old = owner.get("/apps/scim").json()["token"]["value"]
    rotate(owner)
    clock.move(timedelta(days=31))
    assert service.scim(old).get("/Users?count=0").status_code == 401
    clock.move(timedelta(days=-31))
    assert service.scim(old).get("/Users?count=0").status_code == 401
    assert service.sign_in().get("/apps/scim").json()["previous_token"] is None
