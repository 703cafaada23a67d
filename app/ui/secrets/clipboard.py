"""Copying secrets: marked for clipboard managers, wiped after a while, put right where something else copied one."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QClipboard

from app.domain.text import tr

KDE_MARK = "x-kde-passwordManagerHint"
"""Klipper's mark, which GNOME's clipboard managers look at too (KeePassXC and Bitwarden set it)."""

_WINDOWS_MARKS = {
    # Microsoft, "Clipboard Formats": the cloud clipboard and the history take a DWORD, of which 0 says no.
    "ExcludeClipboardContentFromMonitorProcessing": b"1",
    "CanIncludeInClipboardHistory": bytes(4),
    "CanUploadToCloudClipboard": bytes(4),
}
_MAC_MARK = "application/x-nspasteboard-concealed-type"


def secret_mime(text: str, platform: str = sys.platform) -> QMimeData:
    """The secret as clipboard content that clipboard managers are asked not to keep."""
    mime = QMimeData()
    mime.setText(text)
    if platform == "win32":
        for name, value in _WINDOWS_MARKS.items():
            mime.setData(name, value)
    elif platform == "darwin":
        mime.setData(_MAC_MARK, text.encode())
    else:
        mime.setData(KDE_MARK, b"secret")
    return mime


def is_marked(mime: QMimeData | None) -> bool:
    """Whether clipboard content carries a mark of ours."""
    return mime is not None and any(mime.hasFormat(name) for name in (KDE_MARK, _MAC_MARK, next(iter(_WINDOWS_MARKS))))


class GuardedClipboard(QObject):
    """The one way in which secrets reach the clipboard.

    It also watches: whenever this program owns the clipboard or X11's primary selection with one of `secrets()` in
    it and without the mark (the accessibility interface's CopyText goes round every widget), the guarded copy takes
    its place at once.

    Signals: `ticked` with what was copied and the seconds left (0: nothing of ours is there any more); `caught` with
    what it put the guarded copy in the place of; `wiped` when we cleared it.
    """

    ticked = Signal(object, int)
    caught = Signal(str)
    wiped = Signal()

    def __init__(self, clipboard: QClipboard, secrets: Callable[[], list[str]], seconds: Callable[[], int]) -> None:
        super().__init__()
        self._clipboard = clipboard
        self._secrets = secrets
        self._seconds = seconds
        self._ours = ""
        self._what = ""
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        clipboard.changed.connect(self._changed)

    @property
    def board(self) -> QClipboard:
        """The clipboard itself, for reading what others have put there."""
        return self._clipboard

    @property
    def seconds_left(self) -> int:
        """Seconds until the secret leaves the clipboard; 0 where none of ours is there."""
        return self._left

    def copy_secret(self, text: str, what: str) -> None:
        """Put a secret on the clipboard, marked, and start its time. `what` names it on the screen."""
        self._ours = text
        self._what = what
        self._left = self._seconds()
        self._clipboard.setMimeData(secret_mime(text))
        self._timer.start()
        self.ticked.emit(self._what, self._left)

    def copy_plain(self, text: str) -> None:
        """Put something that is no secret on the clipboard."""
        self._clipboard.setText(text)

    def guard(self, secret: str, what: str) -> None:
        """Where this secret is in the clipboard, whoever put it there: the guarded copy takes its place, and its time
        runs. What is guarded already stays as it is."""
        text = self._clipboard.text()
        if _squeezed(secret) in _squeezed(text) and not (self._ours == text and is_marked(self._clipboard.mimeData())):
            self.copy_secret(text, what)

    def rename(self, text: str, what: str) -> None:
        """Call the secret that is in the clipboard something else from now on, where it is this one."""
        if self._left and text in self._ours:
            self._what = what
            self.ticked.emit(what, self._left)

    def keep(self, more_seconds: int = 300) -> None:
        """Leave the secret there for longer."""
        if self._left:
            self._left += more_seconds
            self.ticked.emit(self._what, self._left)

    def wipe(self) -> None:
        """Clear the clipboard now if what is in it is still ours; somebody else's content is left alone."""
        if not self._ours:
            return
        still_ours = self._clipboard.text() == self._ours
        self._forget()
        if still_ours:
            # Clearing says "empty" to clipboard managers; it does not announce the secret again without its mark.
            self._clipboard.clear()
            self.wiped.emit()

    def wipe_of(self, secret: str) -> None:
        """Clear it where what is in it is ours and holds this secret."""
        if secret in self._ours:
            self.wipe()

    def _forget(self) -> None:
        self._timer.stop()
        self._ours = ""
        self._left = 0
        self.ticked.emit("", 0)

    def _tick(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self.wipe()
        else:
            self.ticked.emit(self._what, self._left)

    def _changed(self, mode: QClipboard.Mode) -> None:
        if mode == QClipboard.Mode.Clipboard:
            self._clipboard_changed()
        elif mode == QClipboard.Mode.Selection and self._holds_a_secret(self._own_selection()):
            self._clipboard.clear(mode)

    def _clipboard_changed(self) -> None:
        if not self._clipboard.ownsClipboard():
            if self._ours:  # somebody copied something else: nothing of ours is there any more
                self._forget()
            return
        mime = self._clipboard.mimeData()
        if is_marked(mime):
            return
        text = self._clipboard.text()
        if self._holds_a_secret(text):
            self.copy_secret(text, tr("The token"))
            self.caught.emit(text)
        elif self._ours:
            self._forget()

    def _own_selection(self) -> str:
        return self._clipboard.text(QClipboard.Mode.Selection) if self._clipboard.ownsSelection() else ""

    def _holds_a_secret(self, text: str) -> bool:
        squeezed = _squeezed(text)
        # A part counts too: eight characters in a row are more than the four that the screen shows.
        return bool(squeezed) and any(
            secret in squeezed or (len(squeezed) >= 8 and squeezed in secret)
            for secret in map(_squeezed, self._secrets())
            if secret
        )


def _squeezed(text: str) -> str:
    """Without blanks: a token is shown in groups, a passphrase typed as words."""
    return "".join(text.split())
