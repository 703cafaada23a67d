"""Has the administrator switched? Two clients over SCIM, one after the other, and the panel that tells."""

from __future__ import annotations

import json
import re
import subprocess
import urllib.request
from pathlib import Path

import pytest

from tests.rig import hands
from tests.rig.polling import RigError, poll
from tests.rig.session import Session
from tests.rig.tools import require
from tests.whole_program.program import CONSOLE_SCRIPT, Program

pytestmark = [pytest.mark.timeout(300), pytest.mark.once]

OKTA = "Okta SCIM Client 1.0.0"
"""Documented by Okta: see resources/clients/okta.json."""
WIDGET = "Widget sync/2.4"
WATCHED = 90.0
"""Seconds until the panel has looked again: it does so every 20."""
ENTER = "Have the new token entered there before you revoke the old one."
OF_OKTA = "Okta still uses the old token (just now)."
OF_WIDGET = f"A client that calls itself “{WIDGET}” still uses the old token (just now)."
ALL = "Every client seen on the old token in the last 30 days now uses the new one"
FOUR_DAYS_ON = {
    "LD_PRELOAD": "/usr/$LIB/faketime/libfaketime.so.1",
    "FAKETIME": "+4d",
    "FAKETIME_DONT_FAKE_MONOTONIC": "1",
}


def test_one_client_switches_then_the_other_and_four_days_later_the_old_token_may_go(session: Session) -> None:
    require("faketime")
    program = Program(session, "--practice")
    program.wait_for_account()
    endpoint, old = program.endpoint, program.copy_token()
    provision(endpoint, old, OKTA)
    program.rotate()
    new = program.copy_token()
    says(program, "Still in use", f"{OF_OKTA} {ENTER}")

    provision(endpoint, old, WIDGET)
    says(program, "Still in use", f"{OF_WIDGET} {OF_OKTA} {ENTER}")

    # Our own tests use both tokens, in the window and on the command line, and never count.
    assert "blocked" not in run_tests(program, session, endpoint, old)
    one_of_two = f"{OF_WIDGET} 1 of the 2 clients seen on it in the last 30 days now uses the new one. {ENTER}"
    provision(endpoint, new, OKTA)
    says(program, "Still in use", one_of_two)
    program.press("Rotate SCIM token")
    dialog = program.app.window("Rotate SCIM token")
    assert f"{OF_WIDGET} It stops now" in dialog.find("label", id="whatWillHappen").text
    hands.press(dialog.find("push button", "Cancel"))

    provision(endpoint, new, WIDGET)
    waits = f"{ALL}; the old one was last used just now. Wait until it has not been used for 3 days, then revoke it."
    says(program, "Switched a short while ago", waits)
    assert program.quit() == 0

    later = Program(session, env=FOUR_DAYS_ON)
    later.wait_for_account()
    says(later, "Switched", f"{ALL}; the old one has not been used for 4 days: you can revoke it.")
    later.press("Revoke old token now…")
    dialog = later.app.window("Revoke old token")
    said = f"{ALL}; the old one has not been used for 4 days.\nThis cannot be undone."
    assert dialog.find("label", id="whatWillHappen").text == said
    # Somebody was missed: one use is enough to take it back.
    hands.press(dialog.find("push button", "Cancel"))
    provision(later.endpoint, old, OKTA)
    says(later, "Still in use", "Okta uses both tokens (the old one just now): ")
    assert later.quit() == 0


def provision(endpoint: str, token: str, user_agent: str) -> None:
    """What a provisioning client asks first: whether a user is there (RFC 7644 §3.4.2.2)."""
    request = urllib.request.Request(
        f"{endpoint}/Users?filter=userName%20eq%20%22nobody%22",
        headers={"Authorization": f"Bearer {token}", "User-Agent": user_agent},
    )
    # Never through a proxy that this machine's environment may name.
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
        assert json.load(answer)["totalResults"] == 0


def says(program: Program, state: str, uses: str) -> None:
    """Wait until the panel says so: watching brings it, nothing is pressed. On a busy machine minutes may pass."""
    words = re.compile(re.escape(uses).replace("just\\ now", r"(just now|\d minutes? ago)"))
    label = program.label("oldTokenUses")
    try:
        poll(lambda: words.match(label.text), "what the panel says", timeout=WATCHED)
    except RigError as error:
        raise RigError(f"{error}\n{uses}\n{label.text}") from None
    assert program.label("oldTokenState").text == state


def run_tests(program: Program, session: Session, endpoint: str, old: str) -> str:
    """The connection test of both tokens: the present one in the window, the old one on the command line."""
    verdict = program.run_test()
    result = subprocess.run(
        [CONSOLE_SCRIPT, "test", endpoint, "--token-stdin"],
        input=old,
        env=session.env,
        cwd=Path(session.home),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    program.select_tab("SCIM")
    return verdict.description
