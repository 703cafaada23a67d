"""What holds for every request: Host, Date, limits, the log, and clear answers to nonsense."""

from __future__ import annotations

import contextlib
import json
import socket
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from app.service.envelope import Names
from app.service.http_protocol import Limits
from app.service.problems import ProblemType
from tests.service.rig import MovingClock, Service, code_of, rotate, running, until


def _raw(service: Service, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send bytes as they are, and read one answer to its end."""
    host, port = service.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        with contextlib.suppress(ConnectionError):
            connection.sendall(request)
        answer = b""
        with contextlib.suppress(ConnectionResetError):
            while part := connection.recv(65_536):
                answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return int(first.split(" ")[1]), headers, body


def test_every_answer_carries_the_services_date(service: Service, clock: MovingClock) -> None:
    owner = service.sign_in()
    token = owner.get("/apps/scim").json()["token"]["value"]
    clock.move(timedelta(days=-400))
    answers = [
        service.sign_in().get("/account"),
        owner.get("/nothing"),
        service.client(service.url).get("/"),
        service.client(service.url).post("/settings/v1/account"),
        service.scim(token).get("/Users"),
        service.scim("x").get("/Users"),
        service.client(service.url, Host="evil.example").get("/settings/v1/account"),
    ]
    for answer in answers:
        assert parsedate_to_datetime(answer.headers["Date"]) == clock.now().replace(microsecond=0)
        assert answer.headers["Cache-Control"] == "no-store"
        assert len(answer.headers.get_list("Date")) == 1
    status, headers, _ = _raw(service, b"nonsense\r\n\r\n")
    assert status == 400
    assert parsedate_to_datetime(headers["date"]) == clock.now().replace(microsecond=0)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:1", "[::1]:80", "127.9.9.9:8080", "localhost."])
def test_loopback_names_are_ours(untouched: Service, host: str) -> None:
    assert untouched.client(untouched.url, Host=host).get("/settings/v1/problems").status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1", "", "a b", "[::2]", "0.0.0.0"],
)
def test_other_names_are_refused(untouched: Service, host: str) -> None:
    owner = untouched.sign_in()
    token = owner.get("/apps/scim").json()["token"]["value"]
    owner.headers["Host"] = host
    answer = owner.get("/account")
    assert (answer.status_code, code_of(answer)) == (421, "wrong_host")
    client = untouched.scim(token)
    client.headers["Host"] = host
    answer = client.get("/Users")
    assert answer.status_code == 421
    assert answer.headers["Content-Type"] == "application/scim+json"
    assert answer.json()["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]


def test_a_request_without_a_host_or_with_two_is_refused(untouched: Service) -> None:
    assert _raw(untouched, b"GET /settings/v1/problems HTTP/1.0\r\n\r\n")[0] == 421
    assert _raw(untouched, b"GET /settings/v1/problems HTTP/1.1\r\n\r\n")[0] == 400
    two = b"GET /settings/v1/problems HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"
    assert _raw(untouched, two)[0] in (400, 421)


def test_the_public_name_is_ours_and_stands_in_the_endpoint() -> None:
    with running(public_url="https://scim.widget.example") as service:
        owner = service.sign_in()
        owner.headers["Host"] = "scim.widget.example"
        section = owner.get("/apps/scim").json()
        assert section["endpoint"] == "https://scim.widget.example/scim/v2"
        users = service.scim(section["token"]["value"]).get("/Users?count=1").json()
        assert users["Resources"][0]["meta"]["location"].startswith("https://scim.widget.example/scim/v2/Users/")


def test_an_ipv6_loopback_address_is_served() -> None:
    try:
        with running(host="::1") as service:
            assert service.url.startswith("http://[::1]:")
            assert service.sign_in().get("/account").status_code == 200
    except OSError:
        pytest.skip("this computer has no IPv6")


def test_names_are_compared_without_regard_to_case() -> None:
    assert Names(frozenset({"scim.widget.example"})).allow("SCIM.Widget.example:443")
    assert not Names().allow("scim.widget.example")
    assert not Names().allow(None)


def test_no_other_origin_is_let_in(untouched: Service) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"}
    for path in ("/settings/v1/account", "/scim/v2/Users"):
        answer = untouched.client(untouched.url, **asked).options(path)
        assert answer.status_code in (401, 405)
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_the_list_of_problems_is_published_and_complete(untouched: Service) -> None:
    answer = untouched.client(untouched.url).get("/settings/v1/problems").json()
    types = [problem["type"] for problem in answer["problems"]]
    assert types == [f"{untouched.url}/settings/v1/problems#{one.value}" for one in ProblemType]
    refused = untouched.client(untouched.url).get("/settings/v1/account").json()
    assert refused["type"] in types


@pytest.mark.parametrize(
    "path", ["/", "/settings/v1", "/settings/v1/apps", "/settings/v1/account/", "/scimmy", "//scim"]
)
def test_unknown_paths(untouched: Service, path: str) -> None:
    answer = untouched.sign_in().get(f"{untouched.url}{path}")
    assert (answer.status_code, code_of(answer)) == (404, "not_found")


def test_wrong_methods(untouched: Service) -> None:
    owner = untouched.sign_in()
    for method, path, allowed in [
        ("POST", "/account", "GET"),
        ("GET", "/apps/scim/rotation", "POST"),
        ("POST", "/apps/scim/previous-token", "DELETE"),
        ("BREW", "/apps/scim", "GET"),
    ]:
        answer = owner.request(method, path)
        assert (answer.status_code, code_of(answer)) == (405, "method_not_allowed")
        assert allowed in answer.headers["Allow"]


def test_a_body_that_is_too_large(untouched: Service) -> None:
    owner = untouched.sign_in()
    token = owner.get("/apps/scim").json()["token"]["value"]
    large = b" " * (1024 * 1024 + 1)
    key = {"Idempotency-Key": "7f0fcd43-4f4c-4bff-9b1d-1f4ab7b1b1aa"}
    session = owner.headers["Authorization"]
    for more in (f"Content-Length: {len(large)}".encode(), b"Transfer-Encoding: chunked"):
        chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(large), large) if b"chunked" in more else large
        head = b"POST /settings/v1/apps/scim/rotation HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n%s\r\n\r\n"
        status, _, body = _raw(untouched, head % (session.encode(), more) + chunked)
        assert status == 413
        assert json.loads(body)["type"].endswith("#too_large")
        head = b"POST /scim/v2/Users HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%s\r\n\r\n"
        status, headers, body = _raw(untouched, head % (token.encode(), more) + chunked)
        assert status == 413
        assert headers["content-type"] == "application/scim+json"
        assert json.loads(body)["status"] == "413"
    assert owner.post("/apps/scim/rotation", content=b"{}", headers=key).status_code == 422


def test_headers_that_are_too_large_and_other_nonsense(untouched: Service) -> None:
    huge = b"GET /settings/v1/account HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 200_000 + b"\r\n\r\n"
    for request in (huge, b"\x16\x03\x01\x02\x00\x01", b"GET\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n"):
        status, headers, body = _raw(untouched, request + b"\r\n\r\n")
        assert status == 400
        assert headers["content-type"] == "application/problem+json"
        assert json.loads(body)["type"].endswith("#bad_request")
    assert untouched.sign_in().get("/account").status_code == 200


def test_the_log_has_method_path_and_status_alone(service: Service) -> None:
    owner = service.sign_in()
    section = owner.get("/apps/scim?values=true").json()
    token = section["token"]["value"]
    rotate(owner, present_token_id=section["token"]["id"])
    service.scim(token).get('/Users?filter=userName eq "somebody@widget.example"')
    service.scim(token).get(f"/{token}/Users")
    session = owner.headers["Authorization"].removeprefix("Bearer ")
    owner.get(f"/x%0Aforged%20line{session}")
    until(lambda: len(service.log) >= 5)  # the line follows the answer
    assert service.log == [
        "GET /settings/v1/apps/scim 200",
        "POST /settings/v1/apps/scim/rotation 201",
        "GET /scim/v2/Users 200",
        "GET /scim/v2/.../Users 404",
        "GET /settings/v1/x%0Aforged%20line... 404",
    ]


def test_a_client_that_goes_away_before_its_request_is_whole_changes_nothing(service: Service) -> None:
    owner = service.sign_in()
    before = owner.get("/apps/scim").json()
    body = json.dumps({"present_token_id": before["token"]["id"]}).encode()
    host, port = service.url.removeprefix("http://").split(":")
    head = (
        f"POST /settings/v1/apps/scim/rotation HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body) + 1}\r\n"
        f"Authorization: {owner.headers['Authorization']}\r\n"
        "Idempotency-Key: 7f0fcd43-4f4c-4bff-9b1d-1f4ab7b1b1aa\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(head.encode() + body)
    until(lambda: "POST /settings/v1/apps/scim/rotation 400" in service.log)
    assert owner.get("/apps/scim").json() == before


def _closed(connection: socket.socket) -> bool:
    try:
        return connection.recv(100) == b""
    except ConnectionResetError:
        return True


def test_connections_that_send_no_whole_headers_are_closed() -> None:
    with running(limits=Limits(patience=0.3)) as service:
        host, port = service.url.removeprefix("http://").split(":")
        for begun in (b"", b"GET /settings/v1/problems HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "):
            with socket.create_connection((host, int(port)), timeout=20) as connection:
                connection.sendall(begun)
                assert _closed(connection)
        with socket.create_connection((host, int(port)), timeout=20) as connection:
            # Answered, then begun again.
            connection.sendall(b"GET /settings/v1/problems HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert connection.recv(15) == b"HTTP/1.1 200 OK"
            connection.sendall(b"GET /")
            while connection.recv(65_536):
                pass


def test_beyond_the_limit_the_connection_that_was_idle_for_longest_is_closed() -> None:
    with running(limits=Limits(connections=2)) as service:
        host, port = service.url.removeprefix("http://").split(":")
        with contextlib.ExitStack() as stack:
            idle = [stack.enter_context(socket.create_connection((host, int(port)), timeout=20)) for _ in range(3)]
            assert _closed(idle[0])
            assert service.client().get("/settings/v1/problems").status_code == 200
            assert _closed(idle[1])
            idle[2].sendall(b"GET /settings/v1/problems HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert idle[2].recv(15) == b"HTTP/1.1 200 OK"
