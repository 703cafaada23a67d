"""The application's icon, drawn once as SVG (resources/icons/application.svg), in the formats that systems want."""

import struct
import sys
from pathlib import Path

from contents import ROOT

DRAWING = ROOT / "resources/icons/application.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
_WINDOWS = (16, 24, 32, 48, 64, 256)
_MACOS = {"icp4": 16, "icp5": 32, "ic07": 128, "ic08": 256, "ic09": 512}
"""Types of Apple's icon format that hold a PNG, with their sizes."""


def png(size, drawing=DRAWING):
    """The drawing as PNG, `size` pixels wide and high."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(drawing.read_bytes())).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data())


def ico(pictures):
    """Windows' icon of PNGs by size ("ICONDIR", learn.microsoft.com; PNG since Vista)."""
    head, body = struct.pack("<HHH", 0, 1, len(pictures)), b""
    start = len(head) + 16 * len(pictures)
    for size, data in sorted(pictures.items()):
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), start + len(body))
        body += data
    return head + body


def icns(pictures):
    """Apple's icon of PNGs by size: "icns", the length, then each as type, length and data."""
    parts = b"".join(
        kind.encode() + struct.pack(">I", len(pictures[size]) + 8) + pictures[size] for kind, size in _MACOS.items()
    )
    return b"icns" + struct.pack(">I", len(parts) + 8) + parts


def make_all(folder):
    """PNGs at the usual sizes, the icon for Windows and that for macOS."""
    pictures = {size: png(size) for size in SIZES}
    for size, data in pictures.items():
        (folder / ("scim-connection-%d.png" % size)).write_bytes(data)
    (folder / "scim-connection.ico").write_bytes(ico({size: pictures[size] for size in _WINDOWS}))
    (folder / "scim-connection.icns").write_bytes(icns(pictures))


if __name__ == "__main__":
    make_all(Path(sys.argv[1]))
