"""GET /apps/scim: the endpoint, the tokens, and their uses."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

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
