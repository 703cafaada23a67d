"""`scim-connection test` as a whole process where the environment names a company proxy."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from tests.cli.test_test_command import SCHEMA, command
from tests.tester.certificates import Authority
from tests.tester.connect_proxy import ENDPOINT, ConnectProxy, answering, proxying
from tests.tester.scim_server import TOKEN, Service, serving


async def test_a_proxy_of_the_environment(tmp_path: Path) -> None:
    authority, page = Authority(tmp_path), tmp_path / "report.html"
    proxy, service = ConnectProxy(), Service()
    async with serving(service, authority.server("api.r-service.test")) as served, proxying(proxy):
        proxy.leads_to = served.port
        login = f"http://jane.doe:h0rsebattery@127.0.0.1:{proxy.port}"
        arguments = (ENDPOINT, "--ca-file", str(authority.file))
        as_json = await command(*arguments, "--json", HTTPS_PROXY=login)
        as_text = await command(*arguments, HTTPS_PROXY=login)
        as_page = await command(*arguments, "--html", str(page), HTTPS_PROXY=login)
    report = json.loads(as_json.out)
    jsonschema.validate(report, SCHEMA)
    assert (as_json.status, as_text.status, as_page.status) == (0, 0, 0)
    assert report["verdict"] == "ready"
    assert report["vantage"] == {"proxy": proxy.url, "address": None, "public_address": None}
    assert [finding["code"] for finding in report["findings"]] == ["proxy.used"]
    for text in (as_json.out, as_text.out, page.read_text(encoding="utf-8")):
        assert proxy.url in text
        assert "jane" not in text
        assert "h0rse" not in text
    assert service.seen
    assert not any(TOKEN.encode() in seen for seen in [*proxy.heads, *proxy.in_clear])


async def test_a_proxy_that_never_answers_ends_in_time(tmp_path: Path) -> None:
    async with proxying(ConnectProxy(answer=lambda head: None)) as proxy:
        ended = await command(ENDPOINT, "--json", "--timeout", "2", HTTPS_PROXY=proxy.url)
    assert ended.status == 1
    assert [finding["code"] for finding in json.loads(ended.out)["findings"]] == ["proxy.unreachable"]
    assert ended.seconds < 2 + 1 + 1.5


async def test_plain_http_to_this_computer_never_goes_there() -> None:
    async with serving() as served, proxying(ConnectProxy(answer=answering(b""))) as proxy:
        at = proxy.url
        ended = await command(served.endpoint, "--json", HTTP_PROXY=at, http_proxy=at, HTTPS_PROXY=at, ALL_PROXY=at)
    assert ended.status == 0
    assert json.loads(ended.out)["vantage"]["proxy"] is None
    assert proxy.heads == []
