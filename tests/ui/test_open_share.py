"""The dialog Open a share in a whole window: which file, what opens it, and what is said where nothing does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pyrage
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QClipboard, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.ui.dialogs.open_share import OpenShareDialog
from app.ui.presenters import open_share
from tests.share import keys
from tests.share.parts import PASSPHRASE_TEXT, TOKEN_TEXT
from tests.share.test_received import text as payload
from tests.share.weak_age import armored, sealed_weakly
from tests.ui.adding import until
from tests.ui.one_window import OneWindow, one_window

WEAK = sealed_weakly(payload(), PASSPHRASE_TEXT)


@pytest.fixture
async def opened(
    qtbot: QtBot,
    qapp: QApplication,
    clipboard: QClipboard,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[OneWindow]:
    async with one_window(qtbot, qapp, monkeypatch, tmp_path_factory.mktemp("home")) as made:
        yield made


async def asked(opened: OneWindow) -> OpenShareDialog:
    """The dialog, opened from the start page."""
    await until(lambda: opened.window.start_page is not None and opened.window.start_page.isVisible())
    opened.press("openAShareIReceived")
    return await the_dialog(opened)


async def the_dialog(opened: OneWindow) -> OpenShareDialog:
    await until(lambda: opened.dialogs(OpenShareDialog))
    (found,) = opened.dialogs(OpenShareDialog)
    assert isinstance(found, OpenShareDialog)
    return found


def drop(on: QWidget, mime: QMimeData) -> bool:
    """Whether it was taken."""
    entering = QDragEnterEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    entering.ignore()
    QApplication.sendEvent(on, entering)
    if not entering.isAccepted():
        return False
    dropping = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(on, dropping)
    return dropping.isAccepted()


def files(*paths: Path | str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) if isinstance(path, Path) else QUrl(path) for path in paths])
    return mime


def written(folder: Path, content: bytes, name: str = "share.age") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


async def test_a_wrong_passphrase_loses_nothing(opened: OneWindow, tmp_path: Path) -> None:
    dialog = await asked(opened)
    assert not opened.button("openShare", dialog).isEnabled()
    dialog.dropped.emit(str(written(tmp_path, WEAK)))
    await until(lambda: opened.text("shareToOpen", dialog) == "share.age (an age file)")
    assert not opened.button("openShare", dialog).isEnabled()
    dialog.passphrase.setText("not-the-words-that-open-it")
    assert "not-the-words-that-open-it" in opened.controller._secrets()
    opened.press("openShare", dialog)
    assert opened.button("cancel", dialog).text() == "Stop"
    await until(lambda: opened.text("openSaid", dialog).startswith("This passphrase does not open the file."))
    assert dialog.passphrase.text() == "not-the-words-that-open-it"
    assert opened.button("cancel", dialog).text() == "Cancel"
    dialog.passphrase.setText(PASSPHRASE_TEXT.upper().replace("-", " "))
    assert opened.text("openSaid", dialog) == ""
    opened.press("openShare", dialog)
    await until(lambda: opened.text("receivedAccount"))
    assert opened.text("receivedAccount") == "Müller & Söhne"
    assert PASSPHRASE_TEXT.upper().replace("-", " ") not in opened.controller._secrets()
    assert TOKEN_TEXT in opened.controller._secrets()


async def test_stopping(opened: OneWindow, tmp_path: Path) -> None:
    dialog = await asked(opened)
    strong = pyrage.passphrase.encrypt(payload(), PASSPHRASE_TEXT)
    dialog.dropped.emit(str(written(tmp_path, strong)))
    await until(lambda: opened.text("shareToOpen", dialog) == "share.age (an age file)")
    dialog.passphrase.setText(PASSPHRASE_TEXT)
    opened.press("openShare", dialog)
    dialog.reject()  # Escape
    await until(lambda: opened.text("openSaid", dialog).startswith("Stopped. Nothing was opened."))
    assert dialog.isVisible()
    assert dialog.passphrase.text() == PASSPHRASE_TEXT
    dialog.reject()
    await until(lambda: not opened.dialogs(OpenShareDialog))
    await until(lambda: opened.controller._secrets() == [])


async def test_an_identity_file(opened: OneWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = pyrage.encrypt(payload(), [pyrage.x25519.Recipient.from_str(keys.X25519_PUBLIC)])
    chosen = [
        written(tmp_path, keys.X25519_PUBLIC.encode(), "public.txt"),
        written(tmp_path, str(pyrage.x25519.Identity.generate()).encode(), "another.txt"),
        written(tmp_path, keys.X25519.encode(), "key.txt"),
    ]

    async def choose(*_: object) -> Path:
        return chosen.pop(0)

    monkeypatch.setattr(open_share, "ask_which_file", choose)
    dialog = await asked(opened)
    dialog.dropped.emit(str(written(tmp_path, sealed)))
    await until(lambda: opened.text("shareToOpen", dialog) == "share.age (an age file)")
    assert not dialog.passphrase.isVisible()
    opened.press("chooseIdentityFile", dialog)
    await until(lambda: "public key" in opened.text("openSaid", dialog))
    assert not opened.button("openShare", dialog).isEnabled()
    opened.press("chooseIdentityFile", dialog)
    await until(lambda: opened.text("identityFile", dialog) == "another.txt")
    opened.press("openShare", dialog)
    await until(lambda: "another key" in opened.text("openSaid", dialog))
    opened.press("chooseIdentityFile", dialog)
    await until(lambda: opened.text("identityFile", dialog) == "key.txt")
    opened.press("openShare", dialog)
    await until(lambda: opened.text("receivedAccount") == "Müller & Söhne")


async def test_text_from_a_mail(opened: OneWindow, clipboard: QClipboard) -> None:
    dialog = await asked(opened)
    opened.press("pasteItsText", dialog)
    await until(lambda: opened.text("openSaid", dialog).startswith("There is no text in the clipboard."))
    clipboard.setText("Hello Jane")
    opened.press("pasteItsText", dialog)
    await until(lambda: opened.text("openSaid", dialog).startswith("What you copied is no share."))
    clipboard.setText(f"Hello Jane,\n\n{armored(WEAK).decode()}\nKind regards")
    opened.press("pasteItsText", dialog)
    await until(lambda: opened.text("shareToOpen", dialog) == "The text that you pasted")
    assert opened.text("openSaid", dialog) == ""
    dialog.passphrase.setText(PASSPHRASE_TEXT)
    dialog.passphrase.returnPressed.emit()
    await until(lambda: opened.text("receivedAccount") == "Müller & Söhne")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "is not an encrypted file of SCIM Connection"),
        (WEAK[:-30], ""),
        (b"x" * (9 * 2**20), "far larger"),
        (b"", "is not an encrypted file"),
    ],
)
async def test_what_is_no_share_is_said_so(opened: OneWindow, tmp_path: Path, content: bytes, said: str) -> None:
    dialog = await asked(opened)
    dialog.dropped.emit(str(written(tmp_path, content, "a\u202e\nname")))
    if said:
        await until(lambda: said in opened.text("openSaid", dialog))
        assert opened.text("openSaid", dialog).startswith("a\\u202e\\x0aname: ")
        assert opened.text("shareToOpen", dialog) == "No file chosen yet"
    else:  # it shows once it is opened
        await until(lambda: opened.text("shareToOpen", dialog) == "a\\u202e\\x0aname (an age file)")
        dialog.passphrase.setText(PASSPHRASE_TEXT)
        opened.press("openShare", dialog)
        await until(lambda: "damaged" in opened.text("openSaid", dialog))
    choose = dialog.findChild(QPushButton, "chooseAFile")
    assert choose is not None
    await until(choose.isEnabled)  # while one is opened, no other is taken
    dialog.dropped.emit(str(tmp_path / "gone"))
    await until(lambda: "could not be read" in opened.text("openSaid", dialog))


async def test_dropping_a_file(opened: OneWindow, tmp_path: Path) -> None:
    share, other = written(tmp_path, WEAK), written(tmp_path, armored(WEAK), "other.txt")
    for refused in (files(share, other), files("https://example.com/share.age"), QMimeData()):
        assert not drop(opened.window, refused)
    assert opened.dialogs(OpenShareDialog) == []
    assert drop(opened.window, files(share))
    dialog = await the_dialog(opened)
    await until(lambda: opened.text("shareToOpen", dialog) == "share.age (an age file)")
    assert drop(dialog, files(other))
    await until(lambda: opened.text("shareToOpen", dialog) == "other.txt (an age file)")
    assert opened.window.file_to_open == ""


async def test_what_another_start_brings_takes_the_place_of_what_was_chosen(opened: OneWindow, tmp_path: Path) -> None:
    dialog = await asked(opened)
    opened.controller._parts.received.open(str(written(tmp_path, WEAK)))
    await until(lambda: opened.text("shareToOpen", dialog) == "share.age (an age file)")
    assert len(opened.dialogs(OpenShareDialog)) == 1


async def test_locking_the_screen_hides_what_was_typed(opened: OneWindow) -> None:
    dialog = await asked(opened)
    dialog.passphrase.setText(PASSPHRASE_TEXT)
    assert dialog.passphrase.echoMode() is QLineEdit.EchoMode.Normal
    opened.controller.lock()
    assert dialog.passphrase.echoMode() is QLineEdit.EchoMode.Password
    assert dialog.passphrase.text() == PASSPHRASE_TEXT


async def test_closing_the_window_closes_the_dialog(opened: OneWindow, tmp_path: Path) -> None:
    dialog = await asked(opened)
    dialog.dropped.emit(str(written(tmp_path, pyrage.passphrase.encrypt(payload(), PASSPHRASE_TEXT))))
    await until(lambda: opened.text("shareToOpen", dialog))
    dialog.passphrase.setText(PASSPHRASE_TEXT)
    await until(opened.button("openShare", dialog).isEnabled)
    opened.press("openShare", dialog)
    await asyncio.sleep(0)
    await opened.controller._tasks.cancel()
    assert opened.controller._secrets() == []
