"""An owner whose service has no settings API rotates by guidance, and the window is killed in the middle, twice."""

from __future__ import annotations

import json
import re
import subprocess
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator

import pytest

from tests.accounts.real_service import RealService, real_service
from tests.rig import hands, leaks
from tests.rig.node import Node
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.whole_program.program import COUNTDOWN, MASKED, NAME, Program

pytestmark = [pytest.mark.timeout(300), pytest.mark.once]
WINDOW = f"{NAME} — Widget (QA)"
GUIDE = "Rotate SCIM token"


@pytest.fixture
def service() -> Iterator[RealService]:
    """An R-Service that is not this program's own."""
    with real_service(None) as running:
        yield running


def call(service: RealService, path: str, method: str = "GET", **body: object) -> dict[str, object]:
    """As R-Service's own settings page does."""
    headers = {"Authorization": f"Bearer {service.session(0)}", "Idempotency-Key": str(uuid.uuid4())}
    data = json.dumps(body).encode() if body else None
    headers |= {"Content-Type": "application/json"} if body else {}
    request = urllib.request.Request(f"{service.url}/settings/v1{path}", data, headers, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        read = answer.read()
    return dict(json.loads(read)) if read else {}


def press_rotate(service: RealService) -> str:
    """The owner presses Rotate SCIM token in R-Service; returns what it shows then."""
    present = call(service, "/apps/scim")["token"]
    assert isinstance(present, dict)
    section = call(service, "/apps/scim/rotation", "POST", present_token_id=present["id"])["token"]
    assert isinstance(section, dict)
    return str(section["value"])


def works(service: RealService, token: str) -> bool:
    request = urllib.request.Request(service.endpoint + "/Users?count=1", headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=60):
            return True
    except urllib.error.HTTPError as error:
        if error.code != 401:
            raise
        return False


def add_account(program: Program, service: RealService, token: str) -> None:
    program.app.find("push button", "Add my R-Service account", timeout=60)
    program.press("Add my R-Service account")
    dialog = program.app.window("Add an account")
    hands.write(dialog.find("text", "Account name"), "Widget")
    hands.press(dialog.find("radio button", "QA"))
    hands.type_into(dialog.find("text", "Endpoint"), service.endpoint)
    hands.type_into(dialog.find("password text", "Access token"), token)
    hands.press(dialog.find("push button", "Save account"))
    program.app.wait_closed("Add an account")
    program.app.window(WINDOW)
    program.token_field.wait_for_text(MASKED, 20)


def opened_again(session: Session) -> Program:
    """The next start, with the account in view."""
    program = Program(session)
    program.app.window(WINDOW, timeout=60)
    program.token_field.wait_for_text(MASKED, 30)
    return program


def guide(program: Program) -> Node:
    return program.app.window(GUIDE)


def step(program: Program, number: int) -> None:
    program.app.find("label", re.compile(f"^Step {number} of 4"), id="guideStep", timeout=30)


def begin(program: Program, kind: str = "Planned rotation") -> None:
    program.press("Rotate SCIM token")
    dialog = guide(program)
    choice = dialog.find("radio button", kind)
    if "checked" not in choice.states:
        hands.press(choice)
    hands.press(dialog.find("push button", "Rotate now"))
    step(program, 1)


def copy_elsewhere(session: Session, text: str) -> None:
    """As a browser does when the person copies there."""
    for selection in ("clipboard", "primary"):
        subprocess.run(
            ["xclip", "-selection", selection],
            input=text.encode(),
            env=session.env,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )


def test_rotating_by_guidance_with_the_window_killed_in_the_middle(session: Session, service: RealService) -> None:
    first = service.scim_token(0)
    program = Program(session)
    add_account(program, service, first)

    begin(program)
    assert program.app.find("label", id="guideToken").name == f"hidden, ends in {first[-4:]}"
    program.press("It is")
    step(program, 2)
    new = press_rotate(service)
    program.app.kill()

    program = opened_again(session)
    program.label("rotationBanner").wait_for_text("Did you press Rotate in R-Service?", 20)
    assert program.token_field.text.endswith(first[-4:])
    copy_elsewhere(session, f"SCIM access token: {new}\n")
    program.press("Paste the new token…")
    step(program, 3)
    program.press("Paste the new token")
    step(program, 4)
    assert not session.clipboard()
    assert not session.clipboard("primary")
    program.app.kill()

    program = opened_again(session)
    program.label("rotationBanner").wait_for_text(re.compile(f"^The new token, ending in {new[-4:]}, is kept"), 20)
    program.press("Go on with the new token…")
    step(program, 4)
    program.press("Finish")
    program.app.wait_closed(GUIDE)
    poll(lambda: program.token_field.text.endswith(new[-4:]), "new token on the screen")
    program.label("oldTokenCountdown").wait_for_text(COUNTDOWN)
    assert not program.window.find_all("label", id="rotationBanner")
    assert program.copy_token() == new
    assert works(service, new)
    assert works(service, first)
    assert program.quit() == 0

    again = opened_again(session)
    assert again.token_field.text.endswith(new[-4:])
    again.label("oldTokenCountdown").wait_for_text(COUNTDOWN)
    assert again.quit() == 0
    secrets = leaks.Secrets({"first": first, "new": new})
    assert leaks.everywhere(session, secrets) == []


def test_a_leaked_token_is_rotated_asked_to_be_ended_and_checked(session: Session, service: RealService) -> None:
    first = service.scim_token(0)
    program = Program(session)
    add_account(program, service, first)
    begin(program, "This token has leaked")
    program.press("It is")
    step(program, 2)
    new = press_rotate(service)
    program.press("I have pressed Rotate")
    step(program, 3)
    copy_elsewhere(session, new)
    program.press("Paste the new token")
    step(program, 4)
    program.press("Finish")
    program.app.wait_closed(GUIDE)
    program.label("leakedToken").wait_for_text(f"The token that ends in {first[-4:]} has leaked")
    program.press("Copy request to support")
    poll(lambda: "leaked" in (session.clipboard() or ""), "request in the clipboard")
    request = session.clipboard() or ""
    assert first[-4:] in request
    assert first not in request
    assert new not in request
    program.press("Check now")
    result = program.label("leakedTokenCheck")
    result.wait_for_text(re.compile(r"^The leaked token still works \(checked \d"), 20)
    call(service, "/apps/scim/previous-token", "DELETE")
    program.press("Check now")
    result.wait_for_text(re.compile(r"^The leaked token does not work any more \(checked \d"), 20)
    hands.press(program.window.find("push button", id="closeLeakedToken"))  # the message that it was added has one, too
    poll(lambda: not program.window.find_all("label", id="oldTokenCountdown"), "end of the countdown")


def test_a_token_that_has_ended_is_told_and_replaced(session: Session, service: RealService) -> None:
    first = service.scim_token(0)
    program = Program(session)
    add_account(program, service, first)
    assert program.quit() == 0
    new = press_rotate(service)
    call(service, "/apps/scim/previous-token", "DELETE")

    program = opened_again(session)
    program.label("problemHappened", timeout=30).wait_for_text(
        "This token has ended; somebody may have rotated it.", 20
    )
    program.press("Replace token…")
    dialog = program.app.window("Replace token")
    copy_elsewhere(session, new)
    hands.press(dialog.find("push button", "Continue"))
    step(program, 3)
    program.press("Paste the new token")
    program.app.find("label", re.compile("the old one does not any more"), id="guideSaid", timeout=30)
    program.press("Use it all the same")
    step(program, 4)
    program.press("Finish")
    program.app.wait_closed(GUIDE)
    poll(lambda: program.token_field.text.endswith(new[-4:]), "new token on the screen")
    assert not program.window.find_all("label", id="oldTokenCountdown")
    assert not program.window.find_all("label", id="problemHappened")
    assert program.copy_token() == new
