"""The table's part on what was typed and on the way to the server."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable

from app.actions.test_connection import ConnectionTest
from app.domain.report import CheckStarted, Report
from tests.tester.cases import Place, Running, Table, at_address, deaf, good, serves, talks, to, to_nothing, with_typed
from tests.tester.certificates import Authority, handshaking, self_signed
from tests.tester.running import run
from tests.tester.scim_server import TOKEN, Reply, refusal, serving

WAY = Table()
add = WAY.add
NOWHERE = "https://no-such-host.invalid/scim/v2"
RARE = "pass:word!" * 3

add("url.invalid", "a user name in it", to("https://user:x@api.example.org/"), "url.invalid")
add("url.invalid", "a name that nobody knows", to(NOWHERE), "dns.not-found")
add("url.invalid", "quotation marks around it", with_typed(lambda url: f"“{url}”"), "url.cleaned")

add("url.cleaned", "a resource's name at its end", with_typed(lambda url: f" {url}/Users\n"), "url.cleaned")
add("url.cleaned", "nothing but what belongs to it", good())
add("url.cleaned", "a flag of a client", with_typed(lambda url: f"{url}?aadOptscim062020"))

add("url.no-scheme", "no scheme", to("no-such-host.invalid/scim"), "url.no-scheme", "dns.not-found")
add("url.no-scheme", "a scheme in capitals", with_typed(lambda url: url.replace("http", "HTTP")))
add("url.no-scheme", "white space before the scheme", with_typed(lambda url: f"\r\n{url}"), "url.cleaned")

add("url.insecure", "plain HTTP to another computer", to("http://api.example.org/scim/v2"), "url.insecure")
add("url.insecure", "plain HTTP to this computer", good())
add("url.insecure", "another computer over TLS", to(NOWHERE), "dns.not-found")

add("url.wrong-base", "the host alone", serves(lambda _: None, path=""), "url.wrong-base")
add("url.wrong-base", "the base that serves", good())
add("url.wrong-base", "no base that serves", serves(lambda _: refusal(404)), "scim.not-found")

add("token.empty", "no token", with_typed(str, None), "token.empty")
add("token.empty", "a token of one character", good(token="x"))
add("token.empty", "a token with a blank", with_typed(str, "a b"), "token.malformed")

add("token.malformed", "a line end inside", with_typed(str, "a\r\nX-Evil: 1"), "token.malformed")
add("token.malformed", "line ends around it", with_typed(str, f"\r\n{TOKEN}\r\n"), "token.cleaned")
add("token.malformed", "rare characters", good(token=RARE), "token.unusual")

add("token.cleaned", "the word Bearer", with_typed(str, f"Bearer {TOKEN}"), "token.cleaned")
add("token.cleaned", "the token alone", good())
add("token.cleaned", "a token that begins like the word", good(token="bearer-of-good-news"))

add("token.unusual", "characters outside b64token", good(token=RARE), "token.unusual")
add("token.unusual", "every kind of character that is usual", good(token="a.b-c_d~e+f/g=="))
add("token.unusual", "sixty-four hexadecimal digits", good())


def _address(address: str) -> Running:
    async def running(place: Place) -> Report:
        async with at_address(place, address) as url:
            return await run(url, ca_file=place.authority.file)

    return running


add("net.not-public", "a private address", _address("10.9.8.7"), "net.not-public")
add("net.not-public", "this computer", good(), "net.not-public")
add("net.not-public", "a public address", _address("93.184.215.14"))
add("net.not-public", "a public address of the newer kind", _address("2606:2800:21f:cb07:6820:80da:af6b:8b2c"))

add("dns.not-found", "a name that nobody knows", to(NOWHERE), "dns.not-found")
add("dns.not-found", "a name of this computer", with_typed(lambda url: url.replace("127.0.0.1", "localhost")))
add("dns.not-found", "an address at which nothing listens", to_nothing, "connect.refused")


async def _deaf(_: Place) -> Report:
    with deaf() as port:
        return await run(f"https://127.0.0.1:{port}/scim/v2", seconds=1)


async def _silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def _closing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(1000)


async def _half(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf")
    await writer.drain()
    writer.close()


async def _plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(10)
    writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
    await writer.drain()
    writer.close()


add("connect.refused", "nothing listens", to_nothing, "connect.refused")
add("connect.refused", "closed at once", talks(_closing), "connect.reset")
add("connect.refused", "nobody answers", _deaf, "connect.timeout")

add("connect.timeout", "nobody answers while connecting", _deaf, "connect.timeout")
add("connect.timeout", "nothing listens", to_nothing, "connect.refused")
add("connect.timeout", "connected, and then silence", talks(_silent, seconds=1), "http.timeout")

add("connect.reset", "closed before an answer", talks(_closing), "connect.reset")
add("connect.reset", "closed in the middle of an answer", talks(_half), "http.malformed")
add("connect.reset", "nothing listens", to_nothing, "connect.refused")

# The kernel takes no connection to the address that reaches everybody on a network, that of this computer included.
add("connect.unreachable", "no way to the address", to("https://127.255.255.255/scim/v2"), "connect.unreachable")
add("connect.unreachable", "nothing listens", to_nothing, "connect.refused")
add("connect.unreachable", "nobody answers", _deaf, "connect.timeout")


def _tls(context: Callable[[Authority], ssl.SSLContext], host: str = "localhost", trusting: bool = True) -> Running:
    async def running(place: Place) -> Report:
        async with serving(None, context(place.authority), host) as served:
            return await run(served.endpoint, ca_file=place.authority.file if trusting else None)

    return running


def _alert(change: Callable[[ssl.SSLContext, Authority], None]) -> Running:
    async def running(place: Place) -> Report:
        tls = place.authority.server("localhost")
        change(tls, place.authority)
        with handshaking(tls) as port:
            return await run(f"https://localhost:{port}/scim/v2", ca_file=place.authority.file)

    return running


def _wants_certificate(tls: ssl.SSLContext, authority: Authority) -> None:
    tls.verify_mode = ssl.CERT_REQUIRED
    tls.load_verify_locations(authority.file)


def _may_take_certificate(authority: Authority) -> ssl.SSLContext:
    tls = authority.server("localhost")
    tls.verify_mode = ssl.CERT_OPTIONAL
    tls.load_verify_locations(authority.file)
    return tls


def _no_cipher_in_common(tls: ssl.SSLContext, authority: Authority) -> None:
    tls.maximum_version = ssl.TLSVersion.TLSv1_2
    tls.set_ciphers("AES128-SHA256@SECLEVEL=0")  # for RSA certificates alone, and this one is not


def _tls_1_2(authority: Authority) -> ssl.SSLContext:
    tls = authority.server("localhost")
    tls.maximum_version = ssl.TLSVersion.TLSv1_2
    return tls


def _of_the_system(public: bool) -> Running:
    async def running(place: Place) -> Report:
        place.monkeypatch.setenv("SSL_CERT_FILE", str(place.authority.file))
        if public:
            place.monkeypatch.setattr("certifi.where", lambda: str(place.authority.file))
        return await _tls(lambda a: a.server("localhost"), trusting=False)(place)

    return running


_right = _tls(lambda a: a.server("localhost"))
_ended = _tls(lambda a: a.server("localhost", days=-1, began=9))

add("tls.untrusted", "an unknown root", _tls(lambda a: a.server("localhost"), trusting=False), "tls.untrusted")
add("tls.untrusted", "self-signed", _tls(lambda _: self_signed("localhost")), "tls.untrusted")
add("tls.untrusted", "only its own", _tls(lambda a: a.server("localhost", whole=False)), "tls.untrusted")
add("tls.untrusted", "a named root", _right)
add("tls.untrusted", "outside its validity", _ended, "tls.expired")
add("tls.untrusted", "another host", _tls(lambda a: a.server("api.example.org")), "tls.hostname")

add("tls.hostname", "another host", _tls(lambda a: a.server("api.example.org")), "tls.hostname")
add("tls.hostname", "one of several names", _tls(lambda a: a.server("api.example.org", "localhost")))
add("tls.hostname", "an address", _tls(lambda a: a.server("127.0.0.1"), host="127.0.0.1"))

add("tls.expired", "ended yesterday", _ended, "tls.expired")
add("tls.expired", "begins tomorrow", _tls(lambda a: a.server("localhost", began=-1)), "tls.expired")
add("tls.expired", "ends soon", _tls(lambda a: a.server("localhost", days=2)), "tls.expires-soon")
add("tls.expired", "began just now", _tls(lambda a: a.server("localhost", began=0.001)))

add("tls.client-certificate", "one is demanded", _alert(_wants_certificate), "tls.client-certificate")
add("tls.client-certificate", "one may be shown", _tls(_may_take_certificate))
add("tls.client-certificate", "refused otherwise", _alert(_no_cipher_in_common), "tls.handshake")

add("tls.handshake", "no cipher in common", _alert(_no_cipher_in_common), "tls.handshake")
add("tls.handshake", "closed in the middle", talks(_closing, "https"), "tls.handshake")
add("tls.handshake", "no TLS at all", talks(_plain, "https"), "tls.protocol")
add("tls.handshake", "an agreement", _right)

add("tls.protocol", "no TLS at all", talks(_plain, "https"), "tls.protocol")
add("tls.protocol", "TLS 1.2", _tls(_tls_1_2))
add("tls.protocol", "closed in the middle", talks(_closing, "https"), "tls.handshake")

add("tls.private-authority", "the system's own root", _of_the_system(public=False), "tls.private-authority")
add("tls.private-authority", "a root of the public list, too", _of_the_system(public=True))
add("tls.private-authority", "a named root", _right)

add("tls.expires-soon", "20 days left", _tls(lambda a: a.server("localhost", days=20)), "tls.expires-soon")
add("tls.expires-soon", "22 days left", _tls(lambda a: a.server("localhost", days=22)))
add("tls.expires-soon", "ended", _ended, "tls.expired")


async def _stopped(_: Place) -> Report:
    async with serving() as served:
        test = ConnectionTest(served.endpoint, TOKEN)
        async for event in test.events():
            if isinstance(event, CheckStarted) and event.id == "base-1-users":
                test.stop()
    assert test.report is not None
    return test.report


async def _stopped_too_late(_: Place) -> Report:
    async with serving() as served:
        test = ConnectionTest(served.endpoint, TOKEN)
        async for _event in test.events():
            pass
        test.stop()
    assert test.report is not None
    return test.report


add("run.cancelled", "stopped in the middle", _stopped, "run.cancelled")
add("run.cancelled", "stopped after its end", _stopped_too_late)
add("run.cancelled", "out of time", talks(_silent, seconds=1), "http.timeout")
add("run.cancelled", "refused by the service", serves(lambda _: Reply(401)), "auth.rejected")
