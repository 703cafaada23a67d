"""The details of a report in words: each client, what stands in its fields, the certificate, from where it was tested.
The terminal and the saved page say the same."""

from __future__ import annotations

from datetime import UTC, datetime

from app.domain.report import Check, ClientField, ClientResult, Report, Seen, Sent, TlsSeen, Vantage
from app.domain.text import tr

NOT_KNOWN = tr("not known")
_SURE = {
    "documented": tr("documented by its vendor"),
    "reported": tr("reported by others"),
    "unknown": tr("not documented"),
}
_SENT = {
    Sent.TOKEN: tr("the token"),
    Sent.OLD_TOKEN: tr("the old token"),
    Sent.MADE_UP_TOKEN: tr("a made-up token"),
    Sent.NONE: tr("no token"),
}
_TOKENS = {"token": tr("the token"), "authorization-header": tr("Bearer and the token")}


def ready_words(client: ClientResult) -> str:
    """Whether the client can use the connection."""
    if client.ready is None:
        return NOT_KNOWN
    return "ready" if client.ready else tr("not ready")


def sure_words(client: ClientResult) -> str:
    """How sure it is what the client needs."""
    return _SURE.get(client.sure, NOT_KNOWN)


def entered(field: ClientField, after_token: str = "") -> str:
    """What to enter in a field; `after_token` follows where that is the token, which stands in no report."""
    if field.value is not None:
        return field.value
    if field.kind in _TOKENS:
        return _TOKENS[field.kind] + after_token
    return tr("for you to choose") if field.kind == "other" else NOT_KNOWN


def bases_to_enter(report: Report) -> list[tuple[str, str]]:
    """What to enter in a client that is not known here, by what it appends; empty where no base URL is usable."""
    rows = [(tr("A client that appends nothing"), report.recommended_base)]
    rows += [
        (tr("A client that appends {appended}", appended=appended), url)
        for appended, url in report.recommended_for_appending
    ]
    return [(who, url) for who, url in rows if url is not None]


def seen_sentences(seen: Seen) -> list[str]:
    """Which host the resources name, and how many there are: a right token of the wrong account shows here."""
    sentences: list[str] = []
    if seen.location_hosts:
        word = "host" if len(seen.location_hosts) == 1 else "hosts"
        sentences.append(
            tr("The users' own addresses name the {word} {join}.", word=word, join=", ".join(seen.location_hosts))
        )
    counts = [
        _count(number, what)
        for number, what in ((seen.users_total, "user"), (seen.groups_total, "group"))
        if number is not None
    ]
    if counts:
        sentences.append(tr("The service says that it has {join}.", join=" and ".join(counts)))
    if sentences:
        sentences.append(tr("Check that this is the account that you mean."))
    return sentences


def certificate_rows(tls: TlsSeen, now: datetime) -> list[tuple[str, str]]:
    """The certificate, by name and value."""
    return [
        (tr("Issued to"), tls.subject),
        ("Names", ", ".join(tls.alt_names) or "none"),
        (tr("Issued by"), tls.issuer),
        (tr("Valid from"), _day(tls.not_before)),
        (tr("Valid until"), certificate_end(tls, now)),
        (tr("Trusted by this computer"), "yes" if tls.trusted else "no"),
        (tr("Trusted by the public list"), _yes_or_no(tls.publicly_trusted)),
        ("Protocol", tls.protocol or NOT_KNOWN),
    ]


def certificate_end(tls: TlsSeen, now: datetime) -> str:
    """When it ends, and how many whole days that is from now."""
    if tls.not_after is None:
        return NOT_KNOWN
    left = (tls.not_after - now).days
    words = tr("{count} left", count=_count(left, "day")) if tls.not_after > now else "ended"
    return f"{_day(tls.not_after)} ({words})"


def vantage_rows(vantage: Vantage) -> list[tuple[str, str]]:
    """From where it was tested, by name and value."""
    address = vantage.address or (NOT_KNOWN if vantage.proxy is None else tr("known to the proxy alone"))
    if vantage.public_address is not None:
        address += (
            tr(" (on the internet)")
            if vantage.public_address
            else tr(" (private: not to be reached from the internet)")
        )
    return [("Proxy", vantage.proxy or "none"), (tr("Address tested"), address)]


def timing_rows(report: Report) -> list[tuple[str, str]]:
    """How long it took, by name and value, and how many requests were sent."""
    timings = report.timings
    rows = [
        (tr("Finding the server's address"), timings.dns_ms),
        ("Connecting", timings.connect_ms),
        ("Encryption", timings.tls_ms),
        (tr("The whole test"), timings.total_ms),
    ]
    return [
        *((name, milliseconds(value) if value is not None else tr("not measured")) for name, value in rows),
        (tr("Requests sent"), str(timings.requests)),
    ]


def exchange_sentence(check: Check) -> str:
    """Which token a request carried, what it said it accepts, and what came back."""
    sent = "" if check.sent is None else tr(" with {sent}", sent=_SENT[check.sent])
    accept = tr("Accept: {accept}", accept=check.accept) if check.accept else tr("no Accept header")
    took = (
        "" if check.duration_ms is None else tr(" after {milliseconds}", milliseconds=milliseconds(check.duration_ms))
    )
    if check.response_status is None:
        return tr("Sent{sent}, {accept}. No answer{took}.", sent=sent, accept=accept, took=took)
    kind = check.content_type or tr("without a media type")
    return tr(
        "Sent{sent}, {accept}. Answered{took} with status {response_status}, {kind}.",
        sent=sent,
        accept=accept,
        took=took,
        response_status=check.response_status,
        kind=kind,
    )


def status_words(status: int | None) -> str:
    """An HTTP status, or that there was none."""
    return tr("no answer") if status is None else str(status)


def milliseconds(value: float | None) -> str:
    """A duration; empty where there is none."""
    return "" if value is None else tr("{value} ms", value=f"{value:,.0f}")


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
