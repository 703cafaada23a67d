"""scim2-server's own command, as its documentation starts it.

Source: `scim2-server --help` and scim2_server/testserver/cli.py of release 0.8.3. Its first line names `/v2` as the
root; applications/base.py says that this prefix is optional.
"""

from __future__ import annotations

import json
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest

from app.domain.report import Report, Verdict
from tests.tester.independent.command import command_json
from tests.tester.independent.starting import GROUPS, USERS, PortTaken, fill, started
from tests.tester.running import codes, run, stopped
from tests.tester.scim_server import TOKEN

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("scim2_server")]

_READY = re.compile(r"Serving SCIM on (http://[^\s]+)/v2")
_PROGRAM = "from scim2_server.testserver.cli import main; main()"


@contextmanager
def scim2_server(folder: Path, *options: str) -> Iterator[str]:
    """The command on a free port; gives its origin. It cannot choose a port itself: port 0 is what it would print."""
    for attempt in range(1, 6):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-c", _PROGRAM, "--port", str(port), *options]
        try:
            with started(folder / str(attempt), command, _READY) as origin:
                yield origin
                return
        except PortTaken:
            if attempt == 5:
                raise


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with scim2_server(tmp_path_factory.mktemp("scim2-server"), "--bearer-token", TOKEN) as origin:
        fill(f"{origin}/v2", TOKEN)
        yield origin


async def test_with_a_bearer_token_it_is_ready_at_the_root_that_it_names(origin: str) -> None:
    """A complete SCIM service: filters, pages, SCIM errors and discovery, the ServiceProviderConfig without a token."""
    report = await run(f"{origin}/v2")
    assert report.verdict is Verdict.READY, report.findings
    assert codes(report) == stopped(report) == set()
    assert report.recommended_base == f"{origin}/v2"
    assert_seen(report)


async def test_its_prefix_is_optional(origin: str) -> None:
    """`split_path`: the `/v2` prefix is optional. So the host alone serves as well, and `/scim/v2` does not."""
    alone = await run(origin)
    assert (alone.verdict, codes(alone)) == (Verdict.READY, set())
    assert alone.recommended_base == origin
    elsewhere = await run(f"{origin}/scim/v2")
    assert (elsewhere.verdict, codes(elsewhere)) == (Verdict.USABLE, {"url.wrong-base"})
    assert elsewhere.recommended_base == origin
    assert_seen(elsewhere)


async def test_another_token_is_refused(origin: str) -> None:
    """`check_auth` raises UnauthorizedException for what is not among the bearer tokens: 401."""
    report = await run(f"{origin}/v2", TOKEN[::-1])
    assert (report.verdict, codes(report)) == (Verdict.BLOCKED, {"auth.rejected"})
    assert report.recommended_base is None


async def test_the_command_says_the_same(origin: str) -> None:
    status, report = await command_json(f"{origin}/v2")
    assert (status, report["verdict"]) == (0, "ready")
    assert report["recommended_base"] == f"{origin}/v2"


async def test_without_a_bearer_token_it_accepts_every_request(tmp_path: Path) -> None:
    """`--bearer-token`: "Without it, the server accepts every request"."""
    with scim2_server(tmp_path) as origin:
        fill(f"{origin}/v2", None)
        report = await run(f"{origin}/v2")
    assert (report.verdict, codes(report)) == (Verdict.BLOCKED, {"auth.not-enforced"})
    assert stopped(report) == {client.id for client in report.clients}


async def test_tenants_are_the_first_part_of_the_path(tmp_path: Path) -> None:
    """`--tenant`: "Serve a tenant under /TENANT, with its own resources"; others are "Unknown tenant", 404."""
    with scim2_server(tmp_path, "--bearer-token", TOKEN, "--tenant", "widget") as origin:
        fill(f"{origin}/widget/v2", TOKEN)
        report = await run(f"{origin}/widget/v2")
        other = await run(f"{origin}/gadget/v2")
    assert (report.verdict, codes(report)) == (Verdict.READY, set())
    assert report.recommended_base == f"{origin}/widget/v2"
    assert_seen(report)
    assert (other.verdict, codes(other)) == (Verdict.BLOCKED, {"scim.not-found"})


async def test_an_empty_one_is_ready(tmp_path: Path) -> None:
    """Nobody was provisioned yet: no users, no groups, and nothing wrong with that."""
    with scim2_server(tmp_path, "--bearer-token", TOKEN) as origin:
        report = await run(f"{origin}/v2")
    assert (report.verdict, codes(report)) == (Verdict.READY, set())
    assert report.seen is not None
    assert (report.seen.users_total, report.seen.groups_total) == (0, 0)


@pytest.mark.parametrize(
    ("unsupported", "verdict", "found"),
    [
        ("patch", Verdict.USABLE, {"scim.patch-unsupported"}),
        ("filter", Verdict.BLOCKED, {"scim.filter-unsupported"}),
        ("sort", Verdict.READY, set()),
    ],
)
async def test_what_its_configuration_does_not_announce(
    tmp_path: Path, unsupported: str, verdict: Verdict, found: set[str]
) -> None:
    """`--service-provider-config`; service.py, `ensure_supported`: "Refuse with a 501 an operation the configuration
    does not declare supported"."""
    config = json.loads(files("scim2_server").joinpath("resources/default-service-provider-config.json").read_text())
    config[unsupported]["supported"] = False
    file = tmp_path / "config.json"
    file.write_text(json.dumps(config))
    with scim2_server(tmp_path, "--bearer-token", TOKEN, "--service-provider-config", str(file)) as origin:
        fill(f"{origin}/v2", TOKEN)
        report = await run(f"{origin}/v2")
    assert (report.verdict, codes(report)) == (verdict, found)
    assert stopped(report) == ({client.id for client in report.clients} if verdict is Verdict.BLOCKED else set())


async def test_resource_types_without_groups(tmp_path: Path) -> None:
    """`--resource-type`: only what the file lists is served, and anything else is 404."""
    types = json.loads(files("scim2_server").joinpath("resources/default-resource-types.json").read_text())
    file = tmp_path / "types.json"
    file.write_text(json.dumps([each for each in types if each["name"] == "User"]))
    with scim2_server(tmp_path, "--bearer-token", TOKEN, "--resource-type", str(file)) as origin:
        report = await run(f"{origin}/v2")
    assert (report.verdict, codes(report)) == (Verdict.USABLE, {"scim.groups-missing"})


def assert_seen(report: Report) -> None:
    assert report.seen is not None
    assert (report.seen.users_total, report.seen.groups_total) == (USERS, GROUPS)
    assert report.seen.location_hosts == ("127.0.0.1",)
