"""A window that holds one label: the least that a PySide6 program can be."""

import sys

from PySide6.QtWidgets import QApplication, QLabel

TITLE = "One label"

if __name__ == "__main__":
    app = QApplication(sys.argv)
    window = QLabel("One label")
    window.setWindowTitle(TITLE)
    window.resize(400, 300)
    window.show()
    sys.exit(app.exec())
