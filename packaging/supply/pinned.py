"""What the program is built from: the pinned requirements, with their versions, hashes and where they are needed."""

import re
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
REQUIREMENTS = ROOT / "packaging" / "requirements.txt"

NOT_BUNDLED = frozenset({"setuptools"})
"""What is there to install the program in a checkout, and in no bundle."""


@dataclass(frozen=True)
class Pin:
    """One line of requirements.txt."""

    name: str
    version: str
    marker: str
    """Where it is needed (PEP 508); empty: everywhere."""
    hashes: tuple[str, ...]
    """SHA-256, in hexadecimal, of each of its files on the registry."""

    def distribution(self):
        """What is installed of it in this environment, in this version; else None."""
        try:
            found = Distribution.from_name(self.name)
        except PackageNotFoundError:
            return None
        return found if found.version == self.version else None


def pins(path=REQUIREMENTS):
    """All of them but those that no bundle holds, by name."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    found = []
    for line in text.splitlines():
        match = re.match(
            r"([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)(?: ; ([^\n]+?))?((?:\s+--hash=sha256:[0-9a-f]{64})+)\s*$", line
        )
        if match is None:
            if line.strip():
                raise ValueError("no pinned requirement: %s" % line)
            continue
        name, version, marker, hashes = match.groups()
        if name not in NOT_BUNDLED:
            found.append(Pin(name, version, marker or "", tuple(re.findall(r"sha256:([0-9a-f]+)", hashes))))
    return found


# Where a package's metadata name no licence in SPDX's words, or not all of it.
_SAID = {
    "backports-tarfile": "MIT",
    "email-validator": "Unlicense",
    "httpx": "BSD-3-Clause",
    "jaraco-classes": "MIT",
    "pyrage": "MIT",
    "pyside6-essentials": "LGPL-3.0-only",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "pywin32-ctypes": "BSD-3-Clause",
    "scim2-server": "Apache-2.0",
    "shiboken6": "LGPL-3.0-only",
    "tzdata": "Apache-2.0",
}

ALLOWED = frozenset(
    ("Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "LGPL-3.0-only", "MIT", "MIT-0", "MPL-2.0", "PSF-2.0")
    + ("Unlicense",)
)
"""Licences under which a program may bundle a library, whatever the program's own licence is. MPL-2.0 (certifi):
unchanged. LGPL-3.0-only (Qt): as the heading of third-party.txt says."""

ALLOWED_INSIDE = ALLOWED | {"BSL-1.0", "Unicode-3.0", "Unicode-DFS-2016", "Zlib", "Apache-2.0 WITH LLVM-exception"}
"""The same for what is in their machine code."""


def may_be_used(expression, allowed):
    """Whether one of the alternatives of each part of the licence (SPDX) is among `allowed`."""
    parts = (part.strip("() ") for part in expression.split(" AND "))
    return all(any(choice.strip("() ") in allowed for choice in part.split(" OR ")) for part in parts)


def licence_of(pin):
    """Its licence in SPDX's words, as the package says or, where that cannot be read, as we do after reading its
    text."""
    if pin.name in _SAID:
        return _SAID[pin.name]
    distribution = pin.distribution()
    if distribution is None:
        raise LookupError("%s %s is not installed, and its licence is not written down here" % (pin.name, pin.version))
    said = distribution.metadata.get("License-Expression") or distribution.metadata.get("License") or ""
    return said.strip()
