"""Which files are in the bundle, and which are not, whatever PyInstaller finds."""

import fnmatch
import sys
from pathlib import Path

NAME = "SCIM Connection"
ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"
FOLDER = DIST / "scim-connection"
WORK = ROOT / "build" / "bundle"

QT_MODULES = ("QtCore", "QtGui", "QtSvg", "QtWidgets")
"""What app/ui imports of PySide6. tests/packaging/test_bundle.py compares the two."""

METADATA = ("cryptography", "httpx", "keyring", "pyrage", "pyside6-essentials", "qasync")
"""Packages whose version the program tells, or whose entry points are read."""

MODULES_LEFT_OUT = [
    # Qt's other modules, should anything ever import them by mistake.
    *("PySide6." + name for name in ("QtDBus", "QtNetwork", "QtOpenGL", "QtQml", "QtQuick", "QtTest")),
    # What only other ways of using our libraries need.
    *("tkinter", "unittest", "pydoc", "doctest", "pdb", "lib2to3", "ensurepip", "idlelib", "turtle"),
    *("setuptools", "pkg_resources", "pip", "_distutils_hack", "pytest", "PyInstaller", "readline", "curses"),
    *("werkzeug.debug", "trio", "uvloop", "httptools", "watchfiles", "websockets", "wsproto"),
]

FILES_LEFT_OUT = (
    # Qt's platforms without a desktop, and its GTK theme, which would bring the whole of GTK; Qt's own theme heeds the
    # desktop portal's colours.
    "PySide6/Qt/plugins/platforms/libq[elmv][!w]*",
    "PySide6/Qt/plugins/platforms/libqoffscreen*",
    "PySide6/Qt/plugins/platforms/libqminimal*",
    "PySide6/Qt/plugins/egldeviceintegrations/*",
    "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
    "PySide6/Qt/plugins/generic/*",
    "PySide6/Qt/plugins/networkinformation/*",
    "PySide6/Qt/plugins/tls/*",
    "PySide6/Qt/plugins/platforminputcontexts/*virtualkeyboard*",
    "PySide6/plugins/networkinformation/*",
    "PySide6/plugins/tls/*",
    "PySide6/plugins/generic/*",
    "PySide6/plugins/platforms/*[!w]offscreen*",
    "PySide6/plugins/platforms/qminimal*",
    "PySide6/opengl32sw.dll",
    # What only those needed.
    "*libQt6EglF[Ss]*",
    "*libQt6Network.so*",
    "PySide6/Qt6Network.dll",
    "*QtNetwork.framework*",
    # All pictures of ours are SVG drawings, which QtSvg renders by itself, and PNG, which QtGui reads by itself.
    "PySide6/*plugins/imageformats/*",
    "PySide6/*plugins/iconengines/*",
    # Qt's own words in other languages than ours.
    "PySide6/*translations/*",
    "*.dist-info/RECORD",
    "*.dist-info/INSTALLER",
    "*.dist-info/REQUESTED",
    "*.dist-info/direct_url.json",
)

LANGUAGES = ("tr", "ru")
NOT_READ = (".py", ".pyc", ".ts", ".made-from")
"""What lies in resources and is not read by the program: code, and what translations are made from."""


def data_files(root):
    """What our code reads at run time, as PyInstaller wants it: (file, folder in the bundle)."""
    found = []
    for path in sorted((root / "resources").rglob("*")):
        if path.is_file() and path.suffix not in NOT_READ:
            found.append((str(path), str(path.parent.relative_to(root))))
    # alembic reads its steps as source files.
    for path in sorted((root / "app/service/migrations").rglob("*.py")):
        found.append((str(path), str(path.parent.relative_to(root))))
    return found


def is_wanted(target, source):
    """Whether the file `source` belongs into the bundle, as `target` below `_internal`."""
    target = target.replace("\\", "/")
    if any(target.endswith("translations/qtbase_%s.qm" % language) for language in LANGUAGES):
        return True
    if any(fnmatch.fnmatchcase(target, pattern) for pattern in FILES_LEFT_OUT):
        return False
    return not (sys.platform == "linux" and is_the_systems(Path(source)))


def is_the_systems(source):
    """Whether a library is Debian's own: the package depends on it, so that its security updates reach us. Python's
    is always taken along."""
    folders = ("/lib/", "/usr/lib/", "/lib64/", "/usr/lib64/")
    return str(source).startswith(folders) and ".so." in source.name + "." and "python3" not in str(source)
