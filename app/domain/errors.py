"""What can go wrong, in words for the person: what happened, what it means, and what to do next.

Every error that is meant to reach a person is a `Problem`. `ui` and `cli` each have one place that shows them; no
other text of an exception is ever shown. The three sentences never hold a secret nor a server's own words.
"""

from __future__ import annotations

from app.domain.text import joined, tr


class Problem(Exception):  # noqa: N818  the domain's own word; "error" is what programmers see
    """Something went wrong that the person has to know about.

    `code` is stable and for programs; the sentences are for people. A subclass says them once; a raiser may replace
    those that depend on the case.
    """

    code = "problem"
    happened: str = tr("Something went wrong.")
    means: str = tr("What you asked for was not done.")
    next_step: str = tr("Try again. If it happens again, restart SCIM Connection.")

    def __init__(self, happened: str = "", means: str = "", next_step: str = "") -> None:
        self.happened = happened or type(self).happened
        self.means = means or type(self).means
        self.next_step = next_step or type(self).next_step
        super().__init__(self.code)

    @property
    def sentences(self) -> str:
        """All three, one after the other."""
        return joined(self.happened, self.means, self.next_step)


class KeyringMissing(Problem):
    code = "keyring.missing"
    happened = tr("This computer has no keyring that SCIM Connection can use.")
    means = tr("What you do now lives in memory and is gone when you close the window.")
    next_step = tr("Install one (Debian and Ubuntu: gnome-keyring), sign in again and restart SCIM Connection.")


class KeyringLocked(Problem):
    code = "keyring.locked"
    happened = tr("Your system keyring is locked.")
    means = tr("SCIM Connection cannot read your tokens until it is open.")
    next_step = tr("Unlock it when your system asks, then choose Try again.")


class KeyGone(Problem):
    """The keyring answers, and has our key no more."""

    code = "keyring.key_gone"
    happened = "The key of your kept tokens is not in your system keyring any more."
    means = "SCIM Connection cannot read your tokens without it. They are left as they are."
    next_step = "Bring your keyring back from a copy, then choose Try again, or restart SCIM Connection."


class KeyringSilent(Problem):
    code = "keyring.silent"
    happened = tr("Your system keyring does not answer.")
    means = tr("SCIM Connection cannot read your tokens until it does.")
    next_step = tr("Look for a window that asks for your password, then choose Try again.")


class KeyringRefused(Problem):
    """The keyring took a value and did not give it back, or failed in a way of its own."""

    code = "keyring.refused"
    happened = tr("Your system keyring did not keep what it was given.")
    means = tr("Nothing was stored, and nothing that was stored before has changed.")
    next_step = tr("Check that your keyring works, then choose Try again.")


class SecretGone(Problem):
    """The key that opens this computer's vault is not in the keyring any more, or a vault file does not open."""

    code = "vault.gone"
    happened = tr("This computer no longer has the token of this account: its key is gone from the system keyring.")
    means = tr("Everything else is kept, and the account itself is unchanged.")
    next_step = tr("Restore your keyring from a backup, or get the token again from R-Service.")


class SecretDamaged(SecretGone):
    """The right key is there, and the file does not open with it: it was changed, cut short, or the disk is failing."""

    code = "vault.damaged"
    happened = tr("This computer no longer has the token of this account: the file that held it is damaged.")
    next_step = tr("Restore the file from a backup, or get the token again from R-Service.")


class StorageBusy(Problem):
    """Another process of ours held a lock for longer than any write takes."""

    code = "storage.busy"
    happened = tr("Another SCIM Connection on this computer is writing and does not come to an end.")
    means = tr("What you asked for was not kept; nothing that was kept before has changed.")
    next_step = tr("Close the other SCIM Connection, then try again.")


class StoreDamaged(Problem):
    """Found while running; at the next start the file is moved aside."""

    code = "store.damaged"
    happened = tr("What SCIM Connection keeps on this computer is damaged.")
    means = tr("Your tokens are not affected: they are kept elsewhere.")
    next_step = tr("Restart SCIM Connection: it moves the damaged file aside and starts a new one.")


class DiskFull(Problem):
    code = "disk.full"
    happened = tr("The disk is full.")
    means = tr("Nothing was half-written, and nothing was lost.")
    next_step = tr("Free some space, then try again.")


class CannotWrite(Problem):
    code = "disk.refused"
    happened = tr("The file could not be written there.")
    means = tr("Nothing was half-written.")
    next_step = tr("Choose another folder that you may write to.")


class StoreTooNew(Problem):
    code = "store.too_new"
    happened = tr("A newer SCIM Connection has been used on this computer.")
    means = tr("This older one would not understand what the newer one wrote, so it changes nothing.")
    next_step = tr("Start the newer SCIM Connection, or update this one.")


class ServiceUnreachable(Problem):
    code = "service.unreachable"
    happened = tr("R-Service does not answer.")
    means = tr("What you see is what was last known.")
    next_step = tr("Check your network connection, then choose Try again.")


class ServiceFailed(Problem):
    """It answered, but not as the settings API promises."""

    code = "service.failed"
    happened = tr("R-Service answered in a way that SCIM Connection does not understand.")
    means = tr("What you asked for may not have been done.")
    next_step = tr("Try again in a few minutes. If it happens again, ask R-Service's support.")


class LocalServiceFailed(Problem):
    code = "service.not_started"
    happened = tr("The R-Service on this computer could not be started.")
    means = tr("The pretend account cannot be used for now; nothing of it is lost.")
    next_step = tr("Choose Try again. If it happens again, restart your computer.")


class LocalServiceTooNew(Problem):
    code = "service.database_too_new"
    happened = tr("The pretend account was last used by a newer SCIM Connection.")
    means = tr("This older one leaves its database unchanged.")
    next_step = tr("Start the newer SCIM Connection, or update this one.")


class LocalServiceHeld(Problem):
    code = "service.held"
    happened = tr("Another R-Service already uses this data folder.")
    means = tr("Two at once would damage it, so this one was not started.")
    next_step = tr("Close the other SCIM Connection or `scim-connection serve`, then try again.")


class NotSignedIn(Problem):
    code = "session.ended"
    happened = tr("Your R-Service session has ended.")
    means = tr("SCIM Connection cannot read or change the account until you sign in again.")
    next_step = tr("Restart SCIM Connection to sign in again.")


class NotTheOwner(Problem):
    code = "account.not_owner"
    happened = tr("You are not an owner of this account.")
    means = tr("Only the account owner can see the SCIM token.")
    next_step = tr("Ask the account owner to share it with you securely.")


class TokenChanged(Problem):
    code = "rotation.token_changed"
    happened = tr("Somebody else has rotated this token in the meantime.")
    means = tr("Nothing was rotated now; the new token is shown.")
    next_step = tr("Use the token that is shown now. Rotate again only if you still need to.")


class PreviousStillValid(Problem):
    code = "rotation.previous_still_valid"
    happened = tr("An old token of this account is still valid.")
    means = tr("Rotating now would end it, and a client that still uses it would stop.")
    next_step = tr("Revoke the old token first, or wait until it has ended.")


class TokenUnreadable(Problem):
    """The service's own record of the present token is damaged."""

    code = "token.unreadable"
    happened = tr("R-Service can no longer read this token.")
    means = tr("Clients that have it can go on; R-Service can show it to nobody.")
    next_step = tr("Rotate the token to get a new one.")


class NameTaken(Problem):
    """Names are unique within an environment, whatever the case of their letters."""

    code = "account.name_taken"
    happened = tr("You already have an account of this name in this environment.")
    means = tr("Two accounts of one name could be mistaken for each other, so nothing was saved.")
    next_step = tr("Choose another name.")


class NotANewToken(Problem):
    """What was pasted as the new token is one of those that this computer has."""

    code = "rotation.not_new"
    happened = tr("This is the token that you have here already, not a new one.")
    means = tr("Nothing was changed. R-Service may not have rotated it, or you have copied it from an older place.")
    next_step = tr("Copy the SCIM access token that R-Service shows now, then paste again.")


class NotAToken(Problem):
    """There is no token, or more than one, in what was pasted."""

    code = "token.not_found"
    happened = tr("There is no SCIM access token in what you pasted.")
    means = tr("Nothing was changed.")
    next_step = tr("Copy the SCIM access token in R-Service, and nothing else, then paste again.")


class TokenEnded(Problem):
    """R-Service answered 401 to a token that it took before."""

    code = "token.ended"
    happened = tr("This token has ended; somebody may have rotated it.")
    means = tr("R-Service does not accept it any more (401). A provisioning client that has it cannot work either.")
    next_step = tr("Open R-Service's settings, copy the token that stands there now, and choose Replace token…")


class RotationUnfinished(Problem):
    """A rotation was asked for and its answer has not been seen: it is finished by repeating the same request."""

    code = "rotation.unfinished"
    happened = tr("The answer to your rotation has not arrived.")
    means = tr("The token may have been rotated. It is not lost: the same request is repeated, never a second one.")
    next_step = tr("Choose Try again, or restart SCIM Connection when the network is back.")


class SealingFailed(Problem):
    """The child process that encrypts a share ended without one, took too long, or made one that does not open."""

    code = "share.not_sealed"
    happened = tr("The share could not be encrypted.")
    means = tr("No file was written, and nothing was shared.")
    next_step: str = tr("Try again. If it happens again, restart SCIM Connection.")


class NotEnoughMemory(Problem):
    """Encrypting to a passphrase takes half a gigabyte to one for some seconds, by design of age's scrypt."""

    code = "memory.short"
    happened = tr("Your computer does not have enough free memory to encrypt the share.")
    means = tr("Encrypting takes up to one gigabyte for a few seconds. No file was written, and nothing was shared.")
    next_step = tr("Close programs that you do not need, then try again.")


class PassphraseTooWeak(Problem):
    code = "share.passphrase_weak"
    happened = tr("This passphrase is too easy to guess.")
    means = tr("Whoever gets hold of the file could open it. Nothing was written.")
    next_step = tr("Choose Suggest a passphrase, or type a longer one.")


class FileExists(Problem):
    code = "disk.file_exists"
    happened = tr("There is already a file of this name.")
    means = tr("It was left as it is, and nothing was written.")
    next_step = tr("Choose another name, or confirm that this file may be replaced.")


class CaFileUnusable(Problem):
    code = "ca_file.unusable"
    happened = tr("The file with certificates to trust cannot be read, or holds no certificate.")
    means = tr("Nothing was tested.")
    next_step = tr("Name a file that holds certificates as PEM text.")
