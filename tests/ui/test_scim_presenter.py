"""What the tab SCIM shows of an account, and what its buttons do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.connections import AccountView
from app.actions.program import Program
from app.actions.records import Records
from app.domain.accounts import AccountId, Capabilities, TokenUse
from app.domain.errors import DiskFull, Problem, ServiceUnreachable
from app.domain.tokens import MASK, AccessToken
from app.store.shares import Share
from app.store.store import open_store
from app.ui.pages.scim_tab import ScimTab
from app.ui.presenters.scim import ScimPresenter
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.widgets.stopped_card import StoppedCard
from app.vault.vault import open_vault
from tests.actions.parts import KeyFile
from tests.ui.samples import ENDPOINT, NOW, OLD_TEXT, TEXT, MovedClock, view


class Shown:
    """A presenter on a tab, with a real store and vault; seconds pass when the test says so."""

    def __init__(self, program: Program, clock: MovedClock, clipboard: QClipboard) -> None:
        self.clock = clock
        self.clipboard = clipboard
        self.failed: list[Problem] = []
        self.shared: list[AccountView] = []
        self.program = program
        self.tab = ScimTab()
        self.tasks = Tasks(self.failed.append)
        self.guard = GuardedClipboard(clipboard, lambda: self.presenter.secrets(), lambda: 60)
        self.presenter = ScimPresenter(self.tab, program, Records(program), self.guard, self.tasks, self.shared.append)
        (self.ticker,) = [t for t in self.tab.findChildren(QTimer) if t.interval() == 1000 and not t.isSingleShot()]

    def press(self, name: str) -> None:
        found = self.tab.findChild(QPushButton, name)
        assert found is not None
        assert found.isEnabled()
        found.click()

    def pass_seconds(self, number: int) -> None:
        for _ in range(number):
            self.clock.at += timedelta(seconds=1)
            self.ticker.timeout.emit()

    def label(self, name: str) -> str:
        found = self.tab.findChild(QLabel, name)
        assert found is not None
        return found.text()

    @property
    def show_word(self) -> str:
        found = self.tab.findChild(QPushButton, "showToken")
        assert found is not None
        return found.accessibleName()

    async def settle(self) -> None:
        """Wait for what was started to end."""
        async with asyncio.timeout(30):
            while running := asyncio.all_tasks() - {asyncio.current_task()}:
                await asyncio.wait(running)


@pytest.fixture
async def shown(qtbot: QtBot, clipboard: QClipboard, tmp_path: Path) -> AsyncIterator[Shown]:
    clock = MovedClock()
    program = Program(clock, changed=lambda: None, folder=tmp_path, keyring=KeyFile(tmp_path / "key"))
    program.store = open_store(tmp_path / "store.sqlite3", clock)
    program.vault = await open_vault(tmp_path / "vault", KeyFile(tmp_path / "key"))
    made = Shown(program, clock, clipboard)
    qtbot.addWidget(made.tab)
    made.tab.show()
    yield made
    await made.tasks.cancel()
    await program.close()
    shiboken6.delete(made.guard)
    assert made.failed == []


async def test_an_account_is_shown_with_its_token_hidden(shown: Shown) -> None:
    shown.presenter.show(view())
    assert shown.tab.endpoint.text() == ENDPOINT
    assert shown.tab.token.text() == f"{MASK}b3ad"
    assert shown.label("tokenUses") == "Rotated 10 days ago. No provisioning client has used it yet."
    assert "once a year" in shown.label("rotationAdvice")
    assert shown.tab.old_token.isHidden()
    assert shown.presenter.secrets() == [TEXT]
    await shown.settle()
    assert shown.label("lastShared") == "You have not shared this token from this computer yet."


async def test_a_revealed_token_hides_after_thirty_seconds(shown: Shown) -> None:
    shown.presenter.show(view())
    shown.press("showToken")
    assert (shown.tab.token.text(), shown.show_word) == (TEXT, "Hide token")
    assert shown.label("tokenHidesIn") == "Hides in 30 s"
    shown.pass_seconds(29)
    assert shown.tab.token.text() == TEXT
    assert shown.label("tokenHidesIn") == "Hides in 1 s"
    shown.pass_seconds(1)
    assert (shown.tab.token.text(), shown.show_word) == (f"{MASK}b3ad", "Show token")
    assert shown.label("tokenHidesIn") == ""


async def test_it_is_kept_for_five_more_minutes_and_hidden_on_request(shown: Shown) -> None:
    shown.presenter.show(view())
    shown.press("showToken")
    shown.press("tokenKeep5MoreMinutes")
    assert shown.label("tokenHidesIn") == "Hides in 5 min 30 s"
    shown.pass_seconds(29 + 300)
    assert shown.tab.token.revealed
    shown.press("showToken")
    assert shown.tab.token.text() == f"{MASK}b3ad"
    shown.presenter.hide_token()
    assert shown.show_word == "Show token"


async def test_looking_again_leaves_a_revealed_token_and_another_account_hides_it(shown: Shown) -> None:
    shown.presenter.show(view())
    shown.press("showToken")
    shown.presenter.show(view(old_ends_in=timedelta(days=1)))
    assert shown.tab.token.text() == TEXT
    shown.presenter.show(view("Another"))
    assert shown.tab.token.text() == f"{MASK}b3ad"
    assert shown.show_word == "Show token"
    shown.press("showToken")
    shown.presenter.show(None)
    assert shown.tab.token.text() == MASK


async def test_copying_goes_through_the_guard_and_takes_the_token_from_the_model(shown: Shown) -> None:
    shown.presenter.show(view())
    shown.tab.token.setText("written from outside")
    shown.press("copyScimAccessToken")
    assert shown.clipboard.text() == TEXT
    assert shown.guard.seconds_left == 60
    shown.press("copyAsAuthorizationHeader")
    assert shown.clipboard.text() == f"Bearer {TEXT}"
    assert shown.guard.seconds_left == 60
    shown.press("copyScimEndpoint")
    assert shown.clipboard.text() == ENDPOINT
    assert shown.guard.seconds_left == 0
    shown.tab.token.copy_requested.emit()
    assert shown.clipboard.text() == TEXT
    found = shown.tab.findChild(QPushButton, "copyScimAccessToken")
    assert found is not None
    assert found.text() == "Copied"
    await shown.settle()
    assert shown.program.store is not None
    entries = await asyncio.to_thread(shown.program.store.history.of, view().account.id)
    assert sorted(entry.what for entry in entries) == ["copied", "copied", "copied as header"]
    assert TEXT not in repr(entries)


async def test_nothing_can_be_done_with_a_token_that_is_not_there(shown: Shown) -> None:
    shown.presenter.show(view(token=None))
    for name in ("showToken", "copyScimAccessToken", "copyAsAuthorizationHeader", "shareSecurely", "rotateScimToken"):
        found = shown.tab.findChild(QPushButton, name)
        assert found is not None
        assert not found.isEnabled(), name
    shown.tab.copy_token.emit()
    shown.tab.copy_header.emit()
    shown.tab.reveal_toggled.emit()
    assert shown.clipboard.text() == ""
    assert shown.tab.token.text() == MASK
    assert shown.presenter.secrets() == []


@pytest.mark.parametrize("offset", [timedelta(0), timedelta(hours=5), timedelta(minutes=-90)])
async def test_the_countdown_ticks_by_the_services_clock(shown: Shown, offset: timedelta) -> None:
    shown.presenter.show(view(old_ends_in=timedelta(days=1, seconds=1), offset=offset))
    panel = shown.tab.old_token
    bar = panel.findChild(QProgressBar, "oldTokenTimeLeft")
    revoke = panel.findChild(QPushButton, "revokeOldTokenNow")
    assert bar is not None
    assert revoke is not None
    assert shown.label("oldTokenCountdown") == "1 day 0 hours left"
    assert bar.value() == 33
    assert "Its last four digits are 0d1e." in shown.label("oldTokenValidUntil")
    assert shown.label("oldTokenState") == "Still in use"
    assert shown.label("oldTokenUses").startswith("A client that calls itself “Okta/1” still uses the old token (")
    assert shown.presenter.secrets() == [TEXT, OLD_TEXT]
    shown.pass_seconds(2)
    assert shown.label("oldTokenCountdown") == "23 hours 59 minutes left"
    shown.clock.at += timedelta(days=1)
    shown.pass_seconds(1)
    assert shown.label("oldTokenCountdown") == "Time is over"
    assert "R-Service has not said yet that it works no more." in shown.label("oldTokenValidUntil")
    ended_at = NOW + offset + timedelta(days=1, seconds=1)
    shown.presenter.show(replace(view(offset=offset), old_token_ended_at=ended_at))
    assert shown.label("oldTokenCountdown") == "ended"
    assert shown.label("oldTokenValidUntil").startswith("It ended on ")
    assert (bar.value(), shown.label("oldTokenState"), shown.label("oldTokenUses")) == (0, "", "")
    assert not revoke.isVisibleTo(panel)
    shown.presenter.show(view(token_id="tok_2"))
    assert panel.isHidden()


async def test_what_was_last_known_stays_until_the_account_is_open(shown: Shown) -> None:
    from app.actions.at_start import LastKnown

    shown.tab.show_values(ENDPOINT, None, busy=True)
    shown.tab.old_token.show_last_known(LastKnown(ENDPOINT, NOW, NOW + timedelta(days=2), timedelta(0)), NOW)
    shown.presenter.show(None)
    shown.pass_seconds(3)
    assert not shown.tab.old_token.isHidden()
    assert shown.tab.endpoint.text() == ENDPOINT
    shown.presenter.show(view())
    assert shown.tab.old_token.isHidden()


async def test_what_is_not_known_of_its_uses_is_not_said(shown: Shown) -> None:
    """An account that R-Service tells nothing of, and one that is only remembered."""
    shown.presenter.show(replace(view(), seen_at=None))
    assert shown.label("tokenUses") == "Rotated 10 days ago."
    known = view()
    shown.presenter.show(replace(known, account=replace(known.account, capabilities=Capabilities(rotate=True))))
    assert shown.label("tokenUses") == "Rotated 10 days ago."


async def test_problems_of_the_account_and_of_what_was_asked_for(shown: Shown) -> None:
    unreachable = replace(view(), problem=ServiceUnreachable())
    shown.presenter.show(unreachable)
    assert shown.label("problemHappened") == "R-Service does not answer."
    shown.presenter.say(DiskFull())
    assert shown.label("problemHappened") == "The disk is full."
    shown.presenter.show(unreachable)
    assert shown.label("problemHappened") == "The disk is full."
    shown.presenter.say(None)
    assert shown.label("problemHappened") == "R-Service does not answer."
    shown.presenter.say(DiskFull())
    shown.presenter.show(view("Another"))
    assert shown.tab.problem.isHidden()


async def test_whom_it_was_shared_with_stays_with_its_account(shown: Shown) -> None:
    one, other = view("One"), view("Other")
    store, vault = shown.program.store, shown.program.vault
    assert store is not None
    assert vault is not None
    await asyncio.to_thread(store.shares.keep, one.account.id, vault.fingerprint(TEXT), "Jane <i>Doe</i>", None)
    shown.presenter.show(one)
    await shown.settle()
    assert shown.label("lastShared").startswith("Last shared with Jane <i>Doe</i> on ")
    shown.presenter.show(other)
    assert "Jane" not in shown.label("lastShared")
    shown.presenter.show(one)
    shown.presenter.show(other)
    await shown.settle()
    assert shown.label("lastShared") == "You have not shared this token from this computer yet."
    shown.presenter.show(one)
    shown.presenter.refresh_shared()
    await shown.settle()
    assert "Jane" in shown.label("lastShared")


class LateRecords(Records):
    """Real ones that answer about one account when the test says so."""

    def __init__(self, program: Program, late: AccountId) -> None:
        super().__init__(program)
        self._late = late
        self.answer = asyncio.Event()

    async def last_share(self, account: AccountId, token: AccessToken) -> Share | None:
        if account == self._late:
            await self.answer.wait()
        return await super().last_share(account, token)


async def test_what_is_found_late_is_not_said_of_another_account(shown: Shown) -> None:
    one, other = view("One"), view("Other")
    store, vault = shown.program.store, shown.program.vault
    assert store is not None
    assert vault is not None
    await asyncio.to_thread(store.shares.keep, one.account.id, vault.fingerprint(TEXT), "Jane", None)
    shown.presenter._records = records = LateRecords(shown.program, one.account.id)
    shown.presenter.show(one)
    await asyncio.sleep(0)
    shown.presenter.show(other)
    records.answer.set()
    await shown.settle()
    shown.presenter.show(other)
    assert shown.label("lastShared") == "You have not shared this token from this computer yet."


async def test_after_a_leak_it_says_that_provisioning_has_stopped(shown: Shown) -> None:
    shown.presenter.provisioning_stopped(view().account.id)
    shown.presenter.show(view())
    shown.presenter.provisioning_stopped(view().account.id)
    (card,) = shown.tab.findChildren(StoppedCard)
    assert card.isVisible()
    shown.presenter.show(view())
    assert card.isVisible()
    shown.press("closeProvisioningStopped")
    shown.presenter.show(view())
    assert not card.isVisible()
    shown.presenter.provisioning_stopped(view().account.id)
    assert card.isVisible()
    present = view()
    assert present.section is not None
    used = replace(present.section.token, uses=(TokenUse("Okta/1", NOW, NOW, 1),))
    shown.presenter.show(replace(present, section=replace(present.section, token=used)))
    assert not card.isVisible()


async def test_a_token_that_has_become_the_old_one_is_called_so_in_the_clipboard(shown: Shown) -> None:
    said: list[str] = []
    shown.guard.ticked.connect(lambda what, _left: said.append(what))
    shown.presenter.show(view())
    shown.guard.copy_secret(OLD_TEXT, "The token")
    shown.presenter.show(view(old_ends_in=timedelta(days=30)))
    assert said == ["The token", "The old token"]
    assert shown.clipboard.text() == OLD_TEXT


async def test_sharing_hands_on_the_view(shown: Shown) -> None:
    shown.tab.share.emit()
    assert shown.shared == []
    shown.presenter.show(view())
    shown.press("shareSecurely")
    assert shown.shared == [shown.presenter.view]
