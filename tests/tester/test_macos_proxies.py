"""macOS' proxy settings, as Python's own module for them gives them: no macOS here, so a recorder stands in its place.
In a child, whose modules are its own."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys, types

settings = {"exclude_simple": True, "exceptions": ("*.example.org",)}
proxies = {}
scproxy = types.ModuleType("_scproxy")
scproxy._get_proxy_settings = lambda: settings
scproxy._get_proxies = lambda: dict(proxies)
sys.modules["_scproxy"] = scproxy
import subprocess  # before the system is another
sys.platform = "darwin"

from app.domain.endpoints import read_endpoint
from app.tester import system_proxies
from app.tester.system_proxies import SystemProxy, ask

called, said = [], [b""]

def run(arguments, **options):
    called.append(arguments)
    assert options.pop("timeout") > 0 and options == {"capture_output": True, "check": False}
    return subprocess.CompletedProcess(arguments, 0, said[0], b"")

system_proxies.subprocess.run = run
there, excepted = read_endpoint("https://api.r-service.test"), read_endpoint("https://api.example.org")
assert ask(there) == SystemProxy()
proxies["http"] = "http://plain:80"
assert ask(there) == SystemProxy()
proxies["socks"] = "http://socks:1080"
assert ask(there) == SystemProxy("socks5://socks:1080")
proxies["https"] = "http://proxy:8080"
assert ask(there) == SystemProxy("http://proxy:8080")
assert ask(excepted) == SystemProxy(excepted=True)
assert ask(read_endpoint("https://intranet.")) == SystemProxy(excepted=True)
said[0] = b"<dictionary> {\\n  ProxyAutoConfigEnable : 0\\n  ProxyAutoDiscoveryEnable : 1\\n}\\n"
assert ask(there) == SystemProxy("http://proxy:8080")
said[0] = b"<dictionary> {\\n  ProxyAutoConfigEnable : 1\\n  ProxyAutoConfigURLString : http://x/p.pac\\n}\\n"
assert ask(there) == SystemProxy("http://proxy:8080", script_unfollowed=True)
proxies.clear()
assert ask(there) == SystemProxy(script_unfollowed=True)
assert set(map(tuple, called)) == {("/usr/sbin/scutil", "--proxy")}

def run(arguments, **options):
    raise subprocess.TimeoutExpired(arguments, 3)

system_proxies.subprocess.run = run
assert ask(there) == SystemProxy()
"""


def test_the_settings_are_read_and_a_script_is_told() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={"PATH": "/usr/bin:/bin", "HOME": "/nowhere"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
