"""What can go wrong when an account is shared from the command line."""

from __future__ import annotations

from app.domain.errors import Problem
from app.domain.text import tr


class NoSuchAccount(Problem):
    code = "account.unknown"
    happened = tr("There is no account of this name or id on this computer.")
    means = tr("Nothing was shared.")
    next_step = tr("Use a name as scim-connection status prints it.")


class NameNotUnique(Problem):
    """Several accounts have it, usually the twins of QA and production. The raiser says which ids they have."""

    code = "account.ambiguous"
    happened = tr("Several accounts have this name.")
    means = tr("Sharing the wrong one would send people to the wrong place, so nothing was shared.")
    next_step = tr("Use the id of the one that you mean.")


class RecipientUnusable(Problem):
    code = "share.recipient_unusable"
    happened = tr("This recipient's key is not one that a share can be encrypted to.")
    means = tr("It takes public keys of age (age1…) and of SSH (ssh-ed25519 …, ssh-rsa …). Nothing was written.")
    next_step = tr("Ask the recipient for such a key, or share with a passphrase.")
