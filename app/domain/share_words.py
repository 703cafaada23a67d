"""What is said about a share: what it can and cannot do."""

from __future__ import annotations

from app.domain.share_format import ShareFormat
from app.domain.text import joined, tr

_ANY_FILE = (
    tr(
        "The file holds the SCIM endpoint and the token, locked with the passphrase: whoever has both can use the "
        "token."
    ),
    tr("It does not expire by itself: rotating the token ends it, once the old token has ended too."),
)
_PAGE = (
    tr(
        "Mail filters often stop HTML files: then send a link from OneDrive or Teams. Previews do not open the page; "
        "the administrator has to save it first."
    ),
    tr(
        "Whoever could swap the file on its way could catch the passphrase: the next page shows its SHA-256, which "
        "you can compare by phone."
    ),
)
_AGE = (tr("Your administrator opens it with the free program age (age --decrypt) and the passphrase."),)
_OWN_TOOL = (
    tr(
        "A secret tool of your company is a good way, too: send the message below, which holds no secret, and put "
        "into the tool what Copy SCIM access token gives you on the tab SCIM."
    ),
)


def can_and_cannot(form: ShareFormat) -> str:
    """One thing a line."""
    return joined(*_ANY_FILE, *(_PAGE if form is ShareFormat.PAGE else _AGE), *_OWN_TOOL, by="\n")
