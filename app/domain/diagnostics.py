"""What may be said of a computer and of the program on it to somebody who helps: versions and counts.

It holds no secret and no name: no account's, no person's, no host, no path, nothing that a server wrote. That is not
left to whoever collects the facts: every text of theirs is one of the words that are listed here, or a number, or it
is said to be another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.errors import Problem
from app.domain.phrases import ago
from app.domain.version import VERSION

OTHER, NOT_KNOWN = "another", "not known"

SYSTEMS = ("Linux", "Windows", "Darwin")
MACHINES = ("x86_64", "amd64", "aarch64", "arm64", "i686", "armv7l", "riscv64", "ppc64le", "s390x")
DISTRIBUTIONS = (
    *("debian", "ubuntu", "linuxmint", "fedora", "rhel", "centos", "rocky", "almalinux", "opensuse-leap"),
    *("opensuse-tumbleweed", "sles", "arch", "manjaro", "gentoo", "nixos", "pop", "kali", "elementary", "zorin"),
)
DESKTOPS = (
    *("gnome", "kde", "xfce", "mate", "cinnamon", "x-cinnamon", "lxqt", "lxde", "budgie", "pantheon", "unity", "sway"),
    *("hyprland", "i3", "openbox", "cosmic", "deepin"),
)
SESSIONS = ("x11", "wayland", "tty")
PLATFORMS = ("xcb", "wayland", "wayland-egl", "windows", "cocoa", "offscreen", "minimal", "vnc", "eglfs")
THEMES = ("system", "light", "dark", "high contrast")
KEYRINGS = {
    "keyring.backends.SecretService": "Secret Service",
    "keyring.backends.libsecret": "libsecret",
    "keyring.backends.kwallet": "KWallet",
    "keyring.backends.Windows": "Windows Credential Manager",
    "keyring.backends.macOS": "macOS Keychain",
}
"""By the module of the keyring library's backend."""

_NUMBERS = re.compile(r"\d{1,6}(\.\d{1,6}){0,4}")
_VERSION = re.compile(r"\d{1,6}(\.\d{1,6}){0,4}((a|b|rc|\.post|\.dev)\d{1,4})?")
_LANGUAGE = re.compile(r"C|[a-z]{2,3}(_[A-Z]{2})?")


@dataclass(frozen=True)
class Facts:
    """What was found, as it was found: `text_of` says of it what may be said."""

    versions: Mapping[str, str] = field(default_factory=dict)
    """By the names in `PARTS`."""
    bundled: bool = False
    """Whether it runs from a bundle, and not from source or a wheel."""
    system: str = ""
    system_release: str = ""
    machine: str = ""
    distribution: str = ""
    distribution_version: str = ""
    desktop: str = ""
    session: str = ""
    platform: str = ""
    """Qt's."""
    scale: float = 0.0
    dark: bool | None = None
    theme: str = ""
    """As the person prefers it."""
    language: str = ""
    """The window's."""
    locale: str = ""
    """The system's."""
    keyring: str = ""
    """The module of the keyring library's backend; empty: there is none that may be used."""
    kept_in_keyring: bool | None = None
    """Whether the vault's key is in it; None: the vault is not open."""
    store_schema: int | None = None
    """None: the store is not open."""
    newest_schema: int = 0
    typed_accounts: int = 0
    practice_accounts: int = 0
    open_accounts: int = 0
    """Those without a problem."""
    old_tokens: int = 0
    proxy: bool = False
    """Whether the environment names one."""
    problems: Sequence[tuple[str, int, datetime]] = ()
    """Lately: code, how often, and when last."""


PARTS = ("Python", "Qt", "PySide6", "OpenSSL", "SQLite", "age (pyrage)", "httpx", "keyring", "cryptography", "qasync")
"""What versions are told of."""


def text_of(facts: Facts, now: datetime) -> str:
    """The facts as lines to paste into a message, in English: whoever helps has to understand them."""
    return "\n".join((*_about_program(facts), *_about_system(facts), *_about_kept(facts), *_about_problems(facts, now)))


def _about_program(facts: Facts) -> Iterable[str]:
    yield f"SCIM Connection {VERSION} ({'bundle' if facts.bundled else 'from source'})"
    for part in PARTS:
        yield f"{part}: {_matching(_VERSION, facts.versions.get(part, ''))}"


def _about_system(facts: Facts) -> Iterable[str]:
    release = _matching(_NUMBERS, _beginning(facts.system_release))
    yield f"System: {_listed(SYSTEMS, facts.system)} {release}, {_listed(MACHINES, facts.machine)}"
    if facts.system == "Linux":
        version = _matching(_NUMBERS, facts.distribution_version)
        yield f"Distribution: {_listed(DISTRIBUTIONS, facts.distribution)} {version}"
        desktops = [_listed(DESKTOPS, each) for each in facts.desktop.split(":")] if facts.desktop else [NOT_KNOWN]
        yield f"Desktop: {', '.join(dict.fromkeys(desktops))}, session {_listed(SESSIONS, facts.session)}"
    yield f"Window: {_listed(PLATFORMS, facts.platform)}, scale {facts.scale:.2f}"
    shown = NOT_KNOWN if facts.dark is None else "dark" if facts.dark else "light"
    yield f"Theme: {_listed(THEMES, facts.theme)}, shown {shown}"
    yield f"Language: {_matching(_LANGUAGE, facts.language)}, system {_matching(_LANGUAGE, facts.locale)}"
    yield f"Proxy in the environment: {'yes' if facts.proxy else 'no'}"


def _about_kept(facts: Facts) -> Iterable[str]:
    keyring = KEYRINGS.get(facts.keyring, OTHER) if facts.keyring else "none that can be used"
    used = {True: "in use", False: "not in use: kept in memory", None: "vault not open"}[facts.kept_in_keyring]
    yield f"Keyring: {keyring}, {used}"
    schema = "store not open" if facts.store_schema is None else f"{facts.store_schema} of {facts.newest_schema}"
    yield f"Schema: {schema}"
    yield (
        f"Accounts: {facts.typed_accounts} added, {facts.practice_accounts} pretend, {facts.open_accounts} without a "
        f"problem, {facts.old_tokens} with an old token"
    )


def _about_problems(facts: Facts, now: datetime) -> Iterable[str]:
    codes = known_codes()
    yield "Problems since the start:" if facts.problems else "Problems since the start: none"
    for code, times, last in facts.problems:
        yield f"  {code if code in codes else OTHER}: {times}, last {ago(last, now)}"


def known_codes() -> frozenset[str]:
    """The codes of every kind of problem that the program has: words of its own source."""
    found, kinds = {Problem.code}, [Problem]
    while kinds:
        kinds = [below for kind in kinds for below in kind.__subclasses__()]
        found.update(kind.code for kind in kinds)
    return frozenset(found)


def _listed(words: Iterable[str], text: str) -> str:
    """The listed word that it is."""
    if not text:
        return NOT_KNOWN
    return next((word for word in words if word.casefold() == text.casefold()), OTHER)


def _matching(form: re.Pattern[str], text: str) -> str:
    if not text:
        return NOT_KNOWN
    return text if form.fullmatch(text) else OTHER


def _beginning(text: str) -> str:
    """The numbers that a release begins with: a company may have put its name behind them."""
    found = _NUMBERS.match(text)
    return found[0] if found else text
