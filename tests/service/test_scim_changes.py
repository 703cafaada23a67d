"""SCIM as provisioning clients change things: the life of a user, deletion, members."""

from __future__ import annotations

import json
from typing import Any

import httpx
from sqlalchemy import text

from tests.service.rig import Service
from tests.service.scim_parts import GROUP, error_of, names_of, patch_body, user_body


def test_the_life_of_a_user(service: Service, scim: httpx.Client) -> None:
    posted = scim.post(
        "/Users",
        content=json.dumps(user_body("carla@widget.example", externalId="c-1", password="not kept", active=True)),
        headers={"Content-Type": "application/scim+json; charset=utf-8"},
    )
    assert posted.status_code == 201
    user = posted.json()["id"]
    assert "password" not in posted.json()
    again = scim.post("/Users", json=user_body("CARLA@widget.example"))
    assert error_of(again, 409)["scimType"] == "uniqueness"
    patched = scim.patch(f"/Users/{user}", json=patch_body({"op": "Replace", "path": "active", "value": "False"}))
    assert patched.status_code in (200, 204)
    assert scim.get(f"/Users/{user}").json()["active"] is False
    mail = {"op": "Add", "path": 'emails[type eq "work"].value', "value": "carla@mail.example"}
    assert scim.patch(f"/Users/{user}", json=patch_body(mail)).status_code in (200, 204)
    assert scim.get(f"/Users/{user}").json()["emails"] == [{"type": "work", "value": "carla@mail.example"}]
    put = scim.put(f"/Users/{user}", json=user_body("carla.b@widget.example", displayName="Carla"))
    assert put.status_code == 200
    assert put.json()["userName"] == "carla.b@widget.example"
    assert names_of(scim.get('/Users?filter=userName eq "carla@widget.example"')) == []
    taken = scim.put(f"/Users/{user}", json=user_body("olivia.hart@widget.example"))
    error_of(taken, 409)
    assert service.scim(scim.headers["Authorization"][7:]).get(f"/Users/{user}").json()["displayName"] == "Carla"


def test_delete_keeps_the_record_deactivated_and_answers_404_from_then_on(service: Service, scim: httpx.Client) -> None:
    user = scim.post("/Users", json=user_body("dora@widget.example", active=True)).json()["id"]
    group = scim.post("/Groups", json={"schemas": [GROUP], "displayName": "Crew", "members": [{"value": user}]}).json()[
        "id"
    ]
    total = scim.get("/Users?count=0").json()["totalResults"]
    deleted = scim.delete(f"/Users/{user}")
    assert (deleted.status_code, deleted.content) == (204, b"")
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        body = (
            patch_body({"op": "replace", "path": "active", "value": True})
            if method == "PATCH"
            else user_body("d@x.example")
        )
        error_of(scim.request(method, f"/Users/{user}", json=None if method in ("GET", "DELETE") else body), 404)
    assert names_of(scim.get('/Users?filter=userName eq "dora@widget.example"')) == []
    assert names_of(scim.get(f'/Users?filter=id eq "{user}"')) == []
    assert scim.get("/Users?count=0").json()["totalResults"] == total - 1
    assert "members" not in scim.get(f"/Groups/{group}").json()
    again = scim.post("/Users", json=user_body("dora@widget.example"))
    assert again.status_code == 201
    assert again.json()["id"] != user
    with service.database.reading() as connection:
        row = connection.execute(text("SELECT document, deleted_at FROM record WHERE id = :id"), {"id": user}).one()
    assert json.loads(row.document)["active"] is False
    assert row.deleted_at is not None
    assert scim.delete(f"/Groups/{group}").status_code == 204
    error_of(scim.get(f"/Groups/{group}"), 404)


def test_members_come_and_go_one_by_one(scim: httpx.Client) -> None:
    people = [user["id"] for user in scim.get("/Users?count=3").json()["Resources"]]
    group = scim.post("/Groups", json={"schemas": [GROUP], "displayName": "Crew"}).json()["id"]

    def change(operation: dict[str, Any]) -> set[str]:
        answer = scim.patch(f"/Groups/{group}", json=patch_body(operation))
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
    error_of(scim.patch(f"/Groups/{group}", json=patch_body(unknown)), 400)
