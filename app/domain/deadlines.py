"""What is due for an account, and when: the yearly rotation, a token whose age nobody knows, an old token's end.

Reads no secret and knows no language settings: sentences say `in 3 days`, and whoever shows them may add the date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from app.domain.accounts import AccountId
from app.domain.countdown import days_of, hours_of
from app.domain.periods import AS_IT_COMES, Periods
from app.domain.phrases import ROTATE_AFTER, ago
from app.domain.text import counted, tr
from app.domain.typed import GuidedRotation, GuidedStep

UNKNOWN_AGE_AFTER = timedelta(days=30)
"""How long after it came to this computer a token of unknown age falls due."""
STILL_IN_USE = timedelta(days=3)
"""A client that used the old token in so many days before now, or before its end, counts as still using it."""
ENDED_STAYS = timedelta(days=7)
"""How long after an old token has ended, though not everybody had the new one, that is said."""
LEFT_AFTER = timedelta(hours=1)
"""How long after it was begun a rotation by guidance counts as left in the middle."""
PRACTICE = "Practice"
"""The badge of a pretend account."""


class DeadlineKind(Enum):
    """What is to be done by then; the words are those of `scim-connection status --json`. Most urgent first."""

    OLD_ENDED = "old_token_ended"
    ROTATION_LEFT = "rotation_left"
    """A rotation by guidance was left in the middle: R-Service may have a new token that this computer has not."""
    OLD_ENDS = "old_token_ends"
    ROTATION = "rotation"
    UNKNOWN_AGE = "unknown_age"


class Due(Enum):
    """How a deadline stands."""

    TO_COME = "to_come"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class AccountDates:
    """What is known, without a secret, of the dates of one account's tokens."""

    account: AccountId
    name: str
    badge: str
    """As `app.domain.accounts.Account.badge`."""
    token_created_at: datetime | None = None
    """By the service's clock; None where nobody knows."""
    token_known_since: datetime | None = None
    """When the token came to this computer, by its clock; None where no token has been seen yet."""
    old_token_expires_at: datetime | None = None
    """By the service's clock; None where no old token lives."""
    old_token_used_at: datetime | None = None
    """Its last use by a provisioning client; None where none was seen, or nothing is known of uses."""
    uses_known: bool = False
    """Whether the account's source can tell who uses a token."""
    handed_over: bool = False
    """Whether somebody has confirmed that the administrator has switched to the present token."""
    clock_offset: timedelta = timedelta(0)
    """Service minus computer."""
    guided: GuidedRotation | None = None
    """The rotation by guidance that is under way; None where none is."""
    periods: Periods = AS_IT_COMES

    @property
    def practice(self) -> bool:
        """Whether this is a pretend account: its dates are shown where it is, and nobody is reminded of them."""
        return self.badge == PRACTICE

    @property
    def seen(self) -> bool:
        """Whether anything is known of its token."""
        return self.token_created_at is not None or self.token_known_since is not None


@dataclass(frozen=True)
class Deadline:
    """One thing to do by a moment."""

    kind: DeadlineKind
    at: datetime
    """By when, by the service's clock: the token's first birthday, the old token's end."""
    due: Due
    sentence: str
    """What stands at stake, ending in what to do next."""
    step: str
    """The same in a few words, without a full stop."""

    @property
    def is_due(self) -> bool:
        return self.due is not Due.TO_COME


def deadlines(dates: AccountDates, now: datetime) -> tuple[Deadline, ...]:
    """All deadlines of an account, the most urgent first and those to come last. `now` is this computer's."""
    service_now = now + dates.clock_offset
    found = [
        _old_token(dates, service_now),
        _rotation_left(dates, now),
        _rotation(dates, service_now),
        _unknown_age(dates, now),
    ]
    return tuple(sorted((each for each in found if each is not None), key=_urgency))


def due_now(dates: AccountDates, now: datetime) -> tuple[Deadline, ...]:
    """What the person is to be reminded of, the most urgent first; nothing for a pretend account."""
    return () if dates.practice else tuple(each for each in deadlines(dates, now) if each.is_due)


def token_advice(dates: AccountDates, now: datetime) -> Deadline | None:
    """When to rotate the present token next; None where nothing is known of it."""
    return next((each for each in deadlines(dates, now) if each.kind in _OF_PRESENT), None)


def next_step(dates: AccountDates, now: datetime) -> str:
    """What to do next with an account, in a few words: `Rotate within 12 days`."""
    first = next(iter(deadlines(dates, now)), None)
    return first.step if first is not None else tr("Open it to see its token")


def due_order(dates: AccountDates, now: datetime) -> tuple[bool, int, datetime, str]:
    """A sort key by what is due: what needs the person first, then by date, pretend accounts and those without a date
    last."""
    first = next(iter(deadlines(dates, now)), None)
    if first is None:
        return (True, _NO_DATE, now, dates.name.casefold())
    return (dates.practice, *_urgency(first), dates.name.casefold())


_NO_DATE = 99
_OF_PRESENT = (DeadlineKind.ROTATION, DeadlineKind.UNKNOWN_AGE)


def _urgency(deadline: Deadline) -> tuple[int, datetime]:
    kinds = list(DeadlineKind)
    return (kinds.index(deadline.kind) if deadline.is_due else len(kinds), deadline.at)


def _rotation(dates: AccountDates, now: datetime) -> Deadline | None:
    if dates.token_created_at is None:
        return None
    at = dates.token_created_at + dates.periods.rotate_after
    left = at - now
    days = None if dates.periods.rotate_after == ROTATE_AFTER else dates.periods.rotate_after.days
    if left <= timedelta(0):
        sentence = tr("This token is more than a year old. Rotate it now, then share the new one.")
        if days is not None:
            sentence = counted(
                "This token is more than {n} day old, as you set it. Rotate it now, then share the new one.",
                "This token is more than {n} days old, as you set it. Rotate it now, then share the new one.",
                days,
            )
        return Deadline(DeadlineKind.ROTATION, at, Due.OVERDUE, sentence, tr("Rotate now"))
    within = _within(left)
    step = tr("Rotate within {within}", within=within)
    if left <= dates.periods.rotation_notice:
        sentence = tr(
            "This token will be a year old in {within}. Rotate it before then, then share the new one.", within=within
        )
        if days is not None:
            sentence = counted(
                "This token will be {n} day old in {within}. Rotate it before then, then share the new one.",
                "This token will be {n} days old in {within}. Rotate it before then, then share the new one.",
                days,
                within=within,
            )
        return Deadline(DeadlineKind.ROTATION, at, Due.DUE, sentence, step)
    sentence = tr("Rotate it at least once a year. The old token then works for another 30 days.")
    if days is not None:
        sentence = tr("Rotate it within {within}. The old token then works for another 30 days.", within=within)
    return Deadline(DeadlineKind.ROTATION, at, Due.TO_COME, sentence, step)


def _unknown_age(dates: AccountDates, now: datetime) -> Deadline | None:
    if dates.token_created_at is not None or dates.token_known_since is None:
        return None
    at = dates.token_known_since + UNKNOWN_AGE_AFTER
    left = at - now
    if left <= timedelta(0):
        sentence = tr("Nobody knows how old this token is. Rotate it now, or enter when it was last rotated.")
        return Deadline(DeadlineKind.UNKNOWN_AGE, at, Due.DUE, sentence, tr("Rotate now: its age is not known"))
    sentence = tr(
        "Nobody knows how old this token is. Rotate it within {within}, or enter when it was last rotated.",
        within=_within(left),
    )
    return Deadline(
        DeadlineKind.UNKNOWN_AGE,
        at,
        Due.TO_COME,
        sentence,
        tr("Rotate within {within}: its age is not known", within=_within(left)),
    )


def _rotation_left(dates: AccountDates, now: datetime) -> Deadline | None:
    """Of one in whose first step nothing was done yet, nothing is said."""
    guided = dates.guided
    if guided is None or guided.step is GuidedStep.CHECK:
        return None
    at = guided.began_at + LEFT_AFTER
    if guided.elsewhere:
        sentence = tr(
            "You began to bring its new token here {ago}. Open the account and go on.", ago=ago(guided.began_at, now)
        )
    elif guided.step is GuidedStep.CONFIRM:
        sentence = tr(
            "You began to rotate this token {ago}, and the new token is not in use here yet. "
            "Open the account and go on.",
            ago=ago(guided.began_at, now),
        )
    else:
        sentence = tr(
            "You began to rotate this token {ago}. Did you press Rotate in R-Service? Open the account and go on.",
            ago=ago(guided.began_at, now),
        )
    due = Due.DUE if at <= now else Due.TO_COME
    return Deadline(DeadlineKind.ROTATION_LEFT, at, due, sentence, tr("Finish the rotation that you began"))


def _old_token(dates: AccountDates, now: datetime) -> Deadline | None:
    at = dates.old_token_expires_at
    if at is None:
        return None
    left, used = at - now, dates.old_token_used_at
    in_use = used is not None and min(now, at) - used <= STILL_IN_USE
    if left <= timedelta(0):
        worth_saying = in_use or not (dates.uses_known or dates.handed_over)
        return _ended(at, in_use=in_use) if worth_saying and -left <= ENDED_STAYS else None
    span = _within(left)
    if dates.handed_over and not in_use:
        sentence = tr(
            "The old token ends in {span}. Its administrator has the new one: nothing is left to do.", span=span
        )
        return Deadline(
            DeadlineKind.OLD_ENDS, at, Due.TO_COME, sentence, tr("Just wait: the old token ends in {span}", span=span)
        )
    if used is not None and in_use:
        sentence = tr(
            "The old token ends in {span}, and a client used it {ago}. Have the new token entered there before then.",
            span=span,
            ago=ago(used, now),
        )
    else:
        sentence = tr(
            "The old token ends in {span}. Make sure that your provisioning client has the new one.", span=span
        )
    due = Due.DUE if left <= dates.periods.old_token_notice else Due.TO_COME
    return Deadline(DeadlineKind.OLD_ENDS, at, due, sentence, tr("Hand over the new token within {span}", span=span))


def _ended(at: datetime, *, in_use: bool) -> Deadline:
    """Where nothing is known of uses, nobody has said either that the new token is entered."""
    sentence = (
        tr("The old token has ended while a client still used it. Have the new token entered there now.")
        if in_use
        else tr("The old token has ended. Make sure that your provisioning client works with the new one.")
    )
    return Deadline(DeadlineKind.OLD_ENDED, at, Due.OVERDUE, sentence, tr("Hand over the new token now"))


def _within(left: timedelta) -> str:
    """Rounded down, as the countdown is: `12 days`, `5 hours`, `an hour`."""
    hours = int(left.total_seconds()) // 3600
    if left.days >= 1:
        return days_of(left.days)
    return hours_of(hours) if hours > 1 else tr("an hour")
