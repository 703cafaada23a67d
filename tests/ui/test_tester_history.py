"""Connection tests in the history of the account that was tested."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.domain.history import STOPPED, What
from app.domain.tokens import AccessToken
from tests.tester.scim_server import Service, serving
from tests.ui.samples import TEXT, view
from tests.ui.test_tester import Shown, waiting


async def test_each_test_of_its_own_token_is_in_the_accounts_history(qtbot: QtBot) -> None:
    service, shown = Service(token=TEXT), Shown()
    qtbot.addWidget(shown.tab)
    shown.tab.show()
    async with serving(service) as served:
        shown.presenter.show(view(endpoint=served.endpoint))
        await shown.tested()
        verdict = shown.label("verdict").accessibleDescription()
        assert shown.history.lines == [(view().account.id, What.TESTED, verdict, AccessToken(TEXT))]
        shown.type(shown.tab.token, "a typed one, which is nobody's")
        await shown.tested()
        assert len(shown.history.lines) == 1
        shown.tab.token.clear()
        service.seen.clear()
        answer = await waiting(shown, service)
        shown.presenter.show(view("Another"))
        await shown.until(lambda: len(shown.history.lines) == 2)
        assert shown.history.lines[1][:3] == (view().account.id, What.TESTED, STOPPED)
        answer.set()
    await shown.tasks.cancel()
    assert shown.failed == []


@pytest.mark.parametrize("own", [True, False])
async def test_a_tested_token_that_is_copied_is_the_accounts_or_nobodys(qtbot: QtBot, own: bool) -> None:
    service, shown = Service(token=TEXT), Shown()
    qtbot.addWidget(shown.tab)
    shown.tab.show()
    async with serving(service) as served:
        shown.presenter.show(view(endpoint=served.endpoint) if own else None)
        shown.type(shown.tab.endpoint, served.endpoint)
        if not own:
            shown.type(shown.tab.token, TEXT)
        await shown.tested()
        copies = [b for b in shown.tab.findChildren(QPushButton) if b.accessibleName().startswith("Copy ")]
        for button in copies:
            if button.isVisible():
                button.click()
        assert shown.clipboard.seconds_left
        expected = {(view().account.id, "done", AccessToken(TEXT))} if own else set()
        for _ in range(5):  # what a press has begun comes to its end
            await asyncio.sleep(0)
        assert copied(shown) == expected
    await shown.tasks.cancel()
    assert shown.failed == []


def copied(shown: Shown) -> set[tuple[str, str, AccessToken | None]]:
    """Account, result and token of what was noted beside the tests."""
    return {(account, result, token) for account, what, result, token in shown.history.lines if what != What.TESTED}
