"""What was recognised in a copied text, in a sentence or two. No token is repeated but by its last four digits."""

from __future__ import annotations

from app.domain.pasted import Called, FoundToken, Pasted
from app.domain.text import counted, tr

NOTHING = tr(
    "There is no endpoint and no token in what you copied. Copy both in R-Service, under Settings console › Apps › "
    "SCIM, then choose Paste both again."
)
EMPTY = tr("The clipboard is empty. Copy the endpoint or the token in R-Service first, then choose Paste both again.")


def what_was_found(pasted: Pasted, *, has_endpoint: bool = False, has_token: bool = False) -> str:
    """What was taken over, and what the person has to do about the rest: what R-Service shows in two fields is mostly
    copied one after the other. `has_…`: whether that field was filled before."""
    said = [*_of_the_endpoint(pasted), *_of_the_token(pasted)]
    if len(pasted.endpoints) == 0 and pasted.tokens and not has_endpoint:
        said.append(tr("Now copy the endpoint, too, and choose Paste both again."))
    if pasted.endpoint is not None and not (pasted.tokens or pasted.checksums or has_token):
        said.append(tr("Now copy the token, too, and choose Paste both again."))
    if pasted.cut:
        said.append(tr("Only the beginning of what you copied was looked at: it is very long."))
    return " ".join(said) if said else NOTHING


def _of_the_endpoint(pasted: Pasted) -> list[str]:
    if pasted.endpoint is not None:
        return [tr("The endpoint was pasted.")] if not (pasted.tokens or pasted.checksums) else []
    if pasted.endpoints:
        return [
            counted(
                "There is {n} address in what you copied: copy the right endpoint alone.",
                "There are {n} addresses in what you copied: copy the right endpoint alone.",
                len(pasted.endpoints),
            )
        ]
    return []


def _of_the_token(pasted: Pasted) -> list[str]:
    token = pasted.token
    said: list[str] = []
    if token is not None:
        ending = tr(" ending in {last_four}", last_four=token.last_four) if token.last_four else ""
        if pasted.endpoint is not None:
            said.append(tr("Endpoint and token were pasted; the token is the one{ending}.", ending=ending))
        else:
            said.append(tr("The token{ending} was pasted.", ending=ending))
        said += _which(pasted)
    elif pasted.tokens:
        said.append(
            counted(
                "There is {n} token in it. Choose the one that R-Service shows now.",
                "There are {n} tokens in it. Choose the one that R-Service shows now.",
                len(pasted.tokens),
            )
        )
    elif pasted.checksums:
        said.append(
            tr(
                "There is a value that could be a token, but what you copied calls it a checksum. If it is the token, "
                "copy it alone."
            )
        )
    return said


def _which(pasted: Pasted) -> list[str]:
    called = [each for each in pasted.tokens if each.called is Called.OLD]
    if len(pasted.tokens) == 1 and called:
        return [tr("What you copied calls it an old token: make sure that R-Service still shows it.")]
    if called:
        return [tr("The old token{ending} was left out.", ending=_ending(called[0]))]
    token = pasted.tokens[0].token.reveal()
    if token.lower() != token and len(token) == 64:
        return [tr("It is written in capital letters, which R-Service's tokens are not: check it.")]
    return []


def _ending(found: FoundToken) -> str:
    return tr(", ending in {last_four},", last_four=found.token.last_four) if found.token.last_four else ""
