"""Search for secrets where they must not be: files, process lists, logs, X selections."""

from __future__ import annotations

import base64
import urllib.parse
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import psutil

from tests.rig.session import Session

_SHORTEST = 8
"""Shorter secrets are found everywhere by chance."""


class Secrets:
    """Named secrets, and every form of them that is looked for."""

    def __init__(self, named: Mapping[str, str]) -> None:
        for name, secret in named.items():
            if len(secret) < _SHORTEST:
                raise ValueError(f"{name} is too short to be searched for")
        self._forms = {f"{name} {form}": text for name, secret in named.items() for form, text in forms(secret).items()}

    def in_bytes(self, content: bytes) -> list[str]:
        """The names and forms of the secrets that are in there."""
        return [what for what, form in self._forms.items() if form in content]


def forms(secret: str) -> dict[str, bytes]:
    """A secret as text and encoded: UTF-16 (Windows, Qt's own strings), hexadecimal, percent, base64.

    Base64 depends on where in the encoded text the secret stands: the three ways, without the characters at both ends
    that its neighbours have a part in. For a secret of hexadecimal digits, the bytes that they stand for are one more.
    """
    raw = secret.encode()
    found = {
        "as it is": raw,
        "in capitals": secret.upper().encode(),
        "as UTF-16": secret.encode("utf-16-le"),
        "in hexadecimal": raw.hex().encode(),
        "in hexadecimal capitals": raw.hex().upper().encode(),
        "percent-encoded": "".join(f"%{byte:02X}" for byte in raw).encode(),
        "percent-encoded in small letters": "".join(f"%{byte:02x}" for byte in raw).encode(),
        "quoted for an address": urllib.parse.quote(secret, safe="").encode(),
        "backwards": raw[::-1],
    }
    for offset in range(3):
        for name, encode in (("base64", base64.b64encode), ("base64url", base64.urlsafe_b64encode)):
            # The first and the last group mix with what stands before and after.
            found[f"in {name}, shifted by {offset}"] = encode(b"\0" * offset + raw).rstrip(b"=")[
                4 if offset else 0 : -4
            ]
    try:
        digits = bytes.fromhex(secret)
    except ValueError:
        return found
    found["as the bytes that its digits stand for"] = digits
    found["as base64 of those bytes"] = base64.b64encode(digits).rstrip(b"=")[:-1]
    return found


def in_files(folders: Iterable[Path], secrets: Secrets) -> list[str]:
    """Every file below the folders whose content or name holds a secret, also one compressed as a whole (zlib, gzip).

    SQLite files are read as bytes, deleted rows included, with their write-ahead logs.
    """
    found = []
    for path in _files(folders):
        found += [f"{path}: name: {what}" for what in secrets.in_bytes(str(path).encode())]
        try:
            content = path.read_bytes()
        except OSError:
            continue  # went away while we looked
        for part in (content, *_decompressed(content)):
            found += [f"{path}: {what}" for what in secrets.in_bytes(part)]
    return found


def in_processes(pids: Iterable[int], secrets: Secrets) -> list[str]:
    """Arguments and environments of the processes. What other users of the computer can see, and core dumps keep."""
    found = []
    for pid in pids:
        for what in ("cmdline", "environ"):
            try:
                content = Path(f"/proc/{pid}/{what}").read_bytes()
            except OSError:
                continue  # it ended
            found += [f"{what} of process {pid} ({_name(pid)}): {secret}" for secret in secrets.in_bytes(content)]
    return found


def in_selections(session: Session, secrets: Secrets) -> list[str]:
    """What other X clients could paste, from each of the three selections."""
    found = []
    for selection in ("clipboard", "primary", "secondary"):
        content = (session.clipboard(selection) or "").encode()
        found += [f"X selection {selection}: {what}" for what in secrets.in_bytes(content)]
    return found


def everywhere(session: Session, secrets: Secrets, *, but: Iterable[Path] = ()) -> list[str]:
    """All of the above in one session: its home, runtime and temporary folders, all logs, its processes and their
    selections. `but` are files that are meant to hold them."""
    allowed = {str(path) for path in but}
    files = [line for line in in_files([session.folder], secrets) if line.split(": ")[0] not in allowed]
    return files + in_processes(session.processes.all_pids(), secrets) + in_selections(session, secrets)


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path


def _decompressed(content: bytes) -> Iterator[bytes]:
    if content[:2] not in (b"\x1f\x8b", b"\x78\x01", b"\x78\x9c", b"\x78\xda"):
        return
    try:
        # 47: a header of zlib or gzip, whichever is there.
        yield zlib.decompressobj(47).decompress(content)
    except zlib.error:
        return


def _name(pid: int) -> str:
    try:
        return psutil.Process(pid).name()
    except psutil.Error:
        return "ended"
