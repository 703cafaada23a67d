"""scim2-tester's whole suite, over real HTTP, against the service."""

from __future__ import annotations

from collections import Counter
from typing import Any

import httpx
import pytest
from scim2_client import BaseSyncSCIMClient, RequestNetworkException
from scim2_tester import Status, check_server

from tests.service.rig import Service

pytestmark = pytest.mark.once


class _HttpxEngine(BaseSyncSCIMClient):
    """scim2-client over httpx (its own engine is for httpx2, which this project does not use)."""

    def __init__(self, client: httpx.Client) -> None:
        super().__init__()
        self.client = client

    def _stays_under_base_url(self, endpoint: str) -> bool:
        return str(self.client.build_request("GET", endpoint).url).startswith(str(self.client.base_url))

    def _parse_json(self, response: Any) -> Any:
        return response.json()

    def request(self, method: str, url: str, **options: Any) -> httpx.Response:
        try:
            return self.client.request(method, url, **options)
        except httpx.RequestError as error:
            raise RequestNetworkException from error


def _check(service: Service, path: str, tags: set[str] | None = None) -> Counter[str]:
    token = service.sign_in().get("/apps/scim").json()["token"]["value"]
    results = check_server(_HttpxEngine(service.scim(token, path=path)), include_tags=tags)
    bad = [result for result in results if result.status in (Status.ERROR, Status.CRITICAL)]
    assert not bad, "\n".join(f"{result.title}: {result.reason}" for result in bad)
    assert not any(" 500" in line for line in service.log)
    assert {result.resource_type for result in results if result.status is Status.SUCCESS} >= {"User", "Group"}
    return Counter(result.status.name for result in results)


def test_scim2_tester_finds_no_error(service: Service) -> None:
    counts = _check(service, "/scim/v2")
    assert counts["SUCCESS"] > 100, counts


def test_scim2_tester_finds_no_error_on_the_short_path(service: Service) -> None:
    counts = _check(service, "/scim", {"discovery", "crud:create", "crud:read"})
    assert counts["SUCCESS"] > 10, counts
