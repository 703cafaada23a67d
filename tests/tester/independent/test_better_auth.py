"""Better Auth's SCIM plugin (better-auth and @better-auth/scim 1.7.5): another service for Node.

Sources: better-auth.com/docs/plugins/scim, better-auth.com/docs/concepts/rate-limit, and the plugin's types in its
index.d.mts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.report import Verdict
from tests.rig.tools import require, require_node_packages
from tests.tester.independent.starting import GROUPS, HERE, USERS, fill, started
from tests.tester.running import codes, run, stopped
from tests.tester.scim_server import TOKEN

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("better_auth")]

_READY = re.compile(r"Serving on (http://[^\s]+)")
_PACKAGES = HERE / "node/better-auth"


@contextmanager
def better_auth(folder: Path, *options: str) -> Iterator[str]:
    """A service with that credential; gives its origin."""
    require("node")
    require_node_packages(_PACKAGES)
    with started(folder, ["node", _PACKAGES / "serve.js", *options], _READY, SCIM_TOKEN=TOKEN) as origin:
        yield origin


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with better_auth(tmp_path_factory.mktemp("better-auth")) as origin:
        fill(f"{origin}/api/auth/scim/v2", TOKEN)
        yield origin


async def test_ready_below_its_own_path(origin: str) -> None:
    """All of what is asked for is there: equality filters, pages, discovery, SCIM errors as application/scim+json."""
    report = await run(f"{origin}/api/auth/scim/v2")
    assert report.verdict is Verdict.READY, report.findings
    assert codes(report) == stopped(report) == set()
    assert report.recommended_base == f"{origin}/api/auth/scim/v2"
    assert dict(report.recommended_for_appending) == {"/scim": None, "/scim/v2": f"{origin}/api/auth"}
    assert report.seen is not None
    assert (report.seen.users_total, report.seen.groups_total) == (USERS, GROUPS)


async def test_from_the_path_of_better_auth_itself(origin: str) -> None:
    """`/api/auth` is what Better Auth's documentation calls its base path; SCIM is below it."""
    report = await run(f"{origin}/api/auth")
    assert (report.verdict, codes(report)) == (Verdict.USABLE, {"url.wrong-base"})
    assert report.recommended_base == f"{origin}/api/auth/scim/v2"


async def test_the_host_alone_leads_nowhere(origin: str) -> None:
    """Nothing tells that path from the host, and no other path is tried."""
    report = await run(origin)
    assert (report.verdict, codes(report)) == (Verdict.BLOCKED, {"scim.not-found"})
    assert report.recommended_base is None


async def test_another_token_is_refused(origin: str) -> None:
    report = await run(f"{origin}/api/auth/scim/v2", TOKEN[::-1])
    assert (report.verdict, codes(report)) == (Verdict.BLOCKED, {"auth.rejected"})


async def test_a_credential_that_has_expired(tmp_path: Path) -> None:
    """`expiresAt` of a credential: no longer accepted after it."""
    with better_auth(tmp_path, "expired") as origin:
        report = await run(f"{origin}/api/auth/scim/v2")
    assert (report.verdict, codes(report)) == (Verdict.BLOCKED, {"auth.rejected"})


async def test_a_credential_without_the_right_to_read_users(tmp_path: Path) -> None:
    """`scopes` of a credential: "The SCIM bearer token is missing the … scope", 403."""
    with better_auth(tmp_path, "reads-groups-alone") as origin:
        report = await run(f"{origin}/api/auth/scim/v2")
    assert (report.verdict, codes(report)) == (Verdict.BLOCKED, {"auth.forbidden"})
    assert "right to manage users" in report.findings[0].remedy


async def test_its_rate_limit_leaves_the_verdict_open(tmp_path: Path) -> None:
    """`rateLimit`: more than `max` requests for a path in `window` seconds are answered with 429. Here that is one: the
    users are seen, and whether a wrong token is refused is not."""
    with better_auth(tmp_path, "limited") as origin:
        report = await run(f"{origin}/api/auth/scim/v2")
    assert report.verdict is Verdict.UNKNOWN
    assert codes(report) == {"http.rate-limited"}
