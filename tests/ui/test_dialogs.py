"""Dialogs: how they end, what they say, what is the default."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QLabel, QLineEdit, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.rotation import RotationKind
from app.domain.share_format import ShareFormat
from app.ui.dialogs.awaited import Dialog, ended
from app.ui.dialogs.rotate import RevokeDialog, RotateDialog, RotateFacts, ask_revocation, ask_rotation
from app.ui.dialogs.save_file import ask_where_to_save
from app.ui.dialogs.share import ShareDialog
from app.ui.dialogs.share_ready import ReadyFacts, ShareReady
from tests.rig.polling import poll

UNTIL = "24 December 2026, 13:00"
FACTS = RotateFacts("Widget <b>Data</b> Center", "QA", "b3ad", UNTIL)
LIVING = RotateFacts("Widget", "QA", "b3ad", UNTIL, "An old token is still valid until then. It ends at once.")


@pytest.fixture
def parent(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    yield made
    for dialog in made.findChildren(QDialog):
        dialog.close()


def button(within: QWidget, words: str) -> QPushButton:
    (found,) = [each for each in within.findChildren(QPushButton) if each.accessibleName() == words]
    return found


def text(within: QWidget, name: str) -> str:
    found = within.findChild(QLabel, name)
    assert found is not None
    return found.text()


async def opened(parent: QWidget, kind: type[QDialog]) -> QDialog:
    """The dialog that a coroutine has opened, once it shows."""
    for _ in range(5):
        await asyncio.sleep(0)
    (found,) = [each for each in parent.findChildren(kind) if each.isVisible()]
    return found


@pytest.mark.parametrize(("end", "accepted"), [("accept", True), ("reject", False), ("close", False)])
async def test_a_dialog_resolves(parent: QWidget, end: str, accepted: bool) -> None:
    dialog = Dialog(parent, "Title", "name")
    waiting = asyncio.ensure_future(ended(dialog))
    assert await opened(parent, Dialog) is dialog
    assert (dialog.windowTitle(), dialog.isModal(), dialog.isWindow()) == ("Title", True, True)
    getattr(dialog, end)()
    assert await asyncio.wait_for(waiting, 30) is accepted


async def test_escape_rejects(parent: QWidget) -> None:
    waiting = asyncio.ensure_future(ended(Dialog(parent, "Title", "name")))
    QTest.keyClick(await opened(parent, Dialog), Qt.Key.Key_Escape)
    assert await asyncio.wait_for(waiting, 30) is False


async def test_a_destroyed_dialog_resolves(parent: QWidget) -> None:
    dialog = Dialog(parent, "Title", "name")
    waiting = asyncio.ensure_future(ended(dialog))
    await opened(parent, Dialog)
    shiboken6.delete(dialog)
    assert await asyncio.wait_for(waiting, 30) is False


async def test_a_cancelled_wait_closes_its_dialog(parent: QWidget) -> None:
    dialog = Dialog(parent, "Title", "name")
    waiting = asyncio.ensure_future(ended(dialog))
    await opened(parent, Dialog)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert not dialog.isVisible()


@pytest.mark.parametrize("kind", ["rotate", "revoke"])
def test_cancel_is_the_default(parent: QWidget, kind: str) -> None:
    dialog: Dialog = (
        RotateDialog(parent, FACTS) if kind == "rotate" else RevokeDialog(parent, "Widget", "QA", "0d1e", "Uses.")
    )
    defaults = [each.accessibleName() for each in dialog.findChildren(QPushButton) if each.isDefault()]
    assert defaults == ["Cancel"]
    assert dialog.focusWidget() is button(dialog, "Cancel")
    assert not [each for each in dialog.findChildren(QPushButton) if each.autoDefault() and not each.isDefault()]
    dialog.open()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Rejected.value
    assert not dialog.isVisible()


def test_what_a_planned_rotation_will_do(parent: QWidget) -> None:
    dialog = RotateDialog(parent, FACTS)
    assert dialog.windowTitle() == "Rotate SCIM token"
    said = text(dialog, "whatWillHappen")
    assert "ending in b3ad, becomes the old token and keeps working until " + UNTIL in said
    assert "Share the new one" in said
    assert dialog.kind is RotationKind.PLANNED


def test_what_a_leaked_token_means(parent: QWidget) -> None:
    dialog = RotateDialog(parent, FACTS)
    leaked = dialog.findChild(QRadioButton, "thisTokenHasLeaked")
    assert leaked is not None
    leaked.setChecked(True)
    said = text(dialog, "whatWillHappen")
    assert "The present one, ending in b3ad, ends at once." in said
    assert "Provisioning stops until the new token is entered" in said
    assert UNTIL not in said
    assert dialog.kind is RotationKind.LEAKED


def test_what_happens_to_an_old_token_that_still_lives(parent: QWidget) -> None:
    dialog = RotateDialog(parent, LIVING)
    assert text(dialog, "whatWillHappen").startswith(LIVING.living_old_token)
    assert (dialog.kind,) == (RotationKind.REPLACE_PREVIOUS,)
    leaked = dialog.findChild(QRadioButton, "thisTokenHasLeaked")
    assert leaked is not None
    leaked.setChecked(True)
    assert "The old token that is still valid ends too." in text(dialog, "whatWillHappen")
    assert dialog.kind is RotationKind.LEAKED


def test_what_a_source_cannot_do_is_not_offered(parent: QWidget) -> None:
    dialog = RotateDialog(parent, RotateFacts("Widget", "QA", "", UNTIL, can_end_present=False))
    dialog.open()
    leaked = dialog.findChild(QRadioButton, "thisTokenHasLeaked")
    assert leaked is not None
    assert not leaked.isVisible()
    assert "ending in" not in text(dialog, "whatWillHappen")


def test_what_revoking_does(parent: QWidget) -> None:
    dialog = RevokeDialog(parent, "Widget", "QA", "0d1e", "“Okta/1” used it 1 hour ago.")
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "The old token, ending in 0d1e, stops working at once." in said
    assert "“Okta/1” used it 1 hour ago." in said
    assert "This cannot be undone." in said
    assert said.startswith("Widget QA ")


@pytest.mark.parametrize(
    ("press", "answer"), [("Rotate now", RotationKind.PLANNED), ("Cancel", None)], ids=["rotate", "cancel"]
)
async def test_asking_for_a_rotation(parent: QWidget, press: str, answer: RotationKind | None) -> None:
    asked = asyncio.ensure_future(ask_rotation(parent, FACTS))
    button(await opened(parent, RotateDialog), press).click()
    assert await asyncio.wait_for(asked, 30) is answer


@pytest.mark.parametrize(("press", "answer"), [("Revoke now", True), ("Cancel", False)])
async def test_asking_for_a_revocation(parent: QWidget, press: str, answer: bool) -> None:
    asked = asyncio.ensure_future(ask_revocation(parent, "Widget", "QA", "0d1e", "Uses."))
    button(await opened(parent, RevokeDialog), press).click()
    assert await asyncio.wait_for(asked, 30) is answer


async def test_asking_where_to_save(parent: QWidget, tmp_path: Path) -> None:
    proposal = tmp_path / "widget.age"
    asked = asyncio.ensure_future(ask_where_to_save(parent, "Save share", proposal, "age file (*.age)"))
    dialog = await opened(parent, QFileDialog)
    assert isinstance(dialog, QFileDialog)
    poll(lambda: dialog.selectedFiles() == [str(proposal)], "proposal")
    QDialog.accept(dialog)
    assert await asyncio.wait_for(asked, 30) == proposal
    assert not proposal.exists()  # asking writes nothing

    asked = asyncio.ensure_future(ask_where_to_save(parent, "Save share", proposal, "age file (*.age)"))
    (await opened(parent, QFileDialog)).reject()
    assert await asyncio.wait_for(asked, 30) is None


@pytest.fixture
def share(parent: QWidget) -> ShareDialog:
    dialog = ShareDialog(parent, "Widget", "Practice", can_keep=True)
    dialog.show_clients([("entra", "Azure AD"), ("other", "Another client")], "other")
    dialog.propose("Jane Doe")
    dialog.open()
    return dialog


def test_a_share_is_saved_only_with_a_good_passphrase(qtbot: QtBot, share: ShareDialog) -> None:
    assert share.windowTitle() == "Share securely"
    assert share.for_whom.text() == "Jane Doe"
    assert share.client == "other"
    save = button(share, "Save share…")
    share.show_strength("Weak.", acceptable=False)
    assert not save.isEnabled()
    share.show_strength("Strong.", acceptable=True)
    assert text(share, "passphraseStrength") == "Strong."
    with qtbot.waitSignal(share.save, timeout=30_000):
        save.click()
    with qtbot.waitSignal(share.suggest, timeout=30_000):
        button(share, "Suggest a passphrase").click()
    with qtbot.waitSignal(share.typed, timeout=30_000) as typed:
        QTest.keyClicks(share.passphrase, "x")
    assert typed.args == ["x"]


def test_a_web_page_is_the_default_and_each_kind_says_what_it_can_and_cannot(share: ShareDialog) -> None:
    forms = [share.form]
    for words in ("Mail filters", "Previews", "SHA-256", "rotating the token", "secret tool"):
        assert words in text(share, "whatThisShareCanAndCannotDo")
    age = share.findChild(QRadioButton, "ageFile")
    assert age is not None
    age.setChecked(True)
    forms.append(share.form)
    assert forms == [ShareFormat.PAGE, ShareFormat.AGE]
    assert "age --decrypt" in text(share, "whatThisShareCanAndCannotDo")
    assert "Mail filters" not in text(share, "whatThisShareCanAndCannotDo")


def test_the_passphrase_is_kept_unless_the_person_thinks_better_of_it(parent: QWidget, share: ShareDialog) -> None:
    keep = share.findChild(QCheckBox, "keepThePassphraseOnThisComputerFor7Days")
    assert keep is not None
    assert keep.isVisible()
    wanted = [share.keep]
    keep.setChecked(False)
    wanted.append(share.keep)
    assert wanted == [True, False]
    in_memory = ShareDialog(parent, "Widget", "QA", can_keep=False)
    assert not in_memory.keep


def test_who_is_typed_is_not_overwritten(share: ShareDialog) -> None:
    share.for_whom.setText("Kim")
    share.propose("Jane Doe")
    assert share.for_whom.text() == "Kim"


def test_encrypting_can_be_stopped_and_changes_nothing_meanwhile(qtbot: QtBot, share: ShareDialog) -> None:
    share.show_working(True)
    assert not share.passphrase.isEnabled()
    assert not button(share, "Save share…").isEnabled()
    with qtbot.waitSignal(share.stop, timeout=30_000):
        button(share, "Stop").click()
    assert share.isVisible()
    share.show_problem("The disk is full.")
    assert text(share, "shareProblem") == "The disk is full."
    assert share.passphrase.isEnabled()
    button(share, "Cancel").click()
    assert not share.isVisible()


@pytest.mark.parametrize("end", ["close", "reject"])
def test_closing_while_it_encrypts_stops_that(qtbot: QtBot, share: ShareDialog, end: str) -> None:
    share.show_working(True)
    with qtbot.waitSignal(share.stop, timeout=30_000):
        getattr(share, end)()
    assert share.isVisible()
    share.show_problem("Stopped.")
    getattr(share, end)()
    assert not share.isVisible()


def test_a_written_share_shows_its_passphrase_once_more_where_nothing_can_select_it(
    qtbot: QtBot, share: ShareDialog
) -> None:
    share.passphrase.setText("six-<b>words")
    facts = ReadyFacts("The share is written.", "Tested.", True, "/tmp/x.html", "00ff", "It is kept until then.")
    ready = ShareReady(facts, "six-<b>words")
    share.show_ready(ready)
    assert share.windowTitle() == "Share ready"
    assert text(share, "shareWritten") == "The share is written."
    qtbot.waitUntil(lambda: not share.findChildren(QLineEdit), timeout=30_000)
    (told,) = [each for each in share.findChildren(QLabel) if "words" in each.text() and each.isVisible()][:1]
    assert told.text() == "six-<b>words"
    select = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    assert not told.textInteractionFlags() & select
    assert told.textFormat() == Qt.TextFormat.PlainText
    for words, signal in (
        ("Copy message to send with the file", ready.copy_message),
        ("Copy passphrase", ready.copy_passphrase),
        ("Copy SHA-256", ready.copy_sha256),
        ("Add to calendar…", ready.add_to_calendar),
    ):
        with qtbot.waitSignal(signal, timeout=30_000):
            button(share, words).click()
    assert text(share, "shareSha256") == "SHA-256 00ff"
    assert text(share, "passphraseKept") == "It is kept until then."
    button(share, "Close").click()
    assert share.result() == QDialog.DialogCode.Accepted.value
