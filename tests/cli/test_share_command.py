"""`scim-connection share` as a process, with a real keyring, and Debian's `age` on the other side."""

from __future__ import annotations

import hashlib
import json
import re
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.share.payload import BLOCK
from tests.cli.computer import ENDPOINT, QA_TOKEN, Desk, desk_with_accounts
from tests.rig.environment import private_environment
from tests.rig.leaks import Secrets, in_files
from tests.rig.tools import require
from tests.share import keys
from tests.share.debian_age import open_with_age
from tests.share.parts import PASSPHRASE_TEXT, TOKEN_TEXT

pytestmark = pytest.mark.xdist_group("desk")  # in one process, which makes the desk once

SECRETS = Secrets({"token": TOKEN_TEXT, "passphrase": PASSPHRASE_TEXT})
ESCAPES = "\x1b[2J\x9b2J\u202e<b>"


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    require("gnome-keyring-daemon", "dbus-daemon")
    with desk_with_accounts() as desk:
        yield desk


@pytest.fixture
def bare(tmp_path: Path) -> Desk:
    """A computer without any account or keyring."""
    return Desk(private_environment(tmp_path / "home"), None, [])


def test_to_a_passphrase_and_back(desk: Desk, tmp_path: Path) -> None:
    """Through `age` itself, and through our own command in other letters. At full strength: a second each."""
    require("age")
    file = tmp_path / "share.age"
    words = ("share", "Widget", "--age", file, "--client", "entra", "--for", f"Kim {ESCAPES}")
    told = desk.run(*words, line=PASSPHRASE_TEXT)
    assert (told.status, told.err) == (0, "")
    assert f"SHA-256: {hashlib.sha256(file.read_bytes()).hexdigest()}" in told.out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert SECRETS.in_bytes((told.out + told.err).encode()) == []
    assert in_files([Path(desk.env["HOME"]), tmp_path], SECRETS) == []
    assert ["shared", "done", f"Kim {ESCAPES}"] in desk.history()

    opened = open_with_age(file, PASSPHRASE_TEXT, tmp_path / "plain")
    assert opened.exit_status == 0, opened.said
    plain = (tmp_path / "plain").read_bytes()
    assert len(plain) % BLOCK == 0
    found = json.loads(plain)
    assert (found["endpoint"], found["token"], found["client"]) == (ENDPOINT, TOKEN_TEXT, "entra")
    assert found["account"] == {"id": desk.ids[0], "name": "Widget", "environment": "production"}

    told = desk.run("open", file, "--json", line=PASSPHRASE_TEXT.upper().replace("-", "  "))
    assert (told.status, told.err) == (0, "")
    assert {**json.loads(told.out), "padding": ""} == {
        **{key: value for key, value in found.items() if key != "guide"},
        "padding": "",
    }


@pytest.mark.parametrize(
    ("public", "private"),
    [(keys.X25519_PUBLIC, keys.X25519), (keys.ED25519_PUBLIC, keys.ED25519), (keys.RSA_PUBLIC, keys.RSA)],
    ids=["X25519", "ed25519", "RSA"],
)
def test_to_a_key_and_back(desk: Desk, tmp_path: Path, public: str, private: str) -> None:
    require("age")
    file, identity, plain = tmp_path / "share.age", tmp_path / "key", tmp_path / "plain"
    identity.write_text(private)
    identity.chmod(0o600)
    words = ("share", desk.ids[2], "--age", file, "--armor", "--recipient", keys.OTHER_RSA_PUBLIC)
    told = desk.run(*words, "--recipient", public, line=None)
    assert (told.status, told.err) == (0, "")
    assert file.read_bytes().startswith(b"-----BEGIN AGE ENCRYPTED FILE-----\n")
    subprocess.run(["age", "--decrypt", "--identity", identity, "--output", plain, file], check=True, timeout=30)
    assert json.loads(plain.read_bytes())["token"] == QA_TOKEN

    told = desk.run("open", file, "--identity", identity)
    assert (told.status, told.err) == (0, "")
    assert "Share of Twin (QA)" in told.out
    assert ENDPOINT in told.out
    assert QA_TOKEN not in told.out
    assert QA_TOKEN[-4:] in told.out

    back = tmp_path / "back.age"
    subprocess.run(["age", "--recipient", public, "--output", back, plain], check=True, timeout=30)
    told = desk.run("open", back, "--identity", identity, "--json")
    assert json.loads(told.out)["token"] == QA_TOKEN


def test_a_page_and_back(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "share.html"
    told = desk.run("share", "Widget", "--html", file, "--client", "ENTRA", line=PASSPHRASE_TEXT)
    assert (told.status, told.err) == (0, "")
    assert "any browser" in told.out
    assert in_files([tmp_path], SECRETS) == []
    told = desk.run("open", file, line=PASSPHRASE_TEXT.replace("-", " "))
    assert (told.status, told.err) == (0, "")
    for line in ("Share of Widget (Production)", f"Tenant URL:         {ENDPOINT}", "Secret Token:       (the token)"):
        assert line in told.out
    assert TOKEN_TEXT not in told.out
    told = desk.run("open", file, line="cactus")
    assert (told.status, told.out, told.err.count("\n")) == (1, "", 1)
    assert desk.run("share", "Widget", "--html", tmp_path / "x", "--armor", line=PASSPHRASE_TEXT).status == 2
    assert desk.run("share", "Widget", "--html", tmp_path / "x", "--age", tmp_path / "y", line="x").status == 2


def test_the_passphrase_is_asked_for_at_a_terminal(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "share.age"
    sharing = desk.at_a_terminal("share", "widget", "--age", file)
    sharing.answer("Passphrase (empty: six words are made up): ", "")
    said = sharing.rest()
    found = re.search(r"The passphrase: ([a-z]+(?:-[a-z]+){5})\r\n", said)
    assert found is not None, said
    assert "Written: " in said

    opening = desk.at_a_terminal("open", file)
    opening.answer("Passphrase: ", found[1])
    said = opening.rest()
    assert "Share of Widget (Production)" in said
    assert found[1] not in said, "nothing is echoed"


def test_two_accounts_of_one_name(desk: Desk, tmp_path: Path) -> None:
    told = desk.run("share", "Twin", "--age", tmp_path / "x.age", line=PASSPHRASE_TEXT)
    assert told.status == 2
    assert f"{desk.ids[1]} (Production)" in told.err
    assert f"{desk.ids[2]} (QA)" in told.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "line", "status", "said"),
    [
        (("Nobody",), PASSPHRASE_TEXT, 2, "no account of this name"),
        (("Widget",), "", 2, "one line on standard input"),
        (("Widget",), "secret", 1, "Use at least five words"),
        (("Widget", "--client", "nobody"), PASSPHRASE_TEXT, 2, "unknown provisioning client"),
        (("Widget", "--recipient", "age1qqq"), PASSPHRASE_TEXT, 2, "recipient's key"),
        (("Widget", "--recipient", keys.ED25519_PUBLIC[:50]), PASSPHRASE_TEXT, 2, "recipient's key"),
        (("Widget", "--recipient", keys.X25519), PASSPHRASE_TEXT, 2, "private key"),
        (("Widget", "Twin"), PASSPHRASE_TEXT, 2, "only one ACCOUNT"),
        (("Widget", "--passphrase=x"), PASSPHRASE_TEXT, 2, "unknown option --passphrase"),
    ],
)
def test_what_cannot_be_shared(
    desk: Desk, tmp_path: Path, words: tuple[str, ...], line: str, status: int, said: str
) -> None:
    told = desk.run("share", *words, "--age", tmp_path / "x.age", line=line)
    assert (told.status, told.out) == (status, "")
    assert said in told.err
    assert told.err.count("\n") == 1
    assert "AGE-SECRET-KEY" not in told.err
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_left(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "x.age").write_text("older")
    told = desk.run("share", "Widget", "--age", tmp_path / "x.age", line=PASSPHRASE_TEXT)
    assert told.status == 1
    assert "already a file of this name" in told.err
    assert (tmp_path / "x.age").read_text() == "older"
    told = desk.run("share", "Widget", "--age", tmp_path / "none" / "x.age", line=PASSPHRASE_TEXT)
    assert (told.status, told.err.count("\n")) == (1, 1)


def test_a_locked_keyring_is_one_sentence(desk: Desk, tmp_path: Path) -> None:
    assert desk.keyring is not None
    desk.keyring.lock()
    try:
        told = desk.run("share", "Widget", "--age", tmp_path / "x.age", line=PASSPHRASE_TEXT)
    finally:
        desk.keyring.unlock()
    assert (told.status, told.out) == (1, "")
    assert "keyring is locked" in told.err
    assert "Try again" not in told.err
    assert told.err.count("\n") == 1


def test_without_accounts_or_keyring(bare: Desk, desk: Desk, tmp_path: Path) -> None:
    told = bare.run("share", "Widget", "--age", tmp_path / "x.age", line=PASSPHRASE_TEXT)
    assert told.status == 2
    assert "no account" in told.err
    assert not (Path(bare.env["XDG_DATA_HOME"]) / "scim-connection").exists(), "nothing was made"
    without = desk._replace(env={**desk.env, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"})
    told = without.run("share", "Widget", "--age", tmp_path / "x.age", line=PASSPHRASE_TEXT)
    assert (told.status, told.err.count("\n")) == (1, 1)
    assert "no keyring" in told.err
