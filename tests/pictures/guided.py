"""An account typed in by hand: the guide at each step, the banner, a leaked token, an ended one, replacing one."""

from __future__ import annotations

import re

from tests.accounts.real_service import real_service
from tests.pictures.scenes import Take
from tests.rig import hands
from tests.rig.session import Session
from tests.whole_program.program import Program
from tests.whole_program.test_guided_rotation import (
    GUIDE,
    add_account,
    begin,
    call,
    copy_elsewhere,
    guide,
    opened_again,
    press_rotate,
    step,
)


def walk_guided(session: Session, take: Take) -> None:
    """From the question to the leaked token's end, with a stop in the middle."""
    with real_service(None) as service:
        program = Program(session)
        add_account(program, service, service.scim_token(0))
        take("by hand", program.window)
        program.press("Rotate SCIM token")
        question = guide(program)
        hands.press(question.find("radio button", "This token has leaked"))
        take("guide question", question)
        program.app.close_window(GUIDE)
        program.app.wait_closed(GUIDE)
        begin(program, "This token has leaked")
        take("guide 1", guide(program))
        program.press("It is")
        step(program, 2)
        take("guide 2", guide(program))
        program.press("I have pressed Rotate")
        step(program, 3)
        take("guide 3", guide(program))
        copy_elsewhere(session, service.scim_token(1))
        program.press("Paste the new token")
        program.app.find("label", re.compile("another account"), id="guideSaid", timeout=30)
        take("guide 3 another account", guide(program))
        program.press("Paste another token")
        program.app.find("push button", "Paste the new token")
        program.app.close_window(GUIDE)
        program.app.wait_closed(GUIDE)
        program.label("rotationBanner")
        take("rotation banner", program.window)
        new = press_rotate(service)
        copy_elsewhere(session, new)
        program.press("Paste the new token…")
        step(program, 3)
        program.press("Paste the new token")
        step(program, 4)
        take("guide 4", guide(program))
        program.app.close_window(GUIDE)
        program.app.wait_closed(GUIDE)
        take("rotation banner kept", program.window)
        program.press("Go on with the new token…")
        step(program, 4)
        program.press("Finish")
        program.app.wait_closed(GUIDE)
        program.press("Check now")
        program.label("leakedTokenCheck").wait_for_text(re.compile("still works"), 20)
        take("leaked token", program.window)
        call(service, "/apps/scim/previous-token", "DELETE")
        program.press("Check now")
        program.label("leakedTokenCheck").wait_for_text(re.compile("does not work"), 20)
        take("leaked token ended", program.window)
        present = call(service, "/apps/scim")["token"]
        assert isinstance(present, dict)
        call(service, "/apps/scim/rotation", "POST", present_token_id=present["id"], end_present_now=True)
        program.select_tab("Connection tester")
        program.run_test()
        program.select_tab("SCIM")
        program.label("problemHappened")
        take("token ended", program.window)
        program.press("Replace token…")
        replacing = program.app.window("Replace token")
        take("replace", replacing)
        hands.press(replacing.find("radio button", "I mistyped it"))
        take("replace mistyped", replacing)
        program.app.close_window("Replace token")
        program.quit()
        opened_again(session).quit()
