"""Taking a new token from the clipboard, or from what was typed."""

from __future__ import annotations

from app.domain.errors import NotAToken
from app.domain.pasted import recognise
from app.domain.text import tr
from app.domain.token_text import read_token
from app.domain.tokens import AccessToken

SHORTEST_GUARDED = 8
"""Characters. What is shorter is no token yet, and would be found in whatever is copied."""
EMPTIED = tr("The clipboard was emptied of it.")
NOT_EMPTIED = tr("It is still in the clipboard: copy something else.")


def token_in(text: str, *, typed: bool = False) -> AccessToken:
    """The one token in what was pasted; what was typed as one word is a token, whatever its shape. Raises NotAToken."""
    if not text.strip():
        raise NotAToken(
            tr("There is nothing to paste: the clipboard holds no text."),
            tr("Nothing was changed."),
            tr("Copy the SCIM access token in R-Service, then choose Paste."),
        )
    alone = read_token(text).token if typed and len(text.split()) == 1 else None
    if alone is not None:
        return alone
    found = recognise(text)
    if found.token is not None:
        return found.token
    if found.tokens:
        raise NotAToken(
            tr("There is more than one token in what you pasted."),
            tr("Nothing was changed."),
            tr("Copy the token that R-Service shows now, and nothing else, then paste again."),
        )
    raise NotAToken
