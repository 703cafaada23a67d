"""The details of a report in words: each client, what stands in its fields, the certificate, from where it was tested.
The terminal and the saved page say the same."""

from __future__ import annotations

from datetime import UTC, datetime

from app.domain.report import Check, ClientField, ClientResult, Report, Seen, Sent, TlsSeen, Vantage
from app.domain.text import Text, counted, grouped, joined, tr

NOT_KNOWN = "not known"
_SURE = {
    "documented": "documented by its vendor",
    "reported": "reported by others",
    "unknown": "not documented",
}
_SENT = {
    Sent.TOKEN: "the token",
    Sent.OLD_TOKEN: "the old token",
    Sent.MADE_UP_TOKEN: "a made-up token",
    Sent.NONE: "no token",
}
_TOKENS = {"token": "the token", "authorization-header": "Bearer and the token"}


def ready_words(client: ClientResult) -> str:
    """Whether the client can use the connection."""
    if client.ready is None:
        return NOT_KNOWN
    return "ready" if client.ready else "not ready"


def sure_words(client: ClientResult) -> str:
    """How sure it is what the client needs."""
    return _SURE.get(client.sure, NOT_KNOWN)


def entered(field: ClientField, after_token: str = "") -> str:
    """What to enter in a field; `after_token` follows where that is the token, which stands in no report."""
    if field.value is not None:
        return field.value
    if field.kind in _TOKENS:
        return _TOKENS[field.kind] + after_token
    return "for you to choose" if field.kind == "other" else NOT_KNOWN


def bases_to_enter(report: Report) -> list[tuple[str, str]]:
    """What to enter in a client that is not known here, by what it appends; empty where no base URL is usable."""
    rows = [("A client that appends nothing", report.recommended_base)]
    rows += [(f"A client that appends {appended}", url) for appended, url in report.recommended_for_appending]
    return [(who, url) for who, url in rows if url is not None]


def seen_sentences(seen: Seen) -> list[str]:
    """Which host the resources name, and how many there are: a right token of the wrong account shows here."""
    sentences: list[str] = []
    if seen.location_hosts:
        sentences.append(
            counted(
                "The users' own addresses name the host {hosts}.",
                "The users' own addresses name the hosts {hosts}.",
                len(seen.location_hosts),
                hosts=joined(*seen.location_hosts, by=", "),
            )
        )
    users, groups = seen.users_total, seen.groups_total
    if users is not None and groups is not None:
        sentences.append(
            tr("The service says that it has {users} and {groups}.", users=_users(users), groups=_groups(groups))
        )
    elif users is not None:
        sentences.append(tr("The service says that it has {users}.", users=_users(users)))
    elif groups is not None:
        sentences.append(tr("The service says that it has {groups}.", groups=_groups(groups)))
    if sentences:
        sentences.append(tr("Check that this is the account that you mean."))
    return sentences


def _users(number: int) -> Text:
    return counted("{number} user", "{number} users", number, number=grouped(number))


def _groups(number: int) -> Text:
    return counted("{number} group", "{number} groups", number, number=grouped(number))


def certificate_rows(tls: TlsSeen, now: datetime) -> list[tuple[str, str]]:
    """The certificate, by name and value."""
    return [
        ("Issued to", tls.subject),
        ("Names", ", ".join(tls.alt_names) or "none"),
        ("Issued by", tls.issuer),
        ("Valid from", _day(tls.not_before)),
        ("Valid until", certificate_end(tls, now)),
        ("Trusted by this computer", "yes" if tls.trusted else "no"),
        ("Trusted by the public list", _yes_or_no(tls.publicly_trusted)),
        ("Protocol", tls.protocol or NOT_KNOWN),
    ]


def certificate_end(tls: TlsSeen, now: datetime) -> str:
    """When it ends, and how many whole days that is from now."""
    if tls.not_after is None:
        return NOT_KNOWN
    left = (tls.not_after - now).days
    words = f"{_count(left, 'day')} left" if tls.not_after > now else "ended"
    return f"{_day(tls.not_after)} ({words})"


def vantage_rows(vantage: Vantage) -> list[tuple[str, str]]:
    """From where it was tested, by name and value."""
    address = vantage.address or (NOT_KNOWN if vantage.proxy is None else "known to the proxy alone")
    if vantage.public_address is not None:
        address += " (on the internet)" if vantage.public_address else " (private: not to be reached from the internet)"
    return [("Proxy", vantage.proxy or "none"), ("Address tested", address)]


def timing_rows(report: Report) -> list[tuple[str, str]]:
    """How long it took, by name and value, and how many requests were sent."""
    timings = report.timings
    rows = [
        ("Finding the server's address", timings.dns_ms),
        ("Connecting", timings.connect_ms),
        ("Encryption", timings.tls_ms),
        ("The whole test", timings.total_ms),
    ]
    return [
        *((name, milliseconds(value) if value is not None else "not measured") for name, value in rows),
        ("Requests sent", str(timings.requests)),
    ]


def exchange_sentence(check: Check) -> str:
    """Which token a request carried, what it said it accepts, and what came back."""
    sent = "" if check.sent is None else f" with {_SENT[check.sent]}"
    accept = f"Accept: {check.accept}" if check.accept else "no Accept header"
    took = "" if check.duration_ms is None else f" after {milliseconds(check.duration_ms)}"
    if check.response_status is None:
        return f"Sent{sent}, {accept}. No answer{took}."
    kind = check.content_type or "without a media type"
    return f"Sent{sent}, {accept}. Answered{took} with status {check.response_status}, {kind}."


def status_words(status: int | None) -> str:
    """An HTTP status, or that there was none."""
    return "no answer" if status is None else str(status)


def milliseconds(value: float | None) -> str:
    """A duration; empty where there is none."""
    return "" if value is None else f"{value:,.0f} ms"


def moment_words(moment: datetime) -> str:
    """A moment to the second, in UTC, which is named."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _day(moment: datetime | None) -> str:
    return NOT_KNOWN if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def _yes_or_no(value: bool | None) -> str:
    if value is None:
        return NOT_KNOWN
    return "yes" if value else "no"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
