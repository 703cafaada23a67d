"""What a report says in sentences, for an administrator who does not know SCIM. The window, the terminal and the saved
page say the same."""

from __future__ import annotations

from app.domain.findings import Severity
from app.domain.report import ClientResult, Report, Verdict
from app.domain.text import Language, Text, joined, listed, said, tr

_SLIPS = ("url.cleaned", "url.no-scheme", "token.cleaned")
"""What was tested is not quite what was typed: a client would be given the slip."""
_FROM_HERE = ("dns.", "connect.", "proxy.")
"""Findings about the way from this computer: another one may come through."""


def verdict_sentence(report: Report) -> str:
    """The verdict in one sentence, as the window's headline."""
    client = client_result(report)
    if report.verdict is Verdict.BLOCKED:
        from_here = report.findings[0].code.startswith(_FROM_HERE)
        why = _lower_first(report.findings[0].message)
        if from_here:
            return tr("This connection does not work from this computer: {why}", why=why)
        if client is None:
            return tr("A provisioning client cannot use this connection: {why}", why=why)
        return tr("{client} cannot use this connection: {why}", client=client.name, why=why)
    if report.verdict is Verdict.UNKNOWN:
        codes = {finding.code for finding in report.findings}
        if "run.cancelled" in codes:
            return tr("You stopped the test before it was over.")
        if "http.rate-limited" in codes:
            return tr("The service asked to slow down, so the test could not be finished.")
        return tr("The test could not prove that this connection works.")
    if report.verdict is Verdict.USABLE and report.findings:
        return tr(
            "This connection works, but look at this first: {what}", what=_lower_first(report.findings[0].message)
        )
    if client is not None and client.ready is None:
        return tr("Nothing that was found keeps {client} from using this connection.", client=client.name)
    if _is_practice(report):
        if client is None:
            return tr("For practice, this connection works from this computer.")
        return tr("For practice, this connection does what {client} needs.", client=client.name)
    if client is None:
        return tr("This connection is ready for a provisioning client.")
    return tr("This connection is ready for {client}.", client=client.name)


def what_to_do(report: Report) -> list[str]:
    """What to do next, the most important first: never empty."""
    steps = [f.remedy for f in report.findings if f.severity is not Severity.INFO and f.remedy]
    if report.verdict in (Verdict.READY, Verdict.USABLE):
        steps += _entering(report)
    elif report.verdict is Verdict.UNKNOWN and not steps:
        steps.append(tr("Run the test again."))
    return list(dict.fromkeys(steps))


def client_result(report: Report) -> ClientResult | None:
    """What the run means for the client that the verdict is for; None where it is for any."""
    return next((client for client in report.clients if client.id == report.client), None)


def _is_practice(report: Report) -> bool:
    """Whether what was tested is this computer itself, which stops nobody and helps nobody but who practises."""
    return any(
        each.code == "net.not-public" and each.severity is Severity.INFO and not each.blocks for each in report.findings
    )


def _entering(report: Report) -> list[str]:
    """What to enter, and from where the verdict holds."""
    codes = {finding.code: finding for finding in report.findings}
    client = client_result(report)
    slips = [joined(codes[code].message, codes[code].remedy) for code in _SLIPS if code in codes]
    if _is_practice(report):
        return [
            *slips,
            tr(
                "This holds from this computer, for practice. A provisioning client in the cloud connects from its "
                "own network and cannot reach this address. What to enter, below, shows how it looks: with your real "
                "service, its own values stand there."
            ),
        ]
    steps = [*slips, *_what_where(report, client, told="url.wrong-base" in codes)]
    if client is not None and client.ready is None:
        steps.append(client.reason)
    name = tr("A provisioning client in the cloud") if client is None else client.name
    if report.vantage.public_address is False:
        return [
            *steps,
            tr(
                "This holds from this computer. {name} connects from its own network, and "
                "cannot reach this private address unless it runs inside yours: use a public endpoint otherwise.",
                name=name,
            ),
        ]
    return [
        *steps,
        tr(
            "This holds from this computer. {name} connects from its own network: "
            "run its own connection test after you have entered the values.",
            name=name,
        ),
    ]


def _what_where(report: Report, client: ClientResult | None, told: bool) -> list[str]:
    if client is not None:
        values = [
            tr("{value} as {label}", value=field.value, label=field.label)
            for field in client.fields
            if field.value is not None
        ]
        tokens = [tr("the token as {label}", label=field.label) for field in client.fields if field.kind == "token"]
        return (
            [tr("In {client}, enter {values}.", client=client.name, values=listed([*values, *tokens]))]
            if values
            else []
        )
    if report.recommended_base is None:
        return []
    enter = tr(
        "Enter {url} as the base URL in your provisioning client, with the same token.",
        url=report.recommended_base,
    )
    return [*([] if told else [enter]), *_for_appending(report)]


def _for_appending(report: Report) -> list[str]:
    """What a client gets that adds a part of the path itself."""
    found = [
        tr("if it adds {added} itself, enter {url}", added=added, url=url)
        for added, url in report.recommended_for_appending
        if url
    ]
    return [tr("Some clients add a part themselves: {parts}.", parts=joined(*found, by="; "))] if found else []


class _Continuing(Text):
    """A sentence that goes on where another one ends in a colon. Other languages leave its first letter as it is: what
    a small letter is, and whether one stands after a colon, differs."""

    sentence: str

    def said_in(self, language: Language) -> str:
        return said(self.sentence, language)


def _lower_first(sentence: str) -> str:
    first_word = sentence.split(" ", 1)[0]
    if first_word[1:] != first_word[1:].lower():
        return sentence
    made = _Continuing(sentence[:1].lower() + sentence[1:])
    made.sentence = sentence
    return made
