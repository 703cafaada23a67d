"""Real windows that are killed (SIGKILL) in the middle of a rotation, or whose service is; and a keyring that is locked
when the next one starts. Afterwards the person has the current token, the old one works, and it was rotated once."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import threading
from collections import Counter
from contextlib import closing
from typing import Any

import pytest

from app.service.data_folder import DATABASE_NAME
from app.service.storage_key import fingerprint
from tests.rig import hands
from tests.rig.counts import Tell
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.whole_program.program import Program
from tests.whole_program.test_keyrings import way_on
from tests.whole_program.test_whole_story import users

pytestmark = pytest.mark.once

SERVED = "widget-data-center"
ENDS = {
    "at any moment": "at any moment after Rotate now",
    "committed": "once the service had committed",
    "service": "by the service's kill once it had committed",
    "locked": "with the keyring locked afterwards",
}


class Records:
    """What the service has on its disk, read beside it."""

    def __init__(self, session: Session) -> None:
        folder = session.home / ".local/share/scim-connection/practice"
        self._path = poll(lambda: next(folder.rglob(DATABASE_NAME), None), "the service's database")

    def rotations(self) -> int:
        return int(self._one("SELECT count(*) FROM event WHERE kind = 'rotated' AND account_id = ?"))

    def present(self) -> str:
        return str(self._one("SELECT fingerprint FROM token WHERE ends_at IS NULL AND account_id = ?"))

    def _one(self, query: str) -> Any:
        with closing(sqlite3.connect(self._path, timeout=60)) as beside:
            found: Any = beside.execute(query, (SERVED,)).fetchone()[0]
            return found


class Person:
    """Starts the program again and again, and wishes for a rotation each time."""

    def __init__(self, session: Session, chance: random.Random) -> None:
        self.counted: Counter[str] = Counter()
        self._session = session
        self._chance = chance
        self._start()
        self._records = Records(session)
        self._token = self._program.copy_token()
        self._rotations = self._records.rotations()

    def wish(self, end: str) -> None:
        """Rotate, have it ended in the middle, start again, and look at what is there."""
        self._press_rotate()
        if end in ("at any moment", "locked"):
            threading.Event().wait(self._chance.uniform(0, 0.15))
        else:
            poll(lambda: self._records.rotations() > self._rotations, "the rotation", timeout=60)
        if end == "service":
            os.kill(self._program.service_pid(), signal.SIGKILL)
            poll(lambda: not self._program.token_field.text.endswith(self._token[-4:]), "the new token", timeout=30)
        self._program.app.kill()
        self.counted[end] += 1
        self._start(locked=end == "locked")
        if self._records.rotations() == self._rotations:
            self._program.rotate()  # nothing had been asked for yet: they wish again
        self._look()

    def _start(self, *, locked: bool = False) -> None:
        if locked:
            self._session.keyring.lock()
        self._program = Program(self._session, "--practice")
        if locked:
            self._program.expect_notice("keyring")
            self._session.keyring.unlock()
            poll(lambda: way_on(self._program, self._session), "the account, or a way to it", timeout=90)
        window = self._program.wait_for_account()
        # What is remembered stands there before the service is up, and what was left has been finished.
        poll(lambda: window.find("push button", "Rotate SCIM token").enabled, "an open account", timeout=60)

    def _press_rotate(self) -> None:
        self._program.press("Rotate SCIM token")
        dialog = self._program.app.window("Rotate SCIM token")
        hands.press(dialog.find("push button", "Rotate now"))

    def _look(self) -> None:
        new = self._program.copy_token()
        assert fingerprint(new) == self._records.present()
        assert users(self._program.endpoint, new) > 20
        self.counted["current"] += 1
        assert users(self._program.endpoint, self._token) > 20
        self._program.label("oldTokenCountdown").wait_for_text("29 days 23 hours left")
        self.counted["old"] += 1
        assert self._records.rotations() == self._rotations + 1
        self.counted["once"] += 1
        self._token, self._rotations = new, self._rotations + 1


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("how_many", [4, pytest.param(40, marks=pytest.mark.long)])
def test_windows_that_are_killed_lose_nothing(session: Session, how_many: int, tell: Tell) -> None:
    seed = random.randrange(2**32)
    person = Person(session, random.Random(seed))
    for number in range(how_many):
        person.wish(list(ENDS)[number % len(ENDS)])
    counted = person.counted
    kinds = ", ".join(f"{counted[end]} {words}" for end, words in ENDS.items())
    tell(
        f"rotation in a real window: killed {how_many} whole programs ({kinds}): {counted['current']} had the current "
        f"token, {counted['old']} old tokens worked, {how_many - counted['once']} rotated twice (seed {seed})"
    )
    assert [counted[each] for each in ("current", "old", "once")] == [how_many] * 3
