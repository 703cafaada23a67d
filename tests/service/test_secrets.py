"""A search for the secrets in all that the service leaves behind."""

from __future__ import annotations

import base64
import uuid
from pathlib import Path
from typing import Any

from tests.service.rig import KEY, OWNER, PRODUCTION, Child


def test_no_secret_is_in_the_folder_the_log_or_the_process_list(tmp_path: Path) -> None:
    secrets = {KEY.hex(), base64.b64encode(KEY).decode()}
    with Child(tmp_path) as child:
        session = child.session()
        secrets.add(session)
        section: dict[str, Any] = {}
        every: list[dict[str, Any]] = [{}, {"replace_previous": True}, {"end_present_now": True}, {}]
        for flags in every:
            section = child.call("GET", "/settings/v1/apps/scim", session).json()
            secrets.add(section["token"]["value"])
            body = {"present_token_id": section["token"]["id"], **flags}
            headers = {"Idempotency-Key": str(uuid.uuid4())}
            answer = child.call("POST", "/settings/v1/apps/scim/rotation", session, json=body, headers=headers)
            secrets.add(answer.json()["token"]["value"])
        for secret in sorted(secrets):
            child.call("GET", f"/scim/v2/Users/{secret}?filter={secret}", secret)
            child.call("GET", f"/settings/v1/{secret}", secret)
            child.call("POST", "/scim/v2/Users", section["token"]["value"], json={"password": secret, "x": secret})
        arguments = Path(f"/proc/{child.process.pid}/cmdline")
        environment = Path(f"/proc/{child.process.pid}/environ")
        outside = [path.read_bytes() for path in (arguments, environment) if path.exists()]
        left_behind = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    left_behind += [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(secrets) == 8
    for secret in secrets:
        for place in (*left_behind, *outside, child.errors):
            assert secret.encode() not in place
            if len(secret) == 64:
                assert bytes.fromhex(secret) not in place
    assert KEY not in b"".join(left_behind)


def test_errors_repeat_nothing_that_was_sent(tmp_path: Path) -> None:
    with Child(tmp_path) as child:
        session = child.session(PRODUCTION, OWNER)
        token = child.call("GET", "/settings/v1/apps/scim", session).json()["token"]["value"]
        for bearer in (session, token, "0" * 64):
            answers = [
                child.call("POST", "/settings/v1/apps/scim/rotation", bearer, content=token.encode()),
                child.call("GET", f"/settings/v1/apps/scim?values={token}", bearer),
                child.call("GET", "/scim/v2/Users", f"Bearer {bearer}"),
                child.call("POST", "/scim/v2/Users", bearer, content=f'{{"password": "{token}"'.encode()),
            ]
            assert all(token not in answer.text or answer.status_code == 200 for answer in answers)
            assert all(session not in answer.text for answer in answers)
