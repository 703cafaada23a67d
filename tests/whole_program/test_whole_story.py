"""One person, one afternoon: from an empty home to a countdown that is still there after a restart."""

from __future__ import annotations

import json
import stat
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest

from tests.rig import hands, leaks
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.share.debian_age import open_with_age
from tests.whole_program.program import COUNTDOWN, MASKED, Program

pytestmark = pytest.mark.timeout(240)


def test_copy_share_rotate_and_find_it_all_again(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    assert program.notice.text == ""
    endpoint = program.endpoint
    old = program.copy_token()
    assert session.clipboard_marked_secret()

    share = session.home / "for the administrator.age"
    passphrase = program.share(share)
    assert stat.S_IMODE(share.stat().st_mode) == 0o600
    opened = decrypted(session, share, passphrase)
    assert (opened["endpoint"], opened["token"], opened["practice"]) == (endpoint, old, True)
    close_share_ready(program)

    program.rotate()
    new = program.copy_token()
    assert new != old
    program.label("oldTokenCountdown").wait_for_text(COUNTDOWN)
    assert program.window.find("progress bar", "Old token time left")
    assert program.label("oldTokenValidUntil").text
    assert users(endpoint, old) > 20
    assert users(endpoint, new) == users(endpoint, old)

    secrets = leaks.Secrets({"old token": old, "new token": new, "passphrase": passphrase})
    assert leaks.in_processes(session.processes.all_pids(), secrets) == []
    service = psutil.Process(program.service_pid())
    assert program.quit() == 0
    service.wait(60)
    assert not session.clipboard()
    assert leaks.everywhere(session, secrets) == []

    again = Program(session)
    again.wait_for_account()
    assert again.endpoint == endpoint
    assert again.token_field.text == "•" * 12 + new[-4:]
    again.label("oldTokenCountdown").wait_for_text(COUNTDOWN)
    assert again.copy_token() == new
    assert again.quit() == 0
    assert leaks.everywhere(session, secrets) == []


def test_a_leaked_token_ends_at_once_and_the_other_account_is_left_alone(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    leaked = program.copy_token()
    program.rotate("This token has leaked")
    assert program.window.find_all("label", id="oldTokenCountdown") == []
    with pytest.raises(urllib.error.HTTPError, match="401"):
        users(program.endpoint, leaked)
    assert users(program.endpoint, program.copy_token()) > 20


def test_revoking_asks_and_ends_the_old_token(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    old = program.copy_token()
    program.rotate()
    program.press("Revoke old token now…")
    dialog = program.app.window("Revoke old token")
    hands.press(dialog.find("push button", "Cancel"))
    program.app.wait_closed("Revoke old token")
    assert users(program.endpoint, old) > 20
    program.press("Revoke old token now…")
    hands.press(program.app.window("Revoke old token").find("push button", "Revoke now"))
    poll(lambda: not program.window.find_all("label", id="oldTokenCountdown"), "end of the old token's panel")
    with pytest.raises(urllib.error.HTTPError, match="401"):
        users(program.endpoint, old)
    assert MASKED.match(program.token_field.text)


def users(endpoint: str, token: str) -> int:
    """How many users `/scim/v2/Users` has for this token (RFC 7644 §3.4.2)."""
    request = urllib.request.Request(f"{endpoint}/Users?count=1", headers={"Authorization": f"Bearer {token}"})
    # Never through a proxy that this machine's environment may name.
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
        body = json.load(answer)
    assert body["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:ListResponse"]
    return int(body["totalResults"])


def decrypted(session: Session, share: Path, passphrase: str) -> dict[str, object]:
    """The payload, as Debian's age gives it to whoever knows the passphrase."""
    # Beside the session's folder, which is searched for what it must not hold.
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "payload")
        opened = open_with_age(share, passphrase, target)
        assert opened.exit_status == 0, opened.said
        payload = json.loads(target.read_text(encoding="utf-8"))
    assert isinstance(payload, dict)
    return payload


def close_share_ready(program: Program) -> None:
    program.app.close_window("Share ready")
    program.app.wait_closed("Share ready")
