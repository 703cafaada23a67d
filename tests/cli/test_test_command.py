"""`scim-connection test` as a whole process, against real servers on loopback."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest

from tests.tester.certificates import Authority
from tests.tester.scim_server import TOKEN, Reply, Request, Service, refusal, serving

ROOT = Path(__file__).parents[2]
FULL = Path("/dev/full")
NOISE = 1.5
"""Seconds that a busy machine may add to what takes one and has two."""
SCHEMA = json.loads((ROOT / "resources/schemas/connection-test-report.schema.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Ended:
    status: int
    out: str
    err: str
    seconds: float


@asynccontextmanager
async def started(
    *arguments: str, stdout: int = asyncio.subprocess.PIPE, **environment: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "HOME")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-W",
        "error",
        "-P",
        "-m",
        "app",
        "test",
        *arguments,
        env={**kept, "SCIM_TOKEN": TOKEN, "PYTHONPATH": str(ROOT), **environment},
        stdin=asyncio.subprocess.PIPE,
        stdout=stdout,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def command(*arguments: str, typed: bytes = b"", **environment: str) -> Ended:
    began = time.monotonic()
    async with started(*arguments, stdout=asyncio.subprocess.PIPE, **environment) as process:
        out, err = await process.communicate(typed)
        assert process.returncode is not None
        ended = Ended(process.returncode, out.decode(), err.decode(), time.monotonic() - began)
    assert "Traceback" not in ended.err
    assert TOKEN not in ended.out + ended.err
    return ended


async def test_ready_as_json() -> None:
    async with serving() as served:
        ended = await command(served.endpoint, "--json")
    report = json.loads(ended.out)
    jsonschema.validate(report, SCHEMA)
    assert (ended.status, ended.err) == (0, "")
    assert report["verdict"] == "ready"
    assert report["endpoint"] == served.endpoint


async def test_as_text() -> None:
    async with serving() as served:
        ended = await command(served.endpoint)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("Verdict: ready\n")
    assert served.endpoint in ended.out


async def test_usable_is_good_and_blocked_is_not() -> None:
    async with serving(Service(instead=lambda r: refusal(404) if "Groups" in r.path else None)) as served:
        usable = await command(served.endpoint, "--json")
    async with serving(Service(token="another")) as served:
        blocked = await command(served.endpoint, "--json")
    assert (usable.status, json.loads(usable.out)["verdict"]) == (0, "usable")
    assert (blocked.status, json.loads(blocked.out)["verdict"]) == (1, "blocked")


async def test_as_a_page(tmp_path: Path) -> None:
    def instead(request: Request) -> Reply | None:
        if request.path.startswith("/scim/Users"):
            return Reply(302, b"", {"Location": "https://<script>alert(1)</script>/"})
        return None

    target = tmp_path / "report.html"
    async with serving(Service(instead=instead)) as served:
        ended = await command(served.endpoint, "--html", str(target))
    page = target.read_text(encoding="utf-8")
    assert (ended.status, ended.out, ended.err) == (0, "", "")
    assert served.endpoint in page
    assert "<script" not in page
    assert "src=" not in page
    assert TOKEN not in page


@pytest.mark.parametrize("target", ["no/such/folder/report.html", "."])
async def test_a_page_that_cannot_be_written(tmp_path: Path, target: str) -> None:
    service = Service()
    async with serving(service) as served:
        ended = await command(served.endpoint, "--html", str(tmp_path / target))
    assert (ended.status, ended.out) == (2, "")
    assert "--html" in ended.err
    assert ended.err.count("\n") == 1
    assert service.seen == [], "said before the run"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--what"],
        ["--token", "s3cretvalue"],
        ["--token=s3cretvalue"],
        ["s3cretvalue"],
        ["--client", "s3cretvalue"],
        ["--token-stdin", "--token-env", "X"],
        ["--json", "--html", "x.html"],
        ["--json=s3cretvalue"],
        ["--timeout", "s3cretvalue"],
        ["--timeout", "0.5"],
        ["--timeout", "601"],
        ["--timeout", "nan"],
        ["--ca-file", "/no/such/s3cretvalue"],
        ["--ca-file", __file__],
        ["--tim", "5"],
    ],
)
async def test_an_unusable_command_line_is_one_line(arguments: list[str]) -> None:
    endpoint = [] if not arguments else ["https://127.0.0.1:1/"]
    ended = await command(*endpoint, *arguments)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("scim-connection test: ")
    assert ended.err.count("\n") == 1
    assert "s3cretvalue" not in ended.err


@pytest.mark.parametrize("endpoint", ["not a url", "https://user:pass@h.example/", ""])
async def test_a_bad_endpoint_is_a_finding(endpoint: str) -> None:
    ended = await command(endpoint, "--json")
    report = json.loads(ended.out)
    assert ended.status == 1
    assert [finding["code"] for finding in report["findings"]] == ["url.invalid"]
    assert report["endpoint"] is None
    assert "pass" not in report["findings"][0]["message"]


async def test_an_unset_variable_is_an_empty_token() -> None:
    async with serving() as served:
        ended = await command(served.endpoint, "--json", "--token-env", "NO_SUCH_VARIABLE")
    assert ended.status == 1
    assert "token.empty" in ended.out


async def test_the_token_from_another_variable_and_from_standard_input() -> None:
    async with serving() as served:
        named = await command(served.endpoint, "--token-env", "OTHER", SCIM_TOKEN="wrong", OTHER=TOKEN)
        typed = await command(served.endpoint, "--token-stdin", typed=TOKEN.encode() + b"\n", SCIM_TOKEN="wrong")
        old = await command(served.endpoint, "--json", "--old-token-env", "OLD", OLD=TOKEN[::-1])
    assert (named.status, typed.status, old.status) == (0, 0, 0)
    assert "token.cleaned" in typed.out
    assert "auth.old-token-rejected" in old.out
    assert TOKEN[::-1] not in old.out


async def test_a_named_authority_is_trusted(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    async with serving(tls=authority.server("localhost"), host="localhost") as served:
        with_it = await command(served.endpoint, "--json", "--ca-file", str(authority.file))
        without = await command(served.endpoint, "--json")
    assert (with_it.status, without.status) == (0, 1)
    assert "tls.untrusted" in without.out


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("form", [(), ("--json",)])
async def test_a_full_standard_output_is_one_line(form: tuple[str, ...]) -> None:
    with FULL.open("wb") as full:
        async with started("not a url", *form, stdout=full.fileno()) as process:
            _, err = await process.communicate()
    assert process.returncode == 2
    assert err == b"scim-connection test: the report could not be written to standard output\n"


async def _never(_: Request) -> Reply:
    await asyncio.Event().wait()
    raise AssertionError


@pytest.mark.alone
@pytest.mark.once
async def test_it_ends_in_time_with_a_report() -> None:
    async with serving(Service(instead=_never)) as served:
        ended = await command(served.endpoint, "--json", "--timeout", "1")
    assert ended.status == 1
    assert ended.seconds < 2 + NOISE
    assert "http.timeout" in ended.out


@pytest.mark.alone
@pytest.mark.once
async def test_it_ends_in_time_where_standard_input_never_does() -> None:
    async with serving() as served, started(served.endpoint, "--json", "--token-stdin", "--timeout", "1") as process:
        began = time.monotonic()
        assert process.stdout is not None
        out = await process.stdout.read()
        assert await process.wait() == 1
        assert time.monotonic() - began < 2 + NOISE
    assert b"token.empty" in out


@pytest.mark.skipif(sys.platform == "win32", reason="a Ctrl+C cannot be sent to one process there")
async def test_ctrl_c_ends_it_with_a_report() -> None:
    service = Service(instead=_never)
    async with serving(service) as served, started(served.endpoint, "--json") as process:
        deadline = time.monotonic() + 10
        while not service.seen:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.01)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, err = await process.communicate()
        assert time.monotonic() - began < 2
    assert process.returncode == 1
    report = json.loads(out)
    jsonschema.validate(report, SCHEMA)
    assert "run.cancelled" in {finding["code"] for finding in report["findings"]}
    assert report["verdict"] == "unknown"
    assert err == b""


async def test_help_names_every_option_and_nothing_of_qt_is_loaded() -> None:
    ended = await command("--help")
    assert ended.status == 0
    for option in ("--token-env", "--token-stdin", "--old-token-env", "--client", "--ca-file", "--timeout", "--html"):
        assert option in ended.out
    code = "import sys; sys.modules['PySide6'] = None; from app.cli import test; print('jsonschema' in sys.modules)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    assert out.split() == [b"False"]


async def test_it_ends_with_its_status_while_certificates_are_still_being_loaded() -> None:
    """A name that is not found ends the run at once. Python's end then used to take OpenSSL away from under the thread
    that was loading: 9 of 10 runs crashed."""
    for _ in range(8):
        ended = await command("https://no-such-name.invalid/scim/v2", "--json")
        assert ended.status == 1
        assert "dns.not-found" in ended.out


@pytest.mark.parametrize("name", ["entra", "Entra"])
async def test_a_client_by_its_id(name: str) -> None:
    async with serving() as served:
        ended = await command(served.endpoint, "--json", "--client", name)
    assert (ended.status, json.loads(ended.out)["client"]) == (0, "entra")


async def test_without_a_token_it_says_where_it_is_looked_for() -> None:
    async with serving() as served:
        ended = await command(served.endpoint, SCIM_TOKEN="")
    assert ended.status == 1
    assert "SCIM_TOKEN" in ended.out


async def test_one_reason_for_all_clients_is_said_once() -> None:
    async with serving(Service(instead=lambda _: refusal(401))) as served:
        ended = await command(served.endpoint)
    assert ended.out.count("does not accept the token") <= 3
    assert "None of them is ready" in ended.out
