"""`dev.py licences`: writes resources/licences/third-party.txt, what the bundle holds of other people's work and on
which terms.

From what is installed in .venv-dev, which holds the pinned versions, and from texts/ for what no package brings along.
"""

import json
import sys

from pinned import HERE, ROOT, licence_of, pins

TARGET = ROOT / "resources" / "licences" / "third-party.txt"
TEXTS = HERE / "texts"
LINE = "=" * 100

ABOUT = """\
What SCIM Connection for R-Service is made with, and on which terms
{line}

The program holds the libraries below, unchanged, each under its own licence. Which versions they are stands beside
their names.

Qt and PySide6 are used under the GNU Lesser General Public License, version 3. Their libraries are separate files of
the program's folder (PySide6, shiboken6): you may replace them by versions of your own that have the same interfaces,
and the program then runs with those. You may take the program apart to find faults in such a change. Qt's source text
is at https://download.qt.io/official_releases/qt/ and PySide6's at https://code.qt.io/cgit/pyside/pyside-setup.git
The texts of that licence, and of the GNU General Public License that it refers to, stand below.

certifi is used under the Mozilla Public License 2.0; its source text is at https://github.com/certifi/python-certifi

The words of a made-up passphrase are the large word list of the Electronic Frontier Foundation, by Joseph Bonneau,
2016, under Creative Commons Attribution 3.0 United States (https://creativecommons.org/licenses/by/3.0/us/); the
numbers of the dice are left out. What is said of provisioning clients names its sources in the program's folder,
resources/clients. Names of products belong to their owners.
"""

BY_HAND = (
    ("Python", "PSF-2.0", "python"),
    ("Libraries in Python", "Apache-2.0, MIT, BSD and others", "python-libraries"),
    ("PyInstaller's starter of the program", "GPL-2.0-or-later with an exception for bundled programs", "pyinstaller"),
    ("Libraries in Qt", "MIT, BSD, zlib, FreeType and others", "qt-third-parties"),
    ("GNU Lesser General Public License, version 3", "of Qt and PySide6", "lgpl-3.0"),
    ("GNU General Public License, version 3", "as the licence above refers to it", "gpl-3.0"),
)
"""What is no Python package: what it is, its licence, and the file under texts/."""

PARTS = """\
Its machine code contains these libraries. Those in Rust, with the names of their authors, are at
https://crates.io/crates/NAME. Where one may be used under MIT or Apache-2.0, it is used under Apache-2.0.

"""


def own_text(pin):
    """The licence's text as the package brings it along, or as texts/ has it; None where its terms stand elsewhere."""
    written = TEXTS / ("%s.txt" % pin.name)
    if written.exists():
        return written.read_text(encoding="utf-8")
    distribution = pin.distribution()
    if distribution is None:
        raise LookupError("%s %s is not installed" % (pin.name, pin.version))
    wanted = ("licen", "copying", "notice", "authors")
    found = sorted(
        (str(path), path.locate().read_text(encoding="utf-8", errors="replace"))
        for path in distribution.files or ()
        if ".dist-info" in str(path) and path.name.lower().startswith(wanted)
    )
    if found:
        return "\n\n".join(text.strip() for _, text in found)
    if licence_of(pin) == "Apache-2.0":
        return (TEXTS / "apache-2.0.txt").read_text(encoding="utf-8")
    if licence_of(pin) == "LGPL-3.0-only":
        return None
    raise LookupError("%s brings no licence text along; write one to %s" % (pin.name, written))


def inside(pin):
    """(name, version, licence) of what is in the package's machine code, as its own bill of materials says."""
    distribution = pin.distribution()
    parts = set()
    for path in (distribution.files or ()) if distribution is not None else ():
        if "/sboms/" in str(path) and path.name.endswith(".json"):
            for part in json.loads(path.locate().read_text(encoding="utf-8")).get("components", ()):
                if part.get("purl", "").startswith(("pkg:cargo/", "pkg:generic/")):
                    said = " AND ".join(_name_of(entry) for entry in part.get("licenses", ()))
                    parts.add((part["name"], part["version"], _PARTS_SAID.get(part["name"], said)))
    return sorted(parts)


# Where a bill of materials says "Unknown" or nothing: ICU4X's licence, and OpenSSL's since its version 3.
_PARTS_SAID = {"tinystr": "Unicode-3.0", "openssl": "Apache-2.0"}


def _name_of(entry):
    named = entry.get("license", {})
    return entry.get("expression") or named.get("id") or named.get("name") or ""


def compose():
    """The whole text. A licence that is word for word another's is named after it instead of repeated."""
    sections, seen = [], {}

    def add(title, licence, text):
        body = text.strip("\n") if text is not None else "The text of the licence stands at the end."
        key = " ".join(body.split())
        if len(body) > 2000 and key in seen:
            body = "The same text as that of %s above." % seen[key]
        seen.setdefault(key, title)
        sections.append(
            "%s\n%s\nLicence: %s\n\n%s\n" % (LINE, title, licence, "\n".join(map(str.rstrip, body.splitlines())))
        )

    for pin in pins():
        add("%s %s" % (pin.name, pin.version), licence_of(pin), own_text(pin))
        parts = inside(pin)
        if parts:
            sections.append(PARTS + "\n".join("  %s %s: %s" % part for part in parts) + "\n")
    for title, licence, name in BY_HAND:
        add(title, licence, (TEXTS / ("%s.txt" % name)).read_text(encoding="utf-8"))
    return ABOUT.format(line=LINE) + "\n" + "\n".join(sections)


def main():
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(compose(), encoding="utf-8", newline="\n")
    print("%s: %d kB" % (TARGET, TARGET.stat().st_size // 1000))
    return 0


if __name__ == "__main__":
    sys.exit(main())
