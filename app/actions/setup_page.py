"""What to enter in a provisioning client's console, and how, as one web page to print or to send: without the token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.actions.page_parts import numbered, page_head, pairs, paragraphs, section, text
from app.domain.client_messages import WORDS_NOT_KNOWN, messages_of
from app.domain.clients import ProvisioningClient, Sure
from app.domain.plain_text import shown
from app.domain.report_details import moment_words
from app.domain.version import VERSION
from app.share.writing import write_whole

_WITHOUT = "The token stands in no page: it comes to you another way. Never write it on this one."
_TONES = {"Production": "good", "QA": "warn", "Practice": "none"}
_SURE = {
    Sure.DOCUMENTED: "Documented by the vendor.",
    Sure.REPORTED: "Reported by others, not documented by the vendor.",
    Sure.UNKNOWN: "Not known. The client's own connection test has the last word.",
}


@dataclass(frozen=True)
class SetupPage:
    """The tab Client setup as it stands. No secret: where a token is entered, `values` says so in words."""

    client: ProvisioningClient
    values: tuple[tuple[str, str, str], ...]
    """Of each field its label, what to enter there, and a hint, which may be empty."""
    whose: str
    badge: str
    """The environment's word; empty where it is not known."""
    advice: str


def proposed_name(page: SetupPage) -> str:
    """The file name that the save dialog begins with."""
    words = f"SCIM set-up {page.client.name} {page.badge}"
    return "".join(each for each in shown(words) if each.isalnum() or each in " -").strip() + ".html"


def save_setup_page(page: SetupPage, target: Path, made_at: datetime) -> None:
    """Writes it whole or not at all, in place of what is there. Raises DiskFull and CannotWrite."""
    made = as_page(page, made_at, VERSION)
    write_whole(target, made.encode("utf-8", "replace"), replace=True)


def as_page(page: SetupPage, made_at: datetime, version: str) -> str:
    """The page, as of that moment by that version of this program."""
    client = page.client
    rows = [row for label, value, hint in page.values for row in ((label, value), ("", hint)) if row[1]]
    messages = paragraphs([] if client.errors else [WORDS_NOT_KNOWN]) + pairs(messages_of(client))
    sources = [source.title if source.url is None else f"{source.title}: {source.url}" for source in client.sources]
    sections = [
        section("What to enter", pairs(rows) + paragraphs([_WITHOUT])),
        section("Set up the first time", numbered(client.first_steps)),
        section("Replace the token", numbered(client.replace_steps)),
        section("Messages you may see", messages),
        section("How sure this is", paragraphs([_SURE[client.sure], *filter(None, [client.test_note])])),
        section("Where it is documented", paragraphs(sources)),
    ]
    title = f"SCIM set-up of {client.name}"
    return (
        f"{page_head(title)}<body>{_header(page, made_at)}<main>"
        + "\n".join(each for each in sections if each)
        + f"</main>\n<footer><p>Made by SCIM Connection for R-Service {text(version)}. This page holds no token.</p>"
        "</footer></body></html>\n"
    )


def _header(page: SetupPage, made_at: datetime) -> str:
    client, word = page.client, page.badge
    tone = _TONES.get(word, "none")
    environment = f' <span class="word {tone}">{text(word)}</span>' if word else ""
    return (
        f'<header class="{tone}"><h1>SCIM set-up of {text(client.name)}{environment}</h1>'
        f'<p class="lead">{text(page.whose)}</p>'
        + paragraphs(filter(None, [page.advice, client.note]))
        + pairs([("As of", moment_words(made_at))])
        + "</header>"
    )
