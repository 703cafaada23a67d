"""The guarded clipboard: marked, wiped when its time is over, and put right where something else copied a secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QClipboard
from pytestqt.qtbot import QtBot

from app.ui.secrets.clipboard import KDE_MARK, GuardedClipboard, is_marked, secret_mime
from tests.ui.samples import ENDPOINT, OLD_TEXT, TEXT

PASSPHRASE = "wagon  crisp onion"


class Guarded:
    """A guarded clipboard whose seconds pass when the test says so."""

    def __init__(self, clipboard: QClipboard, secrets: Callable[[], list[str]], seconds: int = 3) -> None:
        self.clipboard = clipboard
        self.guard = GuardedClipboard(clipboard, secrets, lambda: seconds)
        self.ticked: list[tuple[str, int]] = []
        self.wiped = 0
        self.guard.ticked.connect(lambda what, left: self.ticked.append((what, left)))
        self.guard.wiped.connect(self._wiped)
        (self.timer,) = self.guard.findChildren(QTimer)
        assert self.timer.interval() == 1000

    def _wiped(self) -> None:
        self.wiped += 1

    def pass_seconds(self, number: int) -> None:
        for _ in range(number):
            if self.timer.isActive():
                self.timer.timeout.emit()


@pytest.fixture
def make(clipboard: QClipboard) -> Iterator[Callable[..., Guarded]]:
    """Makes guarded clipboards that are gone when the test is over."""
    made: list[Guarded] = []

    def one(secrets: Callable[[], list[str]], seconds: int = 3) -> Guarded:
        made.append(Guarded(clipboard, secrets, seconds))
        return made[-1]

    yield one
    for board in made:
        shiboken6.delete(board.guard)


@pytest.fixture
def board(make: Callable[..., Guarded]) -> Guarded:
    return make(lambda: [TEXT, OLD_TEXT, PASSPHRASE, ""])


def marked(clipboard: QClipboard) -> bool:
    return bytes(clipboard.mimeData().data(KDE_MARK).data()) == b"secret"


@pytest.mark.parametrize(
    ("platform", "marks"),
    [
        ("linux", {"x-kde-passwordManagerHint": b"secret"}),
        (
            "win32",
            {
                "ExcludeClipboardContentFromMonitorProcessing": b"1",
                "CanIncludeInClipboardHistory": b"\0\0\0\0",
                "CanUploadToCloudClipboard": b"\0\0\0\0",
            },
        ),
        ("darwin", {"application/x-nspasteboard-concealed-type": TEXT.encode()}),
    ],
)
def test_marks_of_each_platform(platform: str, marks: dict[str, bytes]) -> None:
    mime = secret_mime(TEXT, platform)
    assert mime.text() == TEXT
    assert {name: bytes(mime.data(name).data()) for name in mime.formats() if name != "text/plain"} == marks
    assert is_marked(mime)


def test_what_carries_no_mark() -> None:
    plain = QMimeData()
    plain.setText(TEXT)
    assert not is_marked(plain)
    assert not is_marked(None)


def test_a_secret_leaves_when_its_time_is_over(board: Guarded) -> None:
    board.guard.copy_secret(TEXT, "The token")
    assert board.clipboard.text() == TEXT
    assert marked(board.clipboard)
    board.pass_seconds(2)
    assert board.clipboard.text() == TEXT
    assert board.guard.seconds_left == 1
    board.pass_seconds(1)
    assert board.clipboard.text() == ""
    assert board.clipboard.mimeData().formats() == []
    assert board.ticked == [("The token", 3), ("The token", 2), ("The token", 1), ("", 0)]
    assert board.wiped == 1
    assert not board.timer.isActive()


def test_the_timer_really_runs(qtbot: QtBot, clipboard: QClipboard, make: Callable[..., Guarded]) -> None:
    board = make(list, seconds=2)
    board.timer.setInterval(10)
    board.guard.copy_secret(TEXT, "The token")
    qtbot.waitUntil(lambda: clipboard.text() == "", timeout=30_000)
    assert board.ticked[-1] == ("", 0)


def test_copying_again_starts_the_time_again(board: Guarded) -> None:
    board.guard.copy_secret(TEXT, "The token")
    board.pass_seconds(2)
    board.guard.copy_secret("Bearer " + TEXT, "The Authorization header")
    assert board.guard.seconds_left == 3
    board.pass_seconds(2)
    assert board.clipboard.text() == "Bearer " + TEXT
    assert board.ticked[-1] == ("The Authorization header", 1)


def test_keep_adds_time_where_there_is_something_to_keep(board: Guarded) -> None:
    board.guard.keep()
    assert board.ticked == []
    assert board.guard.seconds_left == 0
    board.guard.copy_secret(TEXT, "The token")
    board.guard.keep()
    assert board.ticked[-1] == ("The token", 303)
    board.pass_seconds(302)
    assert board.clipboard.text() == TEXT
    board.pass_seconds(1)
    assert board.clipboard.text() == ""


def test_what_the_person_copied_meanwhile_is_left_alone(board: Guarded) -> None:
    board.guard.copy_secret(TEXT, "The token")
    board.clipboard.setText("a shopping list")
    assert board.ticked[-1] == ("", 0)
    assert not board.timer.isActive()
    board.guard.wipe()
    assert board.clipboard.text() == "a shopping list"
    assert board.wiped == 0


def test_what_was_copied_without_our_hearing_of_it_is_left_alone(board: Guarded) -> None:
    """Wayland tells a window without the focus of nothing."""
    board.guard.copy_secret(TEXT, "The token")
    board.clipboard.blockSignals(True)
    board.clipboard.setText("a shopping list")
    board.clipboard.blockSignals(False)
    board.pass_seconds(3)
    assert board.clipboard.text() == "a shopping list"
    assert board.ticked[-1] == ("", 0)
    assert board.wiped == 0


def test_wiping_at_once_and_twice(board: Guarded) -> None:
    board.guard.wipe()
    assert (board.wiped, board.ticked) == (0, [])
    board.guard.copy_secret(TEXT, "The token")
    board.guard.wipe()
    board.guard.wipe()
    assert board.clipboard.text() == ""
    assert board.wiped == 1


def test_what_is_no_secret_is_copied_plainly_and_stays(board: Guarded) -> None:
    board.guard.copy_secret(TEXT, "The token")
    board.guard.copy_plain(ENDPOINT)
    assert board.clipboard.text() == ENDPOINT
    assert not is_marked(board.clipboard.mimeData())
    assert board.guard.seconds_left == 0
    board.guard.wipe()
    assert board.clipboard.text() == ENDPOINT


@pytest.mark.parametrize(
    "copied",
    [
        TEXT,
        OLD_TEXT,
        f"Bearer {TEXT}",
        f"token: {TEXT}\n",
        " ".join(TEXT[i : i + 4] for i in range(0, 64, 4)),
        TEXT[:8],
        TEXT[20:40],
        TEXT[-8:],
        PASSPHRASE,
        PASSPHRASE.replace("  ", " "),
        "crisp onion",
    ],
)
def test_a_secret_that_came_another_way_is_replaced_by_the_guarded_copy(board: Guarded, copied: str) -> None:
    board.clipboard.setText(copied)
    assert board.clipboard.text() == copied
    assert marked(board.clipboard)
    board.pass_seconds(3)
    assert board.clipboard.text() == ""


@pytest.mark.parametrize("copied", ["a shopping list", ENDPOINT, TEXT[-4:], TEXT[:7], "wagon", "", "   ", "  \n"])
def test_other_text_is_left_as_it_is(board: Guarded, copied: str) -> None:
    board.clipboard.setText(copied)
    assert board.clipboard.text() == copied
    assert not is_marked(board.clipboard.mimeData())
    assert not board.timer.isActive()


def test_a_secret_of_blanks_makes_nothing_else_one(clipboard: QClipboard, make: Callable[..., Guarded]) -> None:
    board = make(lambda: ["   "])
    clipboard.setText("a shopping list")
    assert not is_marked(clipboard.mimeData())
    assert not board.timer.isActive()
