"""`scim-connection open` as a process. Most shares here ask for little work: theirs is the form, not the strength."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.computer import Desk
from tests.rig.environment import private_environment
from tests.share.debian_age import seal_with_age
from tests.share.parts import PASSPHRASE_TEXT, TOKEN_TEXT
from tests.share.test_received import text as payload_text
from tests.share.weak_age import armored, sealed_weakly

ESCAPES = "\x1b[2J\x9b2J\u202e<b>"


@pytest.fixture
def bare(tmp_path: Path) -> Desk:
    """A computer without any account or keyring."""
    return Desk(private_environment(tmp_path / "home"), None, [])


def test_what_age_encrypts_with_a_passphrase_is_opened(bare: Desk, tmp_path: Path) -> None:
    plain, file = tmp_path / "plain", tmp_path / "share.age"
    plain.write_bytes(payload_text())
    seal_with_age(plain, PASSPHRASE_TEXT, file, "--armor")
    told = bare.run("open", file, line=PASSPHRASE_TEXT)
    assert (told.status, told.err) == (0, "")
    assert "Share of Müller & Söhne (QA)" in told.out


HOSTILE = payload_text(
    account={"id": ESCAPES, "name": ESCAPES, "environment": "qa"},
    made_by=f"Ada\n{ESCAPES}",
    client="entra",
    fields=[{"label": ESCAPES, "value": ESCAPES}, {"label": "Secret", "value": f"Bearer {TOKEN_TEXT}"}],
    **{"for": "x\x7f\r\n" + ESCAPES},
)


@pytest.mark.parametrize("as_json", [False, True])
def test_nothing_in_a_share_steers_the_terminal(bare: Desk, tmp_path: Path, as_json: bool) -> None:
    (tmp_path / "x.age").write_bytes(sealed_weakly(HOSTILE, PASSPHRASE_TEXT))
    told = bare.run("open", tmp_path / "x.age", *(["--json"] if as_json else []), line=PASSPHRASE_TEXT)
    assert (told.status, told.err) == (0, "")
    assert not {c for c in told.out if c != "\n" and not c.isprintable()}
    assert (TOKEN_TEXT in told.out) is as_json
    if as_json:
        assert json.loads(told.out)["account"]["name"] == ESCAPES
    else:
        assert "www.r-service.example is the right host" in told.out


@pytest.mark.parametrize(
    ("url", "warned"), [("https://evil.example/scim/v2", True), ("https://www.r-service.example/scim", False)]
)
def test_fields_that_lead_elsewhere_than_the_endpoint_are_told(
    bare: Desk, tmp_path: Path, url: str, warned: bool
) -> None:
    payload = payload_text(fields=[{"label": "Tenant URL", "value": url}])
    (tmp_path / "x.age").write_bytes(sealed_weakly(payload, PASSPHRASE_TEXT))
    told = bare.run("open", tmp_path / "x.age", line=PASSPHRASE_TEXT)
    assert told.status == 0
    assert ("another host than its endpoint (evil.example)" in told.out) is warned


def test_a_host_name_that_only_looks_like_another_is_told(bare: Desk, tmp_path: Path) -> None:
    payload = payload_text(endpoint="https://www.r-servi\u0441e.example/scim/v2", fields=[])
    (tmp_path / "x.age").write_bytes(sealed_weakly(payload, PASSPHRASE_TEXT))
    told = bare.run("open", tmp_path / "x.age", line=PASSPHRASE_TEXT)
    assert "letters that are not from A to Z" in told.out


GOOD = sealed_weakly(payload_text(), PASSPHRASE_TEXT)


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (GOOD, "wrong", "This passphrase does not open the file."),
        (GOOD, "", "This passphrase does not open the file."),
        (GOOD, "\udcff\udcfe", "This passphrase does not open the file."),
        (GOOD[:-5], PASSPHRASE_TEXT, "damaged"),
        (armored(GOOD)[:-50], PASSPHRASE_TEXT, "damaged"),
        (b"hello", PASSPHRASE_TEXT, "not an encrypted file"),
        (GOOD.replace(b" 4\n", b" 30\n", 1), PASSPHRASE_TEXT, "more memory than is reasonable"),
        (sealed_weakly(b'{"schema": "scim-connection-share/2"}', PASSPHRASE_TEXT), PASSPHRASE_TEXT, "newer program"),
        (sealed_weakly(b"\x1b[2J", PASSPHRASE_TEXT), PASSPHRASE_TEXT, "no share"),
        (sealed_weakly(payload_text(token=5), PASSPHRASE_TEXT), PASSPHRASE_TEXT, "SCIM access token in this share"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence(
    bare: Desk, tmp_path: Path, content: bytes, line: str, said: str
) -> None:
    (tmp_path / "x.age").write_bytes(content)
    told = bare.run("open", tmp_path / "x.age", line=line)
    assert (told.status, told.out) == (1, "")
    assert said in told.err
    assert told.err.count("\n") == 1
    assert "Traceback" not in told.err


def test_it_can_be_stopped(bare: Desk, tmp_path: Path) -> None:
    """A file that asks for a gigabyte and seconds of work."""
    (tmp_path / "x.age").write_bytes(GOOD.replace(b" 4\n", b" 20\n", 1))
    opening = bare.at_a_terminal("open", tmp_path / "x.age")
    opening.answer("Passphrase: ", PASSPHRASE_TEXT)
    opening.interrupt("Decrypting …")
    said = opening.rest(status=1)
    assert "Stopped. Nothing was opened." in said
    assert "Traceback" not in said

    opening = bare.at_a_terminal("open", tmp_path / "x.age")
    opening.interrupt("Passphrase: ")
    assert "Stopped. Nothing was opened." in opening.rest(status=1)


def test_files_that_are_none(bare: Desk, tmp_path: Path) -> None:
    (tmp_path / "x.age").write_bytes(GOOD)
    for words in ((tmp_path / "none",), (tmp_path,), (tmp_path / "x.age", "--identity", tmp_path / "none")):
        told = bare.run("open", *words, line=PASSPHRASE_TEXT)
        assert (told.status, told.err.count("\n")) == (1, 1)


@pytest.mark.parametrize("words", [("open",), ("open", "a", "b"), ("open", "--jsn", "a"), ("share",), ("share", "x")])
def test_a_command_line_that_is_none(bare: Desk, words: tuple[str, ...]) -> None:
    told = bare.run(*words)
    assert (told.status, told.out, told.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("command", ["open", "share"])
def test_help(bare: Desk, command: str) -> None:
    told = bare.run(command, "--help")
    assert told.status == 0
    assert "exit status" in told.out
    assert f"scim-connection {command}" in bare.run("--help").out
