"""A share as a web page: written by the window, opened by a real browser, its passphrase read out after a restart."""

from __future__ import annotations

import hashlib
import stat

import pytest

from tests.rig import hands, leaks
from tests.rig.browsers import recording
from tests.rig.chromium import Chromium
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.rig.tools import require
from tests.share.opened_page import IN_CHROMIUM, text, unlock, values
from tests.whole_program.program import Program
from tests.whole_program.test_whole_story import close_share_ready

pytestmark = [pytest.mark.timeout(240), pytest.mark.once, IN_CHROMIUM]


def test_a_page_is_shared_opened_and_its_passphrase_read_out_a_day_later(
    session: Session, tmp_path_factory: pytest.TempPathFactory
) -> None:
    require("chromium")
    program = Program(session, "--practice")
    program.wait_for_account()
    endpoint, token = program.endpoint, program.copy_token()
    program.run_test()
    program.select_tab("SCIM")
    page = session.home / "for Jane.html"
    passphrase = program.share(page)
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    ready = program.app.window("Share ready")
    assert ready.find("label", id="shareTested").text.startswith("These values were tested on ")
    digits = ready.find("label", id="shareSha256").text.removeprefix("SHA-256").replace(" ", "")
    assert digits == hashlib.sha256(page.read_bytes()).hexdigest()
    close_share_ready(program)
    poll(lambda: program.window.find_all("push button", "Read out the passphrase…"), "way to the kept passphrase")
    assert program.quit() == 0

    with recording() as recorder:
        browser = Chromium(tmp_path_factory.mktemp("chromium"), recorder.port)
        try:
            browser.open(page.as_uri())
            unlock(browser, passphrase.replace("-", " ").upper())
            assert text(browser, ".badge") == "Practice"
            assert "This is an exercise" in text(browser, "#opened section")
            assert endpoint in values(browser).values()
            browser.click("button[aria-label='Show Bearer token']")
            assert values(browser)["Bearer token"] == token
            assert browser.requests() == [page.as_uri()]
        finally:
            browser.close()

    again = Program(session)
    again.wait_for_account()
    poll(lambda: again.window.find_all("push button", "Read out the passphrase…"), "way to the kept passphrase")
    again.press("Read out the passphrase…")
    dialog = again.app.window("Read out the passphrase")
    assert dialog.find("label", id="passphraseToReadOut").text == passphrase
    hands.press(dialog.find("push button", "Forget it now"))
    again.app.wait_closed("Read out the passphrase")
    poll(lambda: not again.window.find_all("push button", "Read out the passphrase…"), "end of it")
    assert again.quit() == 0
    assert leaks.everywhere(session, leaks.Secrets({"token": token, "passphrase": passphrase})) == []
