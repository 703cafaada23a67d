"""One window's session with the pretend accounts: rotating, revoking, locking, closing."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
)

from app.domain.tokens import MASK
from app.ui.dialogs.rotate import RevokeDialog, RotateDialog
from app.ui.pages.accounts_table import AccountsTable
from tests.ui.one_session import Session


async def test_rotating_and_revoking(session: Session) -> None:
    window, first = session.window, session.token
    assert window.windowTitle() == "SCIM Connection — Widget Data Center (Practice)"
    assert session.shown_token == MASK + first[-4:]
    assert "lives in memory" in session.label("notice")

    session.button("rotateScimToken").click()
    dialog = await session.dialog(RotateDialog, "Rotate SCIM token")
    assert f"ending in {first[-4:]}, becomes the old token" in session.label("whatWillHappen", dialog)
    session.button("cancel", dialog).click()
    await session.settle()
    assert session.token == first

    await session.rotated()
    second = session.token
    assert session.shown_token == MASK + second[-4:]
    assert session.label("oldTokenCountdown") in ("29 days 23 hours left", "30 days 0 hours left")
    assert f"Its last four digits are {first[-4:]}." in session.label("oldTokenValidUntil")

    session.button("rotateScimToken").click()
    dialog = await session.dialog(RotateDialog, "Rotate SCIM token")
    assert session.label("whatWillHappen", dialog).startswith("An old token is still valid until ")
    session.button("cancel", dialog).click()
    await session.settle()

    session.button("revokeOldTokenNow").click()
    dialog = await session.dialog(RevokeDialog, "Revoke old token")
    session.button("cancel", dialog).click()
    await session.settle()
    assert not window.scim_tab.old_token.isHidden()
    session.button("revokeOldTokenNow").click()
    dialog = await session.dialog(RevokeDialog, "Revoke old token")
    session.button("revokeNow", dialog).click()
    await session.until(lambda: window.scim_tab.old_token.isHidden() or "ended" in session.label("oldTokenCountdown"))
    assert session.token == second


async def test_a_leaked_token_ends_at_once(session: Session) -> None:
    await session.rotated("thisTokenHasLeaked")
    panel = session.window.scim_tab.old_token
    assert panel.isHidden() or session.label("oldTokenCountdown") == "ended"
    assert session.label("provisioningStopped") == "Provisioning has stopped"
    session.button("closeProvisioningStopped").click()


async def test_locking_takes_secrets_off_the_screen_and_the_clipboard(session: Session) -> None:
    token = session.token
    session.button("showToken").click()
    session.button("copyScimAccessToken").click()
    assert (session.shown_token, session.clipboard.text()) == (token, token)
    assert "stays in the clipboard for 1 min 00 s" in session.label("clipboardTime")
    session.button("clipboardKeep5MoreMinutes").click()
    assert "6 min 00 s" in session.label("clipboardTime")
    session.controller.lock()
    assert (session.shown_token, session.clipboard.text()) == (MASK + token[-4:], "")
    session.button("showToken").click()
    session.window.tabs.setCurrentIndex(1)
    assert session.shown_token == MASK + token[-4:]
    session.clipboard.setText(token[10:30])  # as accessibility's CopyText does
    assert session.controller.clipboard.seconds_left == 60
    session.button("clearTheClipboardNow").click()
    assert session.clipboard.text() == ""


async def test_switching_between_accounts(session: Session) -> None:
    window, main = session.window, session.token
    combo = window.header.findChild(QComboBox, "account")
    assert combo is not None
    texts = [combo.itemText(number) for number in range(combo.count())]
    assert texts == ["No account (test only)", "Widget Data Center", "Widget Data Center QA"]

    combo.setCurrentIndex(2)
    combo.activated.emit(2)
    assert window.windowTitle() == "SCIM Connection — Widget Data Center QA (Practice)"
    await session.until(lambda: session.token not in ("", main))

    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    assert window.windowTitle() == "SCIM Connection"
    assert session.token == ""
    titles = [window.tabs.tabText(number) for number in range(window.tabs.count())]
    assert titles == ["Connection tester", "Client setup"]

    window.menu.page_chosen.emit("Accounts")
    table = window.findChild(AccountsTable, "accounts")
    assert table is not None
    await session.until(lambda: table.isVisible() and table.accounts.rowCount() == 2)
    table.mark(table.accounts.rows[0].id)
    table.opened.emit()
    assert window.windowTitle() == "SCIM Connection — Widget Data Center (Practice)"
    assert session.token == main
    assert window.tabs.currentWidget() is window.scim_tab


async def test_a_window_that_closes_leaves_nothing_in_the_clipboard(session: Session) -> None:
    session.button("showToken").click()
    session.button("copyAsAuthorizationHeader").click()
    await session.controller.close()
    assert session.clipboard.text() == ""
    assert not session.window.isVisible()
    assert session.shown_token.startswith(MASK)
