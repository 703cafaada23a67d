"""What can go wrong, in words for the person: what happened, what it means, and what to do next.

Every error that is meant to reach a person is a `Problem`. `ui` and `cli` each have one place that shows them; no
other text of an exception is ever shown. The three sentences never hold a secret nor a server's own words.
"""

from __future__ import annotations


class Problem(Exception):  # noqa: N818  the domain's own word; "error" is what programmers see
    """Something went wrong that the person has to know about.

    `code` is stable and for programs; the sentences are for people. A subclass says them once; a raiser may replace
    those that depend on the case.
    """

    code = "problem"
    happened = "Something went wrong."
    means = "What you asked for was not done."
    next_step = "Try again. If it happens again, restart SCIM Connection."

    def __init__(self, happened: str = "", means: str = "", next_step: str = "") -> None:
        self.happened = happened or type(self).happened
        self.means = means or type(self).means
        self.next_step = next_step or type(self).next_step
        super().__init__(self.code)

    @property
    def sentences(self) -> str:
        """All three, one after the other."""
        return " ".join(part for part in (self.happened, self.means, self.next_step) if part)


class KeyringMissing(Problem):
    code = "keyring.missing"
    happened = "This computer has no keyring that SCIM Connection can use."
    means = "What you do now lives in memory and is gone when you close the window."
    next_step = "Install one (Debian and Ubuntu: gnome-keyring), sign in again and restart SCIM Connection."


class KeyringLocked(Problem):
    code = "keyring.locked"
    happened = "Your system keyring is locked."
    means = "SCIM Connection cannot read your tokens until it is open."
    next_step = "Unlock it when your system asks, then choose Try again."


class KeyringSilent(Problem):
    code = "keyring.silent"
    happened = "Your system keyring does not answer."
    means = "SCIM Connection cannot read your tokens until it does."
    next_step = "Look for a window that asks for your password, then choose Try again."


class KeyringRefused(Problem):
    """The keyring took a value and did not give it back, or failed in a way of its own."""

    code = "keyring.refused"
    happened = "Your system keyring did not keep what it was given."
    means = "Nothing was stored, and nothing that was stored before has changed."
    next_step = "Check that your keyring works, then choose Try again."


class SecretGone(Problem):
    """The key that opens this computer's vault is not in the keyring any more, or a vault file does not open."""

    code = "vault.gone"
    happened = "This computer no longer has the token of this account: its key is gone from the system keyring."
    means = "Everything else is kept, and the account itself is unchanged."
    next_step = "Restore your keyring from a backup, or get the token again from R-Service."


class SecretDamaged(SecretGone):
    """The right key is there, and the file does not open with it: it was changed, cut short, or the disk is failing."""

    code = "vault.damaged"
    happened = "This computer no longer has the token of this account: the file that held it is damaged."
    next_step = "Restore the file from a backup, or get the token again from R-Service."


class StorageBusy(Problem):
    """Another process of ours held a lock for longer than any write takes."""

    code = "storage.busy"
    happened = "Another SCIM Connection on this computer is writing and does not come to an end."
    means = "What you asked for was not kept; nothing that was kept before has changed."
    next_step = "Close the other SCIM Connection, then try again."


class StoreDamaged(Problem):
    """Found while running; at the next start the file is moved aside."""

    code = "store.damaged"
    happened = "What SCIM Connection keeps on this computer is damaged."
    means = "Your tokens are not affected: they are kept elsewhere."
    next_step = "Restart SCIM Connection: it moves the damaged file aside and starts a new one."


class DiskFull(Problem):
    code = "disk.full"
    happened = "The disk is full."
    means = "Nothing was half-written, and nothing was lost."
    next_step = "Free some space, then try again."


class CannotWrite(Problem):
    code = "disk.refused"
    happened = "The file could not be written there."
    means = "Nothing was half-written."
    next_step = "Choose another folder that you may write to."


class StoreTooNew(Problem):
    code = "store.too_new"
    happened = "A newer SCIM Connection has been used on this computer."
    means = "This older one would not understand what the newer one wrote, so it changes nothing."
    next_step = "Start the newer SCIM Connection, or update this one."


class ServiceUnreachable(Problem):
    code = "service.unreachable"
    happened = "R-Service does not answer."
    means = "What you see is what was last known."
    next_step = "Check your network connection, then choose Try again."


class ServiceFailed(Problem):
    """It answered, but not as the settings API promises."""

    code = "service.failed"
    happened = "R-Service answered in a way that SCIM Connection does not understand."
    means = "What you asked for may not have been done."
    next_step = "Try again in a few minutes. If it happens again, ask R-Service's support."


class LocalServiceFailed(Problem):
    code = "service.not_started"
    happened = "The R-Service on this computer could not be started."
    means = "The pretend account cannot be used for now; nothing of it is lost."
    next_step = "Choose Try again. If it happens again, restart your computer."


class LocalServiceTooNew(Problem):
    code = "service.database_too_new"
    happened = "The pretend account was last used by a newer SCIM Connection."
    means = "This older one leaves its database unchanged."
    next_step = "Start the newer SCIM Connection, or update this one."


class LocalServiceHeld(Problem):
    code = "service.held"
    happened = "Another R-Service already uses this data folder."
    means = "Two at once would damage it, so this one was not started."
    next_step = "Close the other SCIM Connection or `scim-connection serve`, then try again."


class NotSignedIn(Problem):
    code = "session.ended"
    happened = "Your R-Service session has ended."
    means = "SCIM Connection cannot read or change the account until you sign in again."
    next_step = "Restart SCIM Connection to sign in again."


class NotTheOwner(Problem):
    code = "account.not_owner"
    happened = "You are not an owner of this account."
    means = "Only the account owner can see the SCIM token."
    next_step = "Ask the account owner to share it with you securely."


class TokenChanged(Problem):
    code = "rotation.token_changed"
    happened = "Somebody else has rotated this token in the meantime."
    means = "Nothing was rotated now; the new token is shown."
    next_step = "Use the token that is shown now. Rotate again only if you still need to."


class PreviousStillValid(Problem):
    code = "rotation.previous_still_valid"
    happened = "An old token of this account is still valid."
    means = "Rotating now would end it, and a client that still uses it would stop."
    next_step = "Revoke the old token first, or wait until it has ended."


class TokenUnreadable(Problem):
    """The service's own record of the present token is damaged."""

    code = "token.unreadable"
    happened = "R-Service can no longer read this token."
    means = "Clients that have it can go on; R-Service can show it to nobody."
    next_step = "Rotate the token to get a new one."


class NameTaken(Problem):
    """Names are unique within an environment, whatever the case of their letters."""

    code = "account.name_taken"
    happened = "You already have an account of this name in this environment."
    means = "Two accounts of one name could be mistaken for each other, so nothing was saved."
    next_step = "Choose another name."


class NotANewToken(Problem):
    """What was pasted as the new token is one of those that this computer has."""

    code = "rotation.not_new"
    happened = "This is the token that you have here already, not a new one."
    means = "Nothing was changed. R-Service may not have rotated it, or you have copied it from an older place."
    next_step = "Copy the SCIM access token that R-Service shows now, then paste again."


class NotAToken(Problem):
    """There is no token, or more than one, in what was pasted."""

    code = "token.not_found"
    happened = "There is no SCIM access token in what you pasted."
    means = "Nothing was changed."
    next_step = "Copy the SCIM access token in R-Service, and nothing else, then paste again."


class TokenEnded(Problem):
    """R-Service answered 401 to a token that it took before."""

    code = "token.ended"
    happened = "This token has ended; somebody may have rotated it."
    means = "R-Service does not accept it any more (401). A provisioning client that has it cannot work either."
    next_step = "Open R-Service's settings, copy the token that stands there now, and choose Replace token…"


class RotationUnfinished(Problem):
    """A rotation was asked for and its answer has not been seen: it is finished by repeating the same request."""

    code = "rotation.unfinished"
    happened = "The answer to your rotation has not arrived."
    means = "The token may have been rotated. It is not lost: the same request is repeated, never a second one."
    next_step = "Choose Try again, or restart SCIM Connection when the network is back."


class SealingFailed(Problem):
    """The child process that encrypts a share ended without one, took too long, or made one that does not open."""

    code = "share.not_sealed"
    happened = "The share could not be encrypted."
    means = "No file was written, and nothing was shared."
    next_step = "Try again. If it happens again, restart SCIM Connection."


class NotEnoughMemory(Problem):
    """Encrypting to a passphrase takes half a gigabyte to one for some seconds, by design of age's scrypt."""

    code = "memory.short"
    happened = "Your computer does not have enough free memory to encrypt the share."
    means = "Encrypting takes up to one gigabyte for a few seconds. No file was written, and nothing was shared."
    next_step = "Close programs that you do not need, then try again."


class PassphraseTooWeak(Problem):
    code = "share.passphrase_weak"
    happened = "This passphrase is too easy to guess."
    means = "Whoever gets hold of the file could open it. Nothing was written."
    next_step = "Choose Suggest a passphrase, or type a longer one."


class FileExists(Problem):
    code = "disk.file_exists"
    happened = "There is already a file of this name."
    means = "It was left as it is, and nothing was written."
    next_step = "Choose another name, or confirm that this file may be replaced."


class CaFileUnusable(Problem):
    code = "ca_file.unusable"
    happened = "The file with certificates to trust cannot be read, or holds no certificate."
    means = "Nothing was tested."
    next_step = "Name a file that holds certificates as PEM text."
