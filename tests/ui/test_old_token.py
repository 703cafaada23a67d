"""What the old token's panel says of who uses it, and how its button stands out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.connections import AccountView, TypedState
from app.actions.program import Program
from app.actions.share import LastShare as Share
from app.domain.accounts import AccountId, Capabilities, Source, TokenUse
from app.domain.errors import Problem, ServiceUnreachable
from app.domain.typed import CheckOutcome, Handover, TokenCheck, TypedDetails
from app.ui.pages.old_token_panel import OldTokenPanel
from app.ui.presenters.old_token import OldTokenPresenter, judged
from app.ui.presenters.tasks import Tasks
from app.ui.theme.icons import StateIcon
from tests.actions.parts import KeyFile
from tests.ui.samples import ENDPOINT, NOW, MovedClock, view

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
OKTA = "Okta SCIM Client 1.0.0"


class Panel:
    """A presenter on a panel of its own."""

    def __init__(self, program: Program, clock: MovedClock) -> None:
        self.clock = clock
        self.failed: list[Problem] = []
        self.named = 0
        self.panel = OldTokenPanel()
        self.tasks = Tasks(self.failed.append)
        self.presenter = OldTokenPresenter(self.panel, program, self.tasks, self._named)

    def _named(self) -> None:
        self.named += 1

    def label(self, name: str) -> QLabel:
        found = self.panel.findChild(QLabel, name)
        assert found is not None
        return found

    @property
    def state(self) -> str:
        """The state's word; its icon stands beside it."""
        word = self.label("oldTokenState")
        (icon,) = self.panel.findChildren(StateIcon)
        assert icon.isVisibleTo(self.panel) is word.isVisibleTo(self.panel)
        assert icon.pixmap().isNull() is not icon.isVisibleTo(self.panel)
        return word.text() if word.isVisibleTo(self.panel) else ""

    @property
    def title(self) -> str:
        return self.panel.findChildren(QLabel)[0].text()

    @property
    def uses(self) -> str:
        return self.label("oldTokenUses").text()

    @property
    def revoke_stands_out(self) -> bool:
        found = self.panel.findChild(QPushButton, "revokeOldTokenNow")
        assert found is not None
        return str(found.property("kind")) == "filled"


@pytest.fixture
async def panel(qtbot: QtBot, tmp_path: Path) -> AsyncIterator[Panel]:
    clock = MovedClock()
    program = Program(clock, changed=lambda: None, folder=tmp_path, keyring=KeyFile(tmp_path / "key"))
    made = Panel(program, clock)
    qtbot.addWidget(made.panel)
    yield made
    await made.tasks.cancel()
    await program.close()
    assert made.failed == []


def used(old: tuple[TokenUse, ...], new: tuple[TokenUse, ...] = ()) -> AccountView:
    seen = view(old_ends_in=20 * DAY)
    assert seen.section is not None
    assert seen.section.previous_token is not None
    section = replace(
        seen.section,
        token=replace(seen.section.token, uses=new),
        previous_token=replace(seen.section.previous_token, uses=old),
    )
    return replace(seen, section=section)


def use(agent: str, ago: timedelta, first: timedelta) -> TokenUse:
    return TokenUse(agent, NOW - first, NOW - ago, 20_000)


SWITCHED = used((use("A/1", 4 * DAY, 90 * DAY),), (use("A/1", HOUR, 3 * DAY),))
IN_USE = used((use(OKTA, HOUR, 90 * DAY),))


async def named(panel: Panel) -> None:
    async with asyncio.timeout(30):
        while not panel.named:
            await asyncio.sleep(0)


async def test_a_product_is_named_once_its_documented_user_agent_is_known(panel: Panel) -> None:
    panel.presenter.show(IN_USE)
    assert panel.uses.startswith(f"A client that calls itself “{OKTA}” still uses the old token (1 hour ago).")
    await named(panel)
    panel.presenter.show(IN_USE)
    assert panel.uses.startswith("Okta still uses the old token (1 hour ago).")
    assert (panel.state, panel.revoke_stands_out) == ("Still in use", False)
    assert panel.named == 1


async def test_when_all_have_switched_revoking_stands_out_until_somebody_uses_it_again(panel: Panel) -> None:
    panel.presenter.show(SWITCHED)
    assert (panel.state, panel.revoke_stands_out) == ("Switched", True)
    assert panel.uses.endswith("the old one has not been used for 4 days: you can revoke it.")
    panel.presenter.show(IN_USE)
    assert (panel.state, panel.revoke_stands_out) == ("Still in use", False)
    panel.presenter.show(SWITCHED)
    assert panel.revoke_stands_out


async def test_what_the_service_said_before_a_suspension_is_not_relied_on(panel: Panel) -> None:
    panel.presenter.show(SWITCHED)
    panel.clock.at += 2 * DAY
    panel.presenter.show(SWITCHED)
    assert (panel.state, panel.revoke_stands_out) == ("Not known", False)
    assert panel.uses.startswith("R-Service last said 2 days ago who uses it.")


async def test_what_is_only_remembered_says_nothing_of_uses(panel: Panel) -> None:
    """The service does not answer: nothing is known of who uses the tokens, which is not the same as nobody."""
    remembered = replace(view(old_ends_in=DAY), seen_at=None, problem=ServiceUnreachable())
    assert judged(remembered) is None
    panel.presenter.show(remembered)
    assert (panel.state, panel.revoke_stands_out) == ("Not known", False)
    assert panel.uses == "R-Service has not said yet who uses it."


async def test_once_it_has_ended_nobody_is_waited_for(panel: Panel) -> None:
    panel.presenter.show(SWITCHED)
    panel.clock.at += 21 * DAY
    panel.presenter.show(SWITCHED)
    assert (panel.state, panel.uses, panel.revoke_stands_out) == ("", "", False)
    panel.presenter.show(view())
    assert panel.panel.isHidden()


def typed(
    *, present_check: TokenCheck | None = None, old_check: TokenCheck | None = None, handover: Handover | None = None
) -> AccountView:
    """An account typed in by hand: R-Service tells nothing of it."""
    seen = view(old_ends_in=20 * DAY, source=Source.TYPED)
    state = TypedState(
        TypedDetails(ENDPOINT, None, NOW),
        NOW - 10 * DAY,
        present_check=present_check,
        old_check=old_check,
        handover=handover,
    )
    account = replace(seen.account, capabilities=Capabilities())
    return replace(seen, account=account, seen_at=None, typed=state)


def shows(panel: Panel, name: str) -> bool:
    found = panel.panel.findChild(QPushButton, name)
    assert found is not None
    return found.isVisibleTo(panel.panel)


async def test_typed_in_by_hand_it_says_what_can_be_said(panel: Panel) -> None:
    panel.presenter.show(typed())
    assert panel.state == "Switch not confirmed"
    assert panel.uses == (
        "Whether the old token works has not been checked. R-Service does not tell this program who uses the old one.\n"
        "Not shared from this computer · switched: not confirmed\n"
        "Next: hand over the new token with Share securely…, then ask whether it is entered there."
    )
    assert not shows(panel, "revokeOldTokenNow")
    works = TokenCheck(NOW - timedelta(minutes=5), CheckOutcome.WORKS)
    panel.presenter.show_shared(Share(NOW - 8 * DAY, "Jane Doe", None))
    panel.presenter.show(typed(present_check=works, old_check=works))
    assert panel.uses == (
        "Both tokens work (checked 5 minutes ago). R-Service does not tell this program who uses the old one.\n"
        "Shared with Jane Doe on 16 November 2026 · switched: not confirmed\n"
        "Next: ask whether the new token is entered there, then choose Mark as confirmed…."
    )
    assert (shows(panel, "markAsConfirmed"), shows(panel, "takeBackTheConfirmation")) == (True, False)


async def test_typed_in_by_hand_a_confirmed_switch_is_shown_and_can_be_taken_back(panel: Panel) -> None:
    panel.presenter.show(typed(handover=Handover(NOW - DAY, "")))
    assert panel.state == "Switch confirmed"
    assert panel.uses.endswith("switched: confirmed by you on 23 November 2026")
    assert (shows(panel, "markAsConfirmed"), shows(panel, "takeBackTheConfirmation")) == (False, True)
    panel.presenter.show(IN_USE)
    assert (shows(panel, "markAsConfirmed"), shows(panel, "takeBackTheConfirmation")) == (False, False)


async def test_typed_in_by_hand_its_end_is_claimed_only_where_it_was_refused(panel: Panel) -> None:
    refused = TokenCheck(NOW, CheckOutcome.REFUSED)
    panel.presenter.show(typed(old_check=refused))
    assert (panel.title, panel.state) == ("The old token no longer works", "No longer works")
    assert panel.label("oldTokenCountdown").text() == "ended"
    assert "Valid until" not in panel.label("oldTokenValidUntil").text()
    panel.clock.at += 21 * DAY
    panel.presenter.show(typed())
    assert panel.title == "The old token's 30 days are over"
    assert panel.label("oldTokenValidUntil").text().startswith("Its 30 days ended on 14 December 2026")
    panel.presenter.show(typed(old_check=TokenCheck(panel.clock.at, CheckOutcome.REFUSED)))
    assert panel.title == "The old token has ended"


async def test_the_service_is_asked_at_zero_and_when_the_clock_was_set(
    panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[AccountId] = []

    async def look_again(account: AccountId) -> None:
        asked.append(account)

    monkeypatch.setattr(panel.presenter._program, "look_again", look_again)
    living = view(old_ends_in=timedelta(minutes=1))

    async def asked_after(seconds: int) -> int:
        for _ in range(seconds):
            panel.clock.at += timedelta(seconds=1)
            panel.presenter.show(living)
        await asyncio.sleep(0)
        return len(asked)

    assert await asked_after(59) == 0
    assert await asked_after(1) == 1
    assert await asked_after(10) == 6, "every two seconds, for ten"
    assert await asked_after(100) == 6
    assert set(asked) == {living.account.id}
    panel.clock.set_by(-2 * HOUR)
    assert await asked_after(1) == 7
    assert await asked_after(5) == 7
