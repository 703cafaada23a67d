"""SCIMMY for Node (scimmy 1.3.5, scimmy-routers 1.3.2): as its README and its example set a service up.

Sources: README.md, example/index.js and issue 36 of github.com/scimmyjs/scimmy-routers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.report import Report, Verdict
from tests.rig.tools import require, require_node_packages
from tests.tester.independent.command import command_json
from tests.tester.independent.starting import HERE, started
from tests.tester.running import codes, run, severity, stopped
from tests.tester.scim_server import TOKEN

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("scimmy")]

_READY = re.compile(r"Serving on (http://[^\s]+)")


@contextmanager
def scimmy(folder: Path, express: int, *options: str) -> Iterator[str]:
    """A service on that major release of express; gives its origin."""
    require("node")
    packages = HERE / f"node/express-{express}"
    require_node_packages(packages)
    with started(folder, ["node", packages / "serve.js", *options], _READY, SCIM_TOKEN=TOKEN) as origin:
        yield origin


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with scimmy(tmp_path_factory.mktemp("scimmy"), 4) as origin:
        yield origin


async def test_users_and_groups_are_ready(origin: str) -> None:
    """README: `app.use("/scim", …)`, so the base ends in /scim; locations are relative paths unless `baseUri` is given,
    so that no host is named; errors are SCIM's."""
    report = await run(f"{origin}/scim")
    assert report.verdict is Verdict.READY, report.findings
    assert codes(report) == stopped(report) == set()
    assert report.recommended_base == f"{origin}/scim"
    assert dict(report.recommended_for_appending) == {"/scim": origin, "/scim/v2": None}
    assert_seen(report)


async def test_at_another_base(origin: str) -> None:
    """Below /scim/v2 it answers 404 as SCIM does, and at the host alone with express's page."""
    for typed in ("/scim/v2", ""):
        report = await run(f"{origin}{typed}")
        assert (report.verdict, codes(report)) == (Verdict.USABLE, {"url.wrong-base"})
        assert report.recommended_base == f"{origin}/scim"


async def test_another_token_is_refused(origin: str) -> None:
    """README: what the handler throws becomes "an unauthorized message", 401."""
    report = await run(f"{origin}/scim", TOKEN[::-1])
    assert (report.verdict, codes(report)) == (Verdict.BLOCKED, {"auth.rejected"})


async def test_the_command_says_the_same(origin: str) -> None:
    status, report = await command_json(f"{origin}/scim")
    assert (status, report["verdict"]) == (0, "ready")
    assert report["recommended_for_appending"] == {"/scim": origin, "/scim/v2": None}


async def test_the_handler_of_the_readme_lets_any_token_in(tmp_path: Path) -> None:
    """README: its sample handler looks at no more than whether the header begins with "Bearer "."""
    with scimmy(tmp_path, 4, "any-bearer") as origin:
        report = await run(f"{origin}/scim")
    assert (report.verdict, codes(report)) == (Verdict.BLOCKED, {"auth.not-enforced"})
    (finding,) = (finding for finding in report.findings if finding.code == "auth.not-enforced")
    assert finding.check == "made-up-token"


async def test_the_projects_example_has_no_groups(tmp_path: Path) -> None:
    """example/index.js declares SCIMMY.Resources.User alone: "Endpoint Not Found" for groups, 404."""
    with scimmy(tmp_path, 4, "users-only") as origin:
        report = await run(f"{origin}/scim")
    assert (report.verdict, codes(report)) == (Verdict.USABLE, {"scim.groups-missing"})
    assert severity(report, "scim.groups-missing") == "warning"


async def test_a_handler_that_does_not_read_the_filter(tmp_path: Path) -> None:
    """scimmy.d.ts: the filter is "to be applied on ingress/egress by implementing resource". A handler that returns
    everybody, as one that is read off the README's comment may, would have a client change the wrong people."""
    with scimmy(tmp_path, 4, "no-filter") as origin:
        report = await run(f"{origin}/scim")
    assert (report.verdict, codes(report)) == (Verdict.BLOCKED, {"scim.filter-ignored"})


async def test_on_express_5_it_loses_the_page_asked_for(tmp_path: Path) -> None:
    """Issue 36: "Express v5 makes req.query immutable", so startIndex and count do not reach SCIMMY, which then returns
    its first twenty."""
    with scimmy(tmp_path, 5) as origin:
        report = await run(f"{origin}/scim")
    assert (report.verdict, codes(report)) == (Verdict.USABLE, {"scim.pagination"})
    assert report.recommended_base == f"{origin}/scim"
    assert_seen(report)


def assert_seen(report: Report) -> None:
    assert report.seen is not None
    assert (report.seen.users_total, report.seen.groups_total) == (4, 2)
    assert report.seen.location_hosts == ()
