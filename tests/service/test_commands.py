"""`scim-connection serve` and `scim-connection session`."""

from __future__ import annotations

import base64
import json
import os
import re
import shlex
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from app.domain.clock import SystemClock
from app.service import command_serve, command_session
from app.service.data_folder import DATABASE_NAME
from app.service.opening import open_data
from app.service.storage_key import StorageKey
from tests.service.rig import KEY, NOT_OWNER, OWNER, PRODUCTION, ROOT, code_of

_KEY = base64.b64encode(KEY).decode()


def _command(name: str, *arguments: str) -> list[str]:
    code = f"import sys; from app.service.command_{name} import main; sys.exit(main(sys.argv[1:]))"
    return [sys.executable, "-P", "-c", code, *arguments]


def _environment(key: str | None = _KEY, **more: str) -> dict[str, str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **more}
    environment.pop("SCIM_CONNECTION_KEY", None)
    return environment if key is None else {**environment, "SCIM_CONNECTION_KEY": key}


def _run(name: str, *arguments: str, key: str | None = _KEY, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(name, *arguments),
        env=_environment(key),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **{"stdin": subprocess.DEVNULL, **more} if "input" not in more else more,
    )


def _exit_code(main: Callable[[list[str]], int], arguments: list[str]) -> int:
    """Of a command that ends before it starts anything."""
    try:
        return main(arguments)
    except SystemExit as ended:  # argparse's way
        return int(str(ended.code))


@contextmanager
def _serving(*arguments: str, key: str | None = _KEY, told: str | None = None) -> Iterator[dict[str, Any]]:
    """A `serve` in the foreground; its ready line, and at the end of the block what it said on standard error."""
    process = subprocess.Popen(
        _command("serve", *arguments),
        env=_environment(key),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(told or "")
    process.stdin.close()  # a service in the foreground goes on without it
    process.stdin = None
    try:
        line = process.stdout.readline()
        assert line, process.communicate(timeout=60)[1]
        ready = json.loads(line)
        yield ready
        process.send_signal(signal.SIGTERM)
        out, ready["errors"] = process.communicate(timeout=60)
        assert process.returncode == 0
        assert out == ""
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def test_serve_session_and_a_look_at_the_account(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    with _serving("--data", data, "--port", "0") as ready:
        assert ready.keys() == {"ready", "url", "endpoint"}
        assert ready["ready"] is True
        assert ready["endpoint"] == ready["url"] + "/scim/v2"
        accounts = json.loads(_run("session", "--data", data, "--list").stdout)
        assert [account["name"] for account in accounts] == ["Widget Data Center", "Widget Data Center QA"]
        assert accounts[0].keys() == {"id", "name", "environment", "people"}
        assert accounts[0]["people"][0].keys() == {"name", "email", "roles"}
        signed_in = _run("session", "--data", data, "--account", PRODUCTION, "--person", OWNER)
        assert signed_in.returncode == 0
        session = signed_in.stdout.strip()
        assert re.fullmatch("rss_[A-Za-z0-9_-]{43}", session)
        headers = {"Authorization": f"Bearer {session}"}
        section = httpx.get(f"{ready['url']}/settings/v1/apps/scim", headers=headers).json()
        assert section["endpoint"] == ready["endpoint"]
        other = _run("session", "--data", data, "--account", PRODUCTION, "--person", NOT_OWNER).stdout.strip()
        refused = httpx.get(f"{ready['url']}/settings/v1/apps/scim", headers={"Authorization": f"Bearer {other}"})
        assert (refused.status_code, code_of(refused)) == (403, "not_account_owner")
        second = _run("serve", "--data", data)
        assert second.returncode == 1
        assert "Another R-Service already uses the folder" in second.stderr
    assert ready["errors"].splitlines() == ["GET /settings/v1/apps/scim 200", "GET /settings/v1/apps/scim 403"]


def test_the_key_may_come_on_standard_input(tmp_path: Path) -> None:
    data = str(tmp_path)
    with _serving("--data", data, "--port", "0", "--key-stdin", key=None, told=f"{_KEY}\n") as ready:
        assert httpx.get(f"{ready['url']}/settings/v1/problems").status_code == 200
    listed = _run("session", "--data", data, "--list", "--key-stdin", key=None, input=f"{_KEY}\n")
    assert listed.returncode == 0


@pytest.mark.parametrize("name", ["serve", "session"])
def test_help(name: str) -> None:
    done = _run(name, "--help", key=None)
    assert done.returncode == 0
    assert f"scim-connection {name}" in done.stdout
    assert "SCIM_CONNECTION_KEY" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--host", "0.0.0.0"], "Without TLS"),
        (["--host", "192.0.2.1"], "Without TLS"),
        (["--host", "widget.example"], "Without TLS"),
        (["--certificate", "c.pem"], "both --certificate and --key"),
        (["--key", "k.pem"], "both --certificate and --key"),
        (["--host", "::", "--certificate", "c.pem", "--key", "k.pem"], "--public-url"),
        (["--public-url", "http://scim.widget.example"], "--public-url is like"),
        (["--public-url", "https://scim.widget.example/path"], "--public-url is like"),
        (["--public-url", "https://user:pass@scim.widget.example"], "--public-url is like"),
        (["--public-url", "https://[scim"], "--public-url is like"),
        (["--public-url", "https://scim.wid\u0261et.example"], "no host name has"),
        (["--public-url", f"https://{'a' * 80}.example"], "no host name has"),
        (["--port", "70000"], "0 to 65535"),
        (["--port", "http"], "0 to 65535"),
    ],
)
def test_options_that_it_refuses(
    tmp_path: Path,
    arguments: list[str],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SCIM_CONNECTION_KEY", _KEY)
    assert _exit_code(command_serve.main, ["--data", str(tmp_path / "data"), *arguments]) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert said.out == ""
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("key", [None, "", "AAAA", "hunter2hunter2hunter2hunter2hunter2hunter2hunter2"])
def test_without_a_usable_key_it_says_how_to_make_one(
    tmp_path: Path, key: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for main, arguments in [(command_serve.main, []), (command_session.main, ["--list"])]:
        monkeypatch.delenv("SCIM_CONNECTION_KEY", raising=False)
        if key is not None:
            monkeypatch.setenv("SCIM_CONNECTION_KEY", key)
        assert _exit_code(main, ["--data", str(tmp_path), *arguments]) == 2
        said = capsys.readouterr().err
        assert "openssl rand -base64 32" in said
        assert not key or key not in said
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_and_a_usual_one_that_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = _run("serve", "--data", str(tmp_path), "--port", port)
        assert done.returncode == 1
        assert port in done.stderr
    with _serving("--data", str(tmp_path / "one")) as first, _serving("--data", str(tmp_path / "two")) as second:
        assert first["url"] != second["url"]
    assert "has another one this time" in second["errors"]


def test_a_session_needs_a_database_the_key_and_somebody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data, other_key = str(tmp_path / "data"), base64.b64encode(b"w" * 32).decode()

    def refused(*arguments: str, key: str = _KEY, main: Callable[[list[str]], int] = command_session.main) -> str:
        monkeypatch.setenv("SCIM_CONNECTION_KEY", key)
        assert main(["--data", data, *arguments]) == 1
        said = capsys.readouterr()
        assert said.out == ""
        return said.err

    assert "There is no R-Service database" in refused("--list")
    assert not (tmp_path / "data").exists()
    with _serving("--data", data, "--port", "0"):
        pass
    assert "another storage key" in refused("--list", key=other_key)
    assert "another storage key" in refused(key=other_key, main=command_serve.main)
    assert "no such account" in refused("--account", "nowhere", "--person", OWNER)
    assert "no such person" in refused("--account", PRODUCTION, "--person", "nobody@widget.example")
    for arguments in ([], ["--account", PRODUCTION], ["--list", "--person", OWNER]):
        assert _exit_code(command_session.main, ["--data", data, *arguments]) == 2
    with closing(sqlite3.connect(tmp_path / "data" / DATABASE_NAME)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert "newer scim-connection" in refused("--list")
    assert "newer scim-connection" in refused(main=command_serve.main)


def test_a_damaged_database_is_told_on_standard_error(tmp_path: Path) -> None:
    (tmp_path / DATABASE_NAME).write_bytes(b"no database" * 1000)
    with _serving("--data", str(tmp_path), "--port", "0") as ready:
        pass
    assert "The database was damaged. It was moved to" in ready["errors"]
    assert len(list(tmp_path.glob("*damaged*"))) == 1


def test_tls(tmp_path: Path) -> None:
    authority = trustme.CA()
    issued = authority.issue_cert("localhost", "scim.widget.example")
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    certificate.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    issued.private_key_pem.write_to_path(str(key))
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    options = ["--data", str(tmp_path / "data"), "--port", "0", "--certificate", str(certificate), "--key", str(key)]
    with _serving(*options, "--host", "0.0.0.0", "--public-url", "https://scim.widget.example") as ready:
        assert ready["endpoint"] == "https://scim.widget.example/scim/v2"
    with _serving(*options, "--host", "localhost") as ready:
        assert ready["url"].startswith("https://localhost:")
        with httpx.Client(verify=trust, trust_env=False) as client:
            assert client.get(f"{ready['url']}/settings/v1/problems").status_code == 200
    loaded = load_pem_private_key(issued.private_key_pem.bytes(), None)
    encrypted = loaded.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"passphrase"))
    for unusable in (b"no key", encrypted):
        key.write_bytes(unusable)
        done = _run("serve", *options)
        assert done.returncode == 1
        assert "cannot be used" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="rights of others are POSIX's")
def test_a_folder_that_is_there_keeps_its_rights_and_one_that_others_write_to_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "there"
    data.mkdir()
    data.chmod(0o755)
    with _serving("--data", str(data), "--port", "0"):
        assert data.stat().st_mode & 0o777 == 0o755
        assert (data / DATABASE_NAME).stat().st_mode & 0o777 == 0o600
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    monkeypatch.setenv("SCIM_CONNECTION_KEY", _KEY)
    assert command_serve.main(["--data", str(shared), "--port", "0"]) == 1
    assert "Others may write to the folder" in capsys.readouterr().err
    assert shared.stat().st_mode & 0o777 == 0o777
    assert list(shared.iterdir()) == []


@pytest.mark.parametrize("name", ["serve", "session"])
def test_a_folder_that_cannot_be(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main, more = (command_serve.main, []) if name == "serve" else (command_session.main, ["--list"])
    for folder in ("a" * 300, "nul\0"):
        monkeypatch.setenv("SCIM_CONNECTION_KEY", _KEY)
        assert main(["--data", folder, *more]) == 1
        assert re.search("cannot be|no R-Service database", capsys.readouterr().err)


@pytest.mark.parametrize("host", ["a..b", "a" * 80])
def test_a_host_that_is_no_name(
    tmp_path: Path, host: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SCIM_CONNECTION_KEY", _KEY)
    options = ["--data", str(tmp_path), "--host", host, "--certificate", "c.pem", "--key", "k.pem"]
    assert command_serve.main(options) == 1
    assert "cannot listen" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="a shell closes the descriptors")
@pytest.mark.parametrize(
    ("name", "options", "redirection", "code", "words"),
    [
        ("serve", "--port 0", ">/dev/full", 1, "Standard output takes nothing"),
        ("session", "--list", ">/dev/full", 1, "Standard output takes nothing"),
        ("session", "--list --key-stdin", "<&-", 2, "is not a storage key"),
        ("serve", "--key-stdin", "0>/dev/null", 2, "is not a storage key"),
    ],
)
def test_standard_output_that_is_full_and_input_that_is_closed(
    tmp_path: Path, name: str, options: str, redirection: str, code: int, words: str
) -> None:
    open_data(tmp_path, StorageKey(KEY), SystemClock()).database.close()
    line = f"{shlex.join(_command(name, '--data', str(tmp_path)))} {options} {redirection}"
    done = subprocess.run(
        ["sh", "-c", line], env=_environment(), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == code
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
