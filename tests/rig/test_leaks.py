"""The leak search finds what was hidden for it, and nothing else."""

from __future__ import annotations

import base64
import gzip
import sqlite3
import sys
import urllib.parse
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rig import hands, leaks
from tests.rig.polling import poll
from tests.rig.programs import little_form
from tests.rig.session import Session

TOKEN = "9f" * 16 + "0123456789abcdef" * 2
SECRETS = leaks.Secrets({"token": TOKEN})
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "raw": lambda raw: raw,
    "hex": lambda raw: raw.hex().encode(),
    "base64": base64.b64encode,
    "base64url": base64.urlsafe_b64encode,
    "percent": lambda raw: "".join(f"%{byte:02X}" for byte in raw).encode(),
    "quoted": lambda raw: urllib.parse.quote(raw).encode(),
    "utf-16": lambda raw: raw.decode("latin-1").encode("utf-16-le"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(before=st.binary(max_size=12), after=st.binary(max_size=12))
def test_it_is_found_wherever_it_stands_in_what_is_encoded(encoding: str, before: bytes, after: bytes) -> None:
    assert SECRETS.in_bytes(ENCODINGS[encoding](before + b"Bearer " + TOKEN.encode() + after))


def test_the_bytes_behind_its_digits_are_found() -> None:
    assert SECRETS.in_bytes(b"x" + bytes.fromhex(TOKEN) + b"y")
    assert SECRETS.in_bytes(base64.b64encode(bytes.fromhex(TOKEN)))


@given(st.binary(max_size=4000))
def test_other_bytes_are_left_alone(content: bytes) -> None:
    assert SECRETS.in_bytes(content) == []


def test_files_are_searched_with_names_databases_and_compressed_ones(tmp_path: Path) -> None:
    (tmp_path / "clean").write_text("nothing here, but its end: cdef")
    (tmp_path / TOKEN[:64]).touch()
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper/log.gz").write_bytes(gzip.compress(b"GET " + TOKEN.encode()))
    with closing(sqlite3.connect(tmp_path / "store.db")) as store:
        store.execute("create table t (x)")
        store.execute("insert into t values (?)", (TOKEN,))
        store.commit()
    found = leaks.in_files([tmp_path], SECRETS)
    assert {Path(line.split(": ")[0]).name for line in found} == {TOKEN[:64], "log.gz", "store.db"}


def test_the_desktop_is_searched(desktop_tools: None) -> None:
    with Session() as session:
        assert leaks.everywhere(session, SECRETS) == []
        app = session.start([sys.executable, little_form.__file__, f"--token={TOKEN}"], env={"SCIM_TOKEN": TOKEN})
        form = app.window(little_form.TITLE)
        hands.write(form.find("text", "Note"), TOKEN)
        hands.press(form.find("push button", "Copy"))
        poll(session.clipboard, "copied token")
        kept = session.home / "share.age"
        kept.write_text(TOKEN)
        found = "\n".join(leaks.everywhere(session, SECRETS, but=[kept]))
        for place in ("cmdline of process", "environ of process", "X selection clipboard"):
            assert place in found
        assert "share.age" not in found
        assert "share.age" in "\n".join(leaks.everywhere(session, SECRETS))


def test_what_is_too_short_to_be_searched_for_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        leaks.Secrets({"pin": "1234"})
