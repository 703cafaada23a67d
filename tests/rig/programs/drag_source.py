"""A window like a file manager's: what is dragged out of it is the file that it was started with."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

TITLE = "A file manager"


class File(QLabel):
    """One file."""

    def __init__(self, path: str) -> None:
        super().__init__(TITLE)
        self._path = path
        self.setWindowTitle(TITLE)
        self.resize(200, 100)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons():
            mime = QMimeData()
            mime.setUrls([QUrl.fromLocalFile(self._path)])
            drag = QDrag(self)
            drag.setMimeData(mime)
            drag.exec()


def main() -> None:
    application = QApplication(sys.argv[:1])
    file = File(sys.argv[1])
    file.show()
    application.exec()


if __name__ == "__main__":
    main()
