"""Move to another computer…, as a person goes through it; with the real children that encrypt and decrypt."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
import shiboken6
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QLabel, QLineEdit, QPushButton, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from app.actions.records import Records
from app.domain.accounts import Environment
from app.domain.errors import Problem
from app.ui.dialogs.move import MoveDialog, MoveOutDialog
from app.ui.dialogs.move_in import NOTHING_NEW, MovedRow, MoveInDialog
from app.ui.presenters.move import Moving
from app.ui.secrets.clipboard import GuardedClipboard, is_marked
from tests.actions.moving import FIRST, SECOND, THIRD, token
from tests.actions.typed_program import Home, typed_program
from tests.ui.samples import MovedClock

_Dialog = TypeVar("_Dialog", bound=QDialog)


class Person:
    """Somebody before one computer."""

    def __init__(self, home: Home, clipboard: QClipboard) -> None:
        self.home = home
        self.failed: list[Problem] = []
        self.changes = 0
        self.window = QWidget()
        self.records = Records(home.program)
        self.guard = GuardedClipboard(clipboard, lambda: self.moving.secrets(), lambda: 60)
        self.moving = Moving(self.window, home.program, self.records, self.guard, self.failed.append, self._changed)

    def _changed(self) -> None:
        self.changes += 1

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(60):
            while not condition():
                await asyncio.sleep(0.01)

    async def dialog(self, kind: type[_Dialog]) -> _Dialog:
        def there() -> list[_Dialog]:
            return [each for each in self.window.findChildren(kind) if each.isVisible()]

        await self.until(there)
        return there()[0]

    async def choose_file(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        dialog = await self.dialog(QFileDialog)
        monkeypatch.setattr(dialog, "selectedFiles", partial(list, [str(path)]))  # as if typed there
        dialog.done(1)


def press(within: QWidget, words: str) -> None:
    (found,) = [b for b in within.findChildren(QPushButton) if b.accessibleName() == words and b.isVisible()]
    assert found.isEnabled()
    found.click()


def text(within: QWidget, name: str) -> str:
    found = [each for each in within.findChildren(QLabel, name) if each.isVisible()]
    return found[0].text() if found else ""


@pytest.fixture
async def people(qtbot: QtBot, clipboard: QClipboard, tmp_path: Path) -> AsyncIterator[tuple[Person, Person]]:
    """The same person before the old and before the new computer."""
    clock = MovedClock()
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    async with (
        typed_program(tmp_path / "old" / "data", clock) as old,
        typed_program(tmp_path / "new" / "data", clock) as new,
    ):
        both = (Person(old, clipboard), Person(new, clipboard))
        for each in both:
            qtbot.addWidget(each.window)
            each.window.show()
        yield both
        for each in both:
            shiboken6.delete(each.guard)
            assert each.failed == []


async def test_from_one_to_the_other(
    people: tuple[Person, Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clipboard: QClipboard
) -> None:
    before, after = people
    theirs = await before.home.add("Widget", FIRST)
    await before.home.add("Fresh", SECOND, environment=Environment.QA)
    mine = await after.home.add("Widget", THIRD)
    target = tmp_path / "all.age"

    running = asyncio.ensure_future(before.moving.run())
    press(await before.dialog(MoveDialog), "Write a file…")
    out = await before.dialog(MoveOutDialog)
    await before.until(lambda: "Very strong" in text(out, "passphraseStrength"))
    assert before.moving.secrets() != []
    press(out, "Save file…")
    await before.choose_file(target, monkeypatch)
    await before.until(lambda: text(out, "moveWritten"))
    assert text(out, "moveWritten") == "The file is written. It holds 2 accounts."
    passphrase = text(out, "passphraseToWriteDown")
    press(out, "Copy passphrase")
    assert clipboard.text() == passphrase
    assert is_marked(clipboard.mimeData())
    press(out, "Close")
    await running
    assert before.moving.secrets() == []
    await before.until(lambda: [entry.what for entry in before.home.store.history.of(theirs)] == ["moved to a file"])

    running = asyncio.ensure_future(after.moving.run())
    press(await after.dialog(MoveDialog), "Read a file…")
    await after.choose_file(target, monkeypatch)
    dialog = await after.dialog(MoveInDialog)
    field = dialog.findChild(QLineEdit, "filePassphrase")
    assert field is not None
    assert field.echoMode() is QLineEdit.EchoMode.Password
    field.setText("wrong")
    press(dialog, "Open file")
    await after.until(lambda: "does not open" in text(dialog, "moveProblem"))
    field.setText(passphrase)
    press(dialog, "Open file")
    await after.until(lambda: text(dialog, "whatIsInTheFile"))
    assert field.text() == ""
    table = dialog.findChild(QTableWidget, "accountsInTheFile")
    assert table is not None
    rows = {item(table, row, 0): item(table, row, 3) for row in range(table.rowCount())}
    assert rows["Fresh"] == "New: it will be added."
    assert rows["Widget"].startswith("It is here with another token ending in 5c5c. The file has one ending in b3ad")
    (combo,) = dialog.findChildren(QComboBox)
    assert (combo.currentText(), combo.accessibleName()) == ("Keep the one here", "What to do with Widget (Production)")
    combo.setCurrentText("Add it under another name")
    assert len(after.home.program.views) == 1
    press(dialog, "Take them in")
    await after.until(lambda: text(dialog, "moveResult"))
    assert text(dialog, "moveResult") == "2 accounts were added."
    assert "Delete the file" in text(dialog, "moveResultDetails")
    press(dialog, "Close")
    await running
    assert after.changes == 1
    names = {view.account.name: account for account, view in after.home.program.views.items()}
    assert set(names) == {"Widget", "Widget (2)", "Fresh"}
    assert (token(after.home, mine), token(after.home, names["Widget (2)"])) == (THIRD, FIRST)
    await after.until(lambda: after.home.store.history.of(names["Fresh"]))


def test_where_all_is_here_already_nothing_but_close_is_offered(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    dialog = MoveInDialog(parent, "all.age")
    dialog.show()
    dialog.show_problem("This passphrase does not open the file.")
    assert dialog.focusWidget() is dialog.findChild(QLineEdit, "filePassphrase")
    dialog.show_accounts("The file holds 1 account.", [MovedRow("Widget", "QA", "host", "It is here.")], any_new=False)
    assert text(dialog, "moveProblem") == NOTHING_NEW
    assert [each.text() for each in dialog.findChildren(QPushButton) if each.isVisible()] == ["Close"]


async def test_with_nothing_to_write(people: tuple[Person, Person]) -> None:
    person, _ = people
    running = asyncio.ensure_future(person.moving.run())
    dialog = await person.dialog(MoveDialog)
    (write,) = [b for b in dialog.findChildren(QPushButton) if b.accessibleName() == "Write a file…"]
    assert not write.isEnabled()
    press(dialog, "Cancel")
    await running


@pytest.mark.parametrize("content", [b"", b"no age file", b"age-encryption.org/v1\n-> X25519 x"])
async def test_what_is_no_such_file_is_said(
    people: tuple[Person, Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    person, _ = people
    (tmp_path / "x.age").write_bytes(content)
    running = asyncio.ensure_future(person.moving.read_file())
    await person.choose_file(tmp_path / "x.age", monkeypatch)
    dialog = await person.dialog(MoveInDialog)
    press(dialog, "Open file")
    await person.until(lambda: text(dialog, "moveProblem") and "takes a few" not in text(dialog, "moveProblem"))
    assert "Nothing" in text(dialog, "moveProblem") or "Ask" in text(dialog, "moveProblem")
    dialog.close()
    await running
    assert person.changes == 0


async def test_a_weak_passphrase_is_refused_and_encrypting_can_be_stopped(
    people: tuple[Person, Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, _ = people
    await person.home.add("Widget", FIRST)
    running = asyncio.ensure_future(person.moving.write_file())
    out = await person.dialog(MoveOutDialog)
    await person.until(lambda: "Very strong" in text(out, "passphraseStrength"))
    (save,) = [b for b in out.findChildren(QPushButton) if b.accessibleName() == "Save file…"]
    field = out.findChild(QLineEdit, "passphraseText")
    assert field is not None
    field.setText("widget 2026")
    await person.until(lambda: "weak" in text(out, "passphraseStrength").lower())
    assert not save.isEnabled()
    press(out, "Suggest a passphrase")
    await person.until(save.isEnabled)
    press(out, "Save file…")
    await person.choose_file(tmp_path / "x.age", monkeypatch)
    await person.until(lambda: "Encrypting" in text(out, "moveProblem"))
    out.close()
    await person.until(lambda: "Stopped" in text(out, "moveProblem"))
    assert not (tmp_path / "x.age").exists()
    assert out.isVisible()
    press(out, "Cancel")
    await running


def item(table: QTableWidget, row: int, column: int) -> str:
    found = table.item(row, column)
    assert found is not None
    return found.text()
