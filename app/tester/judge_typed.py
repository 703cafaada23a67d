"""Judges what was typed: endpoint and token. No sentence repeats it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.endpoints import Endpoint, Repair
from app.domain.findings import Finding
from app.domain.text import counted, grouped, listed, tr
from app.domain.token_text import LONGEST, TokenReading
from app.domain.tokens import AccessToken
from app.tester import plan
from app.tester.findings import finding


def judge_endpoint(endpoint: Endpoint | None, exchanged: bool = False) -> Iterator[Finding]:
    """`url.invalid`, `url.cleaned`, `url.no-scheme`, `url.insecure`. `exchanged`: the token is a web address."""
    check = plan.ENDPOINT.id
    if endpoint is None:
        yield finding(
            "url.invalid",
            check,
            tr("What you entered as endpoint is not a web address that can be tested, so nothing was sent."),
            tr("Endpoint and token look exchanged: enter the web address as endpoint, and the token as token.")
            if exchanged
            else tr(
                "Copy the SCIM endpoint again from your service's settings: it begins with https:// and holds no user "
                "name or password."
            ),
        )
        return
    removed = [repair.value for repair in endpoint.repairs if repair is not Repair.NO_SCHEME]
    if removed:
        yield finding(
            "url.cleaned",
            check,
            tr(
                "The endpoint was tested without something that does not belong to it: {what}.",
                what=listed(removed),
            ),
            tr("Enter the endpoint in your provisioning client as this report shows it."),
        )
    if Repair.NO_SCHEME in endpoint.repairs:
        yield finding(
            "url.no-scheme",
            check,
            tr("The endpoint did not say how to connect, so https:// was put before it."),
            tr("Enter the endpoint in your provisioning client with https:// at its beginning."),
        )
    if endpoint.insecure:
        yield finding(
            "url.insecure",
            check,
            tr("The endpoint begins with http://, which would send the token unencrypted, so nothing was sent."),
            tr("Enter the endpoint with https:// at its beginning."),
        )


_R_SERVICE = "r-service.tech"
_R_SERVICE_TOKEN = re.compile(r"[0-9A-Fa-f]{64}")


def judge_token(reading: TokenReading, endpoint: Endpoint | None) -> Iterator[Finding]:
    """`token.*`."""
    check = plan.TOKEN.id
    if reading.repaired:
        yield finding(
            "token.cleaned",
            check,
            tr(
                "The token was tested without something that does not belong to it: {what}.",
                what=listed(reading.repaired),
            ),
            tr("Copy the token again without it before you enter it in your provisioning client."),
        )
    if reading.problem == "token.empty":
        yield finding(
            "token.empty",
            check,
            tr("There is no token to test with."),
            tr("Copy the SCIM access token from your service's settings and enter it."),
        )
    elif reading.too_long:
        yield finding(
            "token.malformed",
            check,
            tr(
                "The token is longer than {longest} characters, the most that is tested with, so nothing was sent.",
                longest=grouped(LONGEST),
            ),
            tr("Copy the token alone from your service's settings, and enter it again."),
        )
    elif reading.problem == "token.malformed":
        yield finding(
            "token.malformed",
            check,
            tr(
                "The token holds characters that no token can have, such as a blank, a line end or an accented letter, "
                "so nothing was sent."
            ),
            tr("Copy the token again, in one piece and nothing around it."),
        )
    elif reading.token is not None and endpoint is not None and _is_r_services(endpoint.host):
        yield from _unlike_r_services(reading.token)
    elif reading.unusual:
        yield finding(
            "token.unusual",
            check,
            tr("The token holds characters that tokens rarely have."),
            tr("Compare it with the one in your service's settings if it is refused."),
        )


def _is_r_services(host: str) -> bool:
    """Whether it is R-Service's own host, whose documented endpoint is https://api.r-service.tech/scim/v2."""
    return host == _R_SERVICE or host.endswith("." + _R_SERVICE)


def _unlike_r_services(token: AccessToken) -> Iterator[Finding]:
    text = token.reveal()
    if _R_SERVICE_TOKEN.fullmatch(text):
        return
    if len(text) == 64:
        message = tr(
            "A token of R-Service has 64 hexadecimal digits (0 to 9 and a to f), and this one has 64 characters, not "
            "all of them hexadecimal digits."
        )
    else:
        message = counted(
            "A token of R-Service has 64 hexadecimal digits (0 to 9 and a to f), and this one has {number} character.",
            "A token of R-Service has 64 hexadecimal digits (0 to 9 and a to f), and this one has {number} characters.",
            len(text),
            number=grouped(len(text)),
        )
    yield finding(
        "token.unusual",
        plan.TOKEN.id,
        message,
        tr("Copy the whole SCIM access token again from R-Service's settings, and nothing else."),
    )
