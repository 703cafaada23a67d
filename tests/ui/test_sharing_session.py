"""Sharing in one window's session: both kinds of file, stopping, and the passphrase that is kept."""

from __future__ import annotations

import asyncio
import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QRadioButton,
)

from app.actions.kept_passphrases import DAYS, KeptPassphrases
from app.domain.tokens import AccessToken
from app.share.passphrase import Passphrase
from app.share.web_reader import open_page
from app.ui.dialogs.read_out import ReadOutDialog
from app.ui.dialogs.share import ShareDialog
from app.vault.secrets import Secrets
from tests.share.parts import FixedClock
from tests.ui.one_session import Session


async def test_sharing(session: Session, tmp_path: Path) -> None:
    session.button("shareSecurely").click()
    dialog = await session.dialog(ShareDialog, "Share securely")
    passphrase = dialog.findChild(QLineEdit, "passphraseText")
    for_whom = dialog.findChild(QLineEdit, "forWhom")
    assert passphrase is not None
    assert for_whom is not None
    await session.until(lambda: passphrase.text().count("-") == 5)
    save = session.button("saveShare", dialog)
    passphrase.setText("")
    await session.until(lambda: "Type a passphrase" in session.label("passphraseStrength", dialog))
    passphrase.setText("password")
    await session.until(lambda: "." in session.label("passphraseStrength", dialog))
    assert not save.isEnabled()
    session.button("suggestAPassphrase", dialog).click()
    await session.until(save.isEnabled)
    words = passphrase.text()
    assert words in session.controller._secrets()
    for_whom.setText(" Jane ")
    client = dialog.findChild(QComboBox, "forClient")
    assert client is not None
    client.setCurrentIndex(client.findData("entra"))
    assert isinstance(dialog, ShareDialog)
    assert dialog.language == "en"
    dialog.from_whom.name.setText("Ada L.")
    session.button("copyMessageForASecretTool", dialog).click()
    await session.until(lambda: session.clipboard.text().startswith("Here is what to enter in Azure AD"))
    told = session.clipboard.text()
    assert "Tenant URL: http://127.0.0.1" in told
    assert f"Secret Token: the token, ending in {session.token[-4:]}" in told
    assert session.token not in told

    save.click()
    asked = await session.dialog(QFileDialog, "Save share")
    asked.reject()
    await session.settle()
    dialog.from_whom.show_language("tr")
    save.click()
    asked = await session.dialog(QFileDialog, "Save share")
    assert isinstance(asked, QFileDialog)
    assert asked.selectedFiles()[0].endswith(".html")
    target = tmp_path / "widget.html"
    target.touch()
    asked.setDirectory(str(tmp_path))
    asked.selectFile("widget.age")
    QDialog.accept(asked)
    await session.until(lambda: not asked.isVisible())
    # Put right; and since a file of that name is there, asked about anew.
    asked = await session.dialog(QFileDialog, "Save share")
    assert isinstance(asked, QFileDialog)
    assert asked.selectedFiles() == [str(target)]
    QDialog.accept(asked)
    ready = await session.dialog(ShareDialog, "Share ready")
    opened = json.loads(await open_page(target.read_bytes(), Passphrase(words)))
    assert opened["token"] == session.token
    assert [field["label"] for field in opened["fields"]] == ["Exercise", "Tenant URL", "Secret Token"]
    assert opened["guide"]["client_name"] == "Azure AD (Microsoft Entra ID)"
    assert (opened["for"], opened["made_by"]) == ("Jane", "Ada L.")
    assert b'<html lang="tr">' in target.read_bytes()
    assert not target.with_suffix(".age").exists()
    written = "The share for Jane is written. It is an exercise: it holds a pretend account."
    assert session.label("shareWritten", ready) == written
    session.button("copyMessageToSendWithTheFile", ready).click()
    assert "1. Dosyayı kaydedin; önizlemeyin." in session.clipboard.text()
    assert "Altı sözcüğü bana telefonda sorun" in session.clipboard.text()
    assert "These values were not tested yet" in session.label("shareTested", ready)
    digits = session.label("shareSha256", ready).removeprefix("SHA-256").replace(" ", "")
    assert digits == hashlib.sha256(target.read_bytes()).hexdigest()
    assert words not in session.clipboard.text()
    session.button("copyPassphrase", ready).click()
    assert session.clipboard.text() == words
    assert session.controller.clipboard.seconds_left == 60
    session.button("close", ready).click()
    await session.until(lambda: "Last shared with Jane on" in session.label("lastShared"))
    assert words not in session.controller._secrets()

    await session.rotated()
    session.button("shareSecurely").click()
    again = await session.dialog(ShareDialog, "Share securely")
    assert isinstance(again, ShareDialog)
    await session.until(lambda: again.client == "entra" and again.for_whom.text() == "Jane")
    await session.until(lambda: again.language == "tr")
    again.for_whom.setText("Somebody else")
    again.for_whom.editingFinished.emit()
    await session.until(lambda: again.language == "en")
    session.button("cancel", again).click()


async def test_an_age_file_is_one_radio_button_away(session: Session, tmp_path: Path) -> None:
    session.button("shareSecurely").click()
    dialog = await session.dialog(ShareDialog, "Share securely")
    age = dialog.findChild(QRadioButton, "ageFile")
    assert age is not None
    await session.until(lambda: len(session.controller._secrets()) > 1)
    age.setChecked(True)
    session.button("saveShare", dialog).click()
    asked = await session.dialog(QFileDialog, "Save share")
    assert isinstance(asked, QFileDialog)
    assert asked.selectedFiles()[0].endswith(".age")
    target = tmp_path / "widget.age"
    asked.setDirectory(str(tmp_path))
    asked.selectFile(target.name)
    QDialog.accept(asked)
    ready = await session.dialog(ShareDialog, "Share ready")
    assert target.read_bytes().startswith(b"age-encryption.org/v1")
    session.button("copyMessageToSendWithTheFile", ready).click()
    assert "age --decrypt" in session.clipboard.text()
    session.button("close", ready).click()


async def test_a_kept_passphrase_is_read_out_and_forgotten(session: Session) -> None:
    program, view = session.controller.program, session.controller._view()
    assert program.vault is not None
    assert view is not None
    kept = KeptPassphrases(program.vault, program.clock)
    phrase = Passphrase("cactus-dagger-eagle-fabric-gallon-hamster")
    await kept.keep(view.account.id, AccessToken(session.token), phrase)
    session.controller._parts.sharing.read_out.look_again()
    await session.until(lambda: session.window.findChild(QPushButton, "readOutThePassphrase"))
    session.button("readOutThePassphrase").click()
    dialog = await session.dialog(ReadOutDialog, "Read out the passphrase")
    assert session.label("passphraseToReadOut", dialog) == phrase.reveal()
    assert phrase.reveal() in session.controller._secrets()
    session.button("copyPassphrase", dialog).click()
    assert session.clipboard.text() == phrase.reveal()
    assert session.controller.clipboard.seconds_left == 60
    session.button("forgetItNow", dialog).click()
    await session.until(lambda: not dialog.isVisible())
    assert await kept.find(view.account.id, AccessToken(session.token)) is None
    assert not session.window.findChildren(QPushButton, "readOutThePassphrase")[0].isVisible()
    assert phrase.reveal() not in session.controller._secrets()
    assert session.token, "the token beside it is still there"


def ways_to_it(session: Session) -> list[QPushButton]:
    return session.window.findChildren(QPushButton, "readOutThePassphrase")


async def test_a_kept_passphrase_goes_at_its_time(session: Session) -> None:
    program, view = session.controller.program, session.controller._view()
    assert program.vault is not None
    assert view is not None
    a_week_ago = FixedClock(program.clock.now() - timedelta(days=DAYS) + timedelta(seconds=5))
    kept = KeptPassphrases(program.vault, a_week_ago)
    await kept.keep(view.account.id, AccessToken(session.token), Passphrase("cactus-dagger"))
    session.controller._parts.sharing.read_out.look_again()
    await session.until(lambda: any(each.isVisible() for each in ways_to_it(session)))
    (button,) = ways_to_it(session)
    await session.until(lambda: not button.isVisible())
    # Its program was asleep when the time came: whoever presses it then is told.
    button.setVisible(True)
    button.click()
    await session.until(lambda: "is not kept any more" in session.label("notice"))
    assert not button.isVisible()


async def test_encrypting_can_be_stopped(session: Session, tmp_path: Path) -> None:
    session.button("shareSecurely").click()
    dialog = await session.dialog(ShareDialog, "Share securely")
    await session.until(lambda: len(session.controller._secrets()) > 1)
    assert session.button("saveShare", dialog).isEnabled()
    session.button("saveShare", dialog).click()
    asked = await session.dialog(QFileDialog, "Save share")
    assert isinstance(asked, QFileDialog)
    asked.setDirectory(str(tmp_path))
    asked.selectFile("widget.html")
    QDialog.accept(asked)
    await session.until(lambda: "Encrypting." in session.label("shareProblem", dialog))
    session.button("cancel", dialog).click()
    await session.until(lambda: session.label("shareProblem", dialog).startswith("Stopped. No file was written."))
    assert list(tmp_path.iterdir()) == []
    session.button("cancel", dialog).click()


async def test_a_stop_that_comes_too_late_does_not_say_that_there_is_no_file(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = session.controller.program.vault
    assert vault is not None
    reading, go_on, read = asyncio.Event(), asyncio.Event(), vault.read

    async def slow(owner: str) -> Secrets | None:
        reading.set()
        await go_on.wait()
        return await read(owner)

    session.button("shareSecurely").click()
    dialog = await session.dialog(ShareDialog, "Share securely")
    await session.until(lambda: len(session.controller._secrets()) > 1)
    monkeypatch.setattr(vault, "read", slow)
    session.button("saveShare", dialog).click()
    asked = await session.dialog(QFileDialog, "Save share")
    assert isinstance(asked, QFileDialog)
    target = tmp_path / "widget.html"
    asked.setDirectory(str(tmp_path))
    asked.selectFile(target.name)
    QDialog.accept(asked)
    await session.until(lambda: target.exists() and reading.is_set())
    session.button("cancel", dialog).click()
    await session.settle()
    go_on.set()
    await session.dialog(ShareDialog, "Share ready")
    assert "is written" in session.label("shareWritten", dialog)
