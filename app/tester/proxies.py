"""Which proxy the way to an endpoint goes through: the environment's, else the one of the system's settings, else none.

The host as it is written decides. A name that only leads to this computer goes through the proxy like any other: the
proxy is the one who looks names up, and looking it up here first would fail in the very networks that have one. Nothing
is lost by that, as a proxy sees the token no more than a router does. Who wants such a name asked directly says so in
NO_PROXY or in the system's exceptions.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_network

from app.domain.endpoints import Endpoint, address_of
from app.domain.text import tr
from app.tester import system_proxies
from app.tester.daemon_thread import in_daemon_thread
from app.tester.proxy import Proxy, ProxyUnreadable, read_proxy
from app.tester.system_proxies import SystemProxy
from app.tester.trouble import Trouble

_PROXY_VARIABLES = ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
"""In this order, as curl has it. HTTP_PROXY is not among them: plain HTTP goes to this computer alone."""
_EXCEPTION_VARIABLES = ("no_proxy", "NO_PROXY")
_SETTINGS = tr("this computer's proxy settings")
_SCRIPT = tr("this computer's proxy script")


@dataclass(frozen=True)
class Route:
    """How the endpoint is reached."""

    proxy: Proxy | None = None
    named_by: str = ""
    """Who names the proxy, as a sentence says it."""
    direct_because: str = tr("No proxy: this computer connects directly.")
    """Where there is no proxy: the whole sentence."""
    script_unfollowed: bool = False
    """Whether the system uses a proxy script whose word could not be had."""


async def route_to(endpoint: Endpoint, environ: Mapping[str, str], seconds: float) -> Route:
    """How to reach the endpoint; asking the system (which may run a script) takes so many seconds at most.

    Raises Trouble `proxy.unreachable` where a proxy is named that is none. It is never left out silently: a company
    that has one wants it used.
    """
    if this_computer(endpoint):
        return Route(direct_because=tr("No proxy: the endpoint is this computer itself."))
    for variable in _EXCEPTION_VARIABLES:
        if variable in environ:
            if excepted_by(environ[variable], endpoint):
                return Route(direct_because=tr("No proxy: the environment variable NO_PROXY names this host."))
            break
    for variable in _PROXY_VARIABLES:
        if variable in environ:
            written = environ[variable]
            if not written.strip():
                return Route(
                    direct_because=tr("No proxy: the environment variable {variable} is empty.", variable=variable)
                )
            return Route(_read(written), tr("the environment variable {variable}", variable=variable))
    try:
        async with asyncio.timeout(seconds):
            return _as_route(await in_daemon_thread(lambda: system_proxies.ask(endpoint)))
    except TimeoutError:
        return Route(script_unfollowed=True)


def this_computer(endpoint: Endpoint) -> bool:
    """Whether no proxy may ever see it: plain HTTP, a loopback address, or a name that stands for one (RFC 6761
    section 6.3: localhost and everything below it)."""
    address = address_of(endpoint.host)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    loopback = address is not None and address.is_loopback
    return endpoint.scheme == "http" or loopback or endpoint.loopback or endpoint.host.endswith(".localhost")


def excepted_by(no_proxy: str, endpoint: Endpoint) -> bool:
    """Whether NO_PROXY names the host: `*`, a name (which stands for everything below it, too), with or without a dot,
    `*.` or a port, an address, or a network in CIDR notation. As curl and urllib read it, and the common additions."""
    return any(_names(entry, endpoint) for entry in re.split(r"[\s,;]+", no_proxy.strip().lower()) if entry)


def _names(entry: str, endpoint: Endpoint) -> bool:
    if entry == "*":
        return True
    address = address_of(endpoint.host)
    if address is not None and "/" in entry:
        try:
            network = ip_network(entry, strict=False)
        except ValueError:
            return False
        return address in network
    with_port = re.fullmatch(r"(\[[^\]]+\]|[^:]+):([0-9]{1,5})", entry)
    if with_port:
        entry, port = with_port.groups()
        if int(port) != endpoint.port:
            return False
    entry = entry.strip("[]")
    if address is not None:
        return address_of(entry) == address
    name = entry.removeprefix("*").strip(".")
    return bool(name) and (endpoint.host == name or endpoint.host.endswith("." + name))


def _as_route(said: SystemProxy) -> Route:
    if said.written is not None:
        named_by = _SCRIPT if said.by_script else _SETTINGS
        return Route(_read(said.written), named_by, script_unfollowed=said.script_unfollowed)
    if said.by_script:
        return Route(direct_because=tr("No proxy: this computer's proxy script says to connect directly."))
    if said.excepted:
        return Route(
            direct_because=tr("No proxy: this computer's proxy settings except this host."),
            script_unfollowed=said.script_unfollowed,
        )
    return Route(script_unfollowed=said.script_unfollowed)


def _read(written: str) -> Proxy:
    try:
        proxy = read_proxy(written)
    except ProxyUnreadable:
        raise Trouble("proxy.unreachable", "unreadable") from None
    return proxy
