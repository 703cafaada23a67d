"""The message that goes with a share, or in its place, in the language that its sender chose. No secret is in it."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.accounts import Account
from app.domain.plain_text import shown
from app.domain.share_format import ShareFormat
from app.share.page_words import DEFAULT, PageWords, read_words


def share_message(account: Account, form: ShareFormat, *, six_words: bool, language: str = DEFAULT) -> str:
    """What to send with the file. `six_words`: the passphrase is a suggested one. Reads a small file."""
    words = read_words(language)
    kind, ask = ("Page" if form is ShareFormat.PAGE else "Age"), ("SixWords" if six_words else "Passphrase")
    lines = (words.message[name] for name in ("holds", f"save{kind}", f"open{kind}", f"ask{ask}", "notOn"))
    return "\n".join(_filled(line, words, account) for line in lines)


def message_for_own_tool(
    account: Account, client: str, values: Iterable[tuple[str, str]], language: str = DEFAULT
) -> str:
    """What to send where the token goes another way, by a company's own secret tool. `values` are the labels of the
    client's console and what to enter there, in words where that is the token. Reads a small file."""
    words = read_words(language)
    return "\n".join(
        (
            _filled(words.message["ownTool"], words, account, client=client),
            *(words.message["ownToolField"].format(label=label, value=value) for label, value in values),
            words.message["ownToolToken"],
            words.message["notOn"],
        )
    )


def _filled(line: str, words: PageWords, account: Account, **more: str) -> str:
    environment = "practice" if account.practice else account.environment.value
    return line.format(account=shown(account.name), kind=words.message["kind"][environment], **more)
