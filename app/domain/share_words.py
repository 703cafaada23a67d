"""What is said about a share: what it can and cannot do, and the message that goes with the file."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.accounts import Account
from app.domain.plain_text import shown
from app.domain.share_format import ShareFormat

_ANY_FILE = (
    "The file holds the SCIM endpoint and the token, locked with the passphrase: whoever has both can use the token.",
    "It does not expire by itself: rotating the token ends it, once the old token has ended too.",
)
_PAGE = (
    "Mail filters often stop HTML files: then send a link from OneDrive or Teams. Previews do not open the page; the "
    "administrator has to save it first.",
    "Whoever could swap the file on its way could catch the passphrase: the next page shows its SHA-256, which you can "
    "compare by phone.",
)
_AGE = ("Your administrator opens it with the free program age (age --decrypt) and the passphrase.",)
_OWN_TOOL = (
    "A secret tool of your company is a good way, too: send the message below, which holds no secret, and put into the "
    "tool what Copy SCIM access token gives you on the tab SCIM.",
)


def can_and_cannot(form: ShareFormat) -> str:
    """One thing a line."""
    return "\n".join((*_ANY_FILE, *(_PAGE if form is ShareFormat.PAGE else _AGE), *_OWN_TOOL))


def message(account: Account, form: ShareFormat, *, six_words: bool) -> str:
    """What to send with the file, without any secret. `six_words`: the passphrase is a suggested one."""
    kind = _kind(account)
    phrase = "six words" if six_words else "passphrase"
    if form is ShareFormat.PAGE:
        how = (
            "1. Save the file; do not preview it.\n"
            "2. Open the saved file with your browser (Edge, Chrome, Firefox or Safari). Nothing has to be installed.\n"
            f"3. Ask me for the {phrase} by phone, and compare the host name with me before you enter anything."
        )
    else:
        how = (
            "1. Save the file.\n"
            "2. Open it with age (https://age-encryption.org): age --decrypt FILE\n"
            f"3. Ask me for the {phrase} by phone, and compare the host name with me before you enter anything."
        )
    return (
        f"Here are the SCIM endpoint and the SCIM access token of {shown(account.name)} ({kind}), "
        "in an encrypted file.\n"
        f"{how}\n"
        "Do not send the token on in a message."
    )


def message_for_own_tool(account: Account, client: str, values: Iterable[tuple[str, str]]) -> str:
    """What to send where the token goes another way, by a company's own secret tool. `values` are the labels of the
    client's console and what to enter there, in words where that is the token."""
    return "\n".join(
        (
            f"Here is what to enter in {client} for {shown(account.name)} ({_kind(account)}):",
            *(f"{label}: {value}" for label, value in values),
            "The token comes to you another way. Compare the host name with me by phone before you enter anything.",
            "Do not send the token on in a message.",
        )
    )


def _kind(account: Account) -> str:
    return "a practice account, as an exercise" if account.practice else f"our {account.badge} account"
