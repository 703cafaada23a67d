"""What is said of a token that was pasted and tried: what it means, and what to do next."""

from __future__ import annotations

from app.actions.guided_rotation import Judgement, Tried
from app.domain.text import tr

_SAID = {
    Judgement.GOOD: tr("The new token works and opens the same account, and the old one still works."),
    Judgement.REFUSED: (
        tr(
            "R-Service does not accept this token (401). It may not be whole, or be another account's or "
            "environment's. Copy it again in R-Service, then paste another."
        )
    ),
    Judgement.UNREACHABLE: (
        "{why} The token is kept here, and was not tried. Choose Try again when the connection is back."
    ),
    Judgement.OLD_REFUSED: (
        tr(
            "The new token works, but the old one does not any more: R-Service may have ended it, and clients that "
            "have it stand still. Whether both open the same account cannot be seen. Use the new one if you copied it "
            "from this account, and hand it over at once."
        )
    ),
    Judgement.OLD_UNKNOWN: (
        "The new token works. Nothing could be learned of the old one, so whether both open the same account is not "
        "known. {why} Try again in a while."
    ),
    Judgement.EMPTY: (
        tr(
            "Both tokens work. The account has no users and no groups yet, so it cannot be told from another one. Use "
            "the new token if you copied it from this account."
        )
    ),
    Judgement.ANOTHER_ACCOUNT: (
        tr(
            "This token works, but it seems to open another account: it shows other users and groups than the token "
            "kept here. Copy it again from this account and environment, then paste another."
        )
    ),
    Judgement.OLD_WORKS: (
        tr(
            "Both tokens work, so the one kept here was not mistyped. If R-Service rotated it, choose that above: the "
            "old one is then counted down."
        )
    ),
}


_NOT_KEPT = (
    "{why} The token could not be tried, and nothing was changed. Choose Check and keep it again when the connection "
    "is back."
)


def what_was_found(tried: Tried, *, kept: bool = True) -> str:
    """One or more sentences. `kept`: whether the token is in the vault already."""
    if tried.judgement is Judgement.UNREACHABLE and not kept:
        return _NOT_KEPT.format(why=tried.why)
    return " ".join(_SAID[tried.judgement].format(why=tried.why).split())
