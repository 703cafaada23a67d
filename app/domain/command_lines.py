"""A check's request as one line for a terminal. The line asks for the token: it never holds one, and the token is in no
argument, no variable that outlives the line, and no history."""

from __future__ import annotations

import re
import shlex

from app.domain.endpoints import address_of
from app.domain.report import Check, Sent

_URL = re.compile(r"(?P<scheme>https?)://(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?([/?][!-~]*)?")
"""What the tester sends: printable ASCII, and no user name before the host."""

_MADE_UP = "0123456789abcdef" * 4
"""As long as R-Service's own, and nobody's."""

_SECONDS = 30
_PROMPTS = {Sent.TOKEN: "Token (not shown): ", Sent.OLD_TOKEN: "The old token (not shown): "}

_ASK_IN_SHELL = (
    # A subshell: the variable ends with it. The terminal shows again what is typed, also after Ctrl+C.
    "(trap 'stty echo' EXIT; trap 'exit 130' INT; stty -echo; "
    "printf %s {prompt} >&2; read -r scim_token || exit; stty echo; "
    # printf is the shell's own, so that the token is in no list of processes; curl reads the header from the pipe.
    "printf '\\n' >&2; printf 'Authorization: Bearer %s\\n' \"$scim_token\" | {curl}; unset scim_token)"
)


def as_curl(check: Check) -> str | None:
    """The request as a line for sh, bash, zsh and dash, which calls curl 7.55 or later; None where the check sent none,
    or where its URL is not to be had (it held part of a token)."""
    url = _url(check)
    if url is None:
        return None
    # -q: no ~/.curlrc, which may ask for redirects to be followed or headers to be shown. -g: brackets are brackets.
    words = ["curl", "-q", "-sS", "-i", "-g", "-m", str(_SECONDS)]
    if not _may_be_proxied(url):
        words += ["--noproxy", "*"]
    if check.sent in _PROMPTS:
        words += ["-H", "@-"]
    elif check.sent is Sent.MADE_UP_TOKEN:
        words += ["-H", f"Authorization: Bearer {_MADE_UP}"]
    # A header without value is one that curl leaves out.
    words += ["-H", f"Accept: {check.accept}" if check.accept else "Accept:", url]
    curl = shlex.join(words)
    if check.sent not in _PROMPTS:
        return curl
    return _ASK_IN_SHELL.format(prompt=shlex.quote(_PROMPTS[check.sent]), curl=curl)


def as_powershell(check: Check) -> str | None:
    """The request as a line for PowerShell 5.1 and 7; None as `as_curl`."""
    url = _url(check)
    if url is None:
        return None
    steps, headers, more = [], [], ""
    if url.startswith("https:"):
        # 5.1 on older systems speaks no TLS 1.2 unless it is told to; 0 leaves it to the system.
        protocol = "[Net.ServicePointManager]::SecurityProtocol"
        steps.append(f"if ({protocol} -ne 0) {{ {protocol} = {protocol} -bor 3072 }}")
    if check.sent in _PROMPTS:
        steps.append(f"$token = Read-Host -AsSecureString {_in_powershell(_PROMPTS[check.sent].removesuffix(': '))}")
        headers.append("Authorization = 'Bearer ' + [Net.NetworkCredential]::new('', $token).Password.Trim()")
    elif check.sent is Sent.MADE_UP_TOKEN:
        headers.append(f"Authorization = {_in_powershell(f'Bearer {_MADE_UP}')}")
    if check.accept:
        headers.append(f"Accept = {_in_powershell(check.accept)}")
    steps.append(f"$headers = @{{ {'; '.join(headers)} }}")
    if not _may_be_proxied(url):
        # 5.1 takes no proxy to this computer anyway, and does not know the option.
        steps.append("$more = @{}; if ($PSVersionTable.PSVersion.Major -ge 6) { $more.NoProxy = $true }")
        more = " @more"
    steps.append(
        f"Invoke-WebRequest -UseBasicParsing -MaximumRedirection 0 -TimeoutSec {_SECONDS} -Headers $headers{more} "
        f"-Uri {_in_powershell(url)}"
    )
    # A block called with & has variables of its own, which end with it.
    return f"& {{ {'; '.join(steps)} }}"


def _url(check: Check) -> str | None:
    method, _, url = (check.request or "").partition(" ")
    found = _URL.fullmatch(url)
    if method != "GET" or found is None:
        return None
    # A token would be readable on the way: the tester sends none there, nor does a line of ours.
    return None if found["scheme"] == "http" and not _loopback(found["host"]) else url


def _may_be_proxied(url: str) -> bool:
    """Nothing to this computer goes through a proxy, which would get the token in clear."""
    found = _URL.fullmatch(url)
    return found is not None and not _loopback(found["host"])


def _loopback(host: str) -> bool:
    address = address_of(host.strip("[]"))
    return host.lower() == "localhost" if address is None else address.is_loopback


def _in_powershell(text: str) -> str:
    """A literal string; PowerShell takes typographic single quotes for quotes too."""
    return "'" + re.sub("['‘’‚‛]", lambda found: found.group() * 2, text) + "'"
