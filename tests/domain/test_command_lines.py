"""A check as a line for a terminal: what it sends, what it never holds, and that no URL breaks out of it."""

from __future__ import annotations

import shlex
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.command_lines import as_curl, as_powershell
from app.domain.report import Check, CheckStatus, Sent
from tests.rig.tools import require

ACCEPT = "application/scim+json, application/json"
USERS = "https://api.example.org/scim/v2/Users?startIndex=1&count=1"
TOKEN = "3f9a" * 15 + "b3ad"

# What may stand in a URL that was read (`domain.endpoints`), and the characters that shells and curl care for.
paths = st.text(st.sampled_from("abAB09-._~:/?#[]@!$&'()*+,;=%\"`{}|\\^<>"), max_size=40)
urls = st.builds("https://api.example.org/{}".format, paths)


def check(url: str = USERS, sent: Sent | None = Sent.TOKEN, accept: str | None = ACCEPT) -> Check:
    return Check("users", "Users", CheckStatus.PASSED, request=f"GET {url}", sent=sent, accept=accept)


@pytest.mark.parametrize(
    "request_sent",
    [
        None,
        "",
        "GET [hidden: it held part of a token]",
        "[hidden: it held part of a token]",
        "POST https://api.example.org/Users",
        "GET http://api.example.org/Users",
        "GET https://somebody@api.example.org/Users",
        "GET https://somebody:word@api.example.org/Users",
        "GET https://api.example.org\\@elsewhere.example.org/Users",
        "GET https://api.example.org/Users\nrm -rf ~",
        "GET https://api.example.org/Users and more",
        "GET https://api.example.org/Us\u202eers",
        "GET file:///etc/passwd",
        "GET -K/etc/passwd",
    ],
)
def test_without_a_request_to_repeat_there_is_no_line(request_sent: str | None) -> None:
    sent = Check("users", "Users", CheckStatus.PASSED, request=request_sent, sent=Sent.TOKEN)
    assert as_curl(sent) is None
    assert as_powershell(sent) is None


@pytest.mark.parametrize("sent", list(Sent))
@pytest.mark.parametrize("line_of", [as_curl, as_powershell])
def test_it_is_one_line_that_asks_for_the_token_that_was_sent(sent: Sent, line_of: object) -> None:
    assert callable(line_of)
    line = line_of(check(sent=sent))
    assert "\n" not in line
    asks = "read -r" in line or "Read-Host -AsSecureString" in line
    assert asks is (sent in (Sent.TOKEN, Sent.OLD_TOKEN))
    assert ("old token" in line) is (sent is Sent.OLD_TOKEN)
    assert ("Bearer 0123456789abcdef" in line) is (sent is Sent.MADE_UP_TOKEN)
    assert ("Authorization" in line) is (sent is not Sent.NONE)


@pytest.mark.parametrize(
    ("url", "proxied"),
    [
        (USERS, True),
        ("https://localhost:8443/Users", False),
        ("http://127.0.0.1:8080/Users", False),
        ("http://127.9.9.9/Users", False),
        ("http://[::1]:8080/Users", False),
        ("https://10.0.0.1/Users", True),
    ],
)
def test_nothing_to_this_computer_goes_through_a_proxy(url: str, proxied: bool) -> None:
    curl, powershell = as_curl(check(url)), as_powershell(check(url))
    assert curl is not None
    assert powershell is not None
    assert ("--noproxy '*'" in curl) is not proxied
    assert ("NoProxy" in powershell) is not proxied


def words_of(shell: str, line: str, typed: str = "") -> tuple[list[str], str]:
    """The words that the shell hands to curl, and what it writes to it."""
    script = f"stty() {{ :; }}; curl() {{ printf '%s\\0' \"$@\"; cat; }}; {line}"
    done = subprocess.run([shell, "-c", script], input=typed, capture_output=True, text=True, timeout=20, check=True)
    *words, written = done.stdout.split("\0")
    return words, written


@pytest.mark.parametrize("shell", ["sh", "bash", "zsh"])
@settings(deadline=None, max_examples=40)
@given(urls, st.sampled_from(list(Sent)))
def test_no_url_breaks_out_of_a_shells_quotes(shell: str, url: str, sent: Sent) -> None:
    require(shell)
    line = as_curl(check(url, sent))
    assert line is not None
    words, written = words_of(shell, line, f"  {TOKEN} \n")
    assert words[-1] == url
    assert words[-3:-1] == ["-H", f"Accept: {ACCEPT}"]
    assert len(words) == len(words_of(shell, as_curl(check(sent=sent)) or "", TOKEN + "\n")[0])
    asks = sent in (Sent.TOKEN, Sent.OLD_TOKEN)
    assert written == (f"Authorization: Bearer {TOKEN}\n" if asks else f"  {TOKEN} \n")
    assert not any(TOKEN in word for word in words)


@given(urls, st.sampled_from(list(Sent)))
def test_no_url_breaks_out_of_the_words_of_a_posix_shell(url: str, sent: Sent) -> None:
    line, plain = as_curl(check(url, sent)), as_curl(check(sent=sent))
    assert line is not None
    assert plain is not None
    assert shlex.split(line) == [word.replace(USERS, url) for word in shlex.split(plain)]


@given(urls, st.text(st.characters(exclude_categories=["C"]), min_size=1), st.sampled_from(list(Sent)))
def test_nothing_breaks_out_of_powershells_quotes(url: str, accept: str, sent: Sent) -> None:
    line, plain = as_powershell(check(url, sent, accept)), as_powershell(check(sent=sent))
    assert line is not None
    assert plain is not None
    (code, literals), (plain_code, plain_literals) = _in_parts(line), _in_parts(plain)
    assert code == plain_code
    assert literals == [url if each == USERS else accept if each == ACCEPT else each for each in plain_literals]


def _in_parts(line: str) -> tuple[str, list[str]]:
    """A line of PowerShell as its code and its single-quoted strings (about_Quoting_Rules): any of five characters
    opens and closes one, two of them in a row are one inside."""
    quotes, code, literals = "'‘’‚‛", "", []
    place = 0
    while place < len(line):
        if line[place] not in quotes:
            assert line[place] != '"'
            code += line[place]
            place += 1
            continue
        text = ""
        place += 1
        while True:
            if line[place] in quotes:
                if line[place + 1 : place + 2] and line[place + 1] in quotes:
                    text += line[place]
                    place += 2
                    continue
                break
            text += line[place]
            place += 1
        place += 1
        literals.append(text)
        code += "'"
    return code, literals


def test_without_an_accept_header_none_is_sent() -> None:
    curl, powershell = as_curl(check(accept=None)), as_powershell(check(accept=None))
    assert curl is not None
    assert powershell is not None
    assert " -H Accept: " in curl
    assert "Accept" not in powershell
