"""What the guide through a rotation by hand says, step by step, and what it says of a token that leaked."""

from __future__ import annotations

from app.domain.text import tr
from app.domain.typed import CheckOutcome, GuidedKind, GuidedStep

PATH = tr("Settings console › Apps › SCIM")
"""Where R-Service shows endpoint and token, in its own words."""

STEPS = {
    GuidedStep.CHECK: tr("Check that the token here is the one R-Service shows"),
    GuidedStep.PRESS: tr("Press Rotate SCIM token in R-Service"),
    GuidedStep.PASTE: tr("Paste the new token"),
    GuidedStep.CONFIRM: tr("Confirm when it was rotated"),
}
"""Their names, in order."""

DID_YOU_PRESS = tr("Did you press Rotate in R-Service?")


def what_will_happen(kind: GuidedKind, ending: str, living_until: str) -> str:
    """Before the first step. `living_until` is when an old token that still lives ends, in words; empty without one."""
    named = tr(" (ending in {ending})", ending=ending) if ending else ""
    text = tr(
        "You rotate in R-Service's own settings, and this guide leads you through it in four steps. You can close it "
        "at any time and go on later. The present token{named} becomes the old token, which R-Service keeps valid for "
        "another 30 days.",
        named=named,
    )
    if kind is GuidedKind.LEAKED:
        text += tr(
            "\nR-Service publishes no way to end a leaked token at once. So rotate now, hand over the new token, and "
            "ask R-Service's support to end the old one: afterwards you find a request to copy, and a check whether "
            "the leaked token still works."
        )
    if living_until:
        text += tr(
            "\nAn older token counts as valid until {living_until}. What becomes of it when you rotate again is not "
            "documented; it is not counted down here any more.",
            living_until=living_until,
        )
    return text


def step_text(
    step: GuidedStep, ending: str, *, page_known: bool, elsewhere: bool = False, old_has_ended: bool = False
) -> str:
    """What to do in this step. `old_has_ended`: R-Service refuses the token that is replaced already."""
    there = tr("Open R-Service's settings") if page_known else tr("Open {path} in R-Service", path=PATH)
    if step is GuidedStep.CHECK:
        named = tr("the one that ends in {ending}", ending=ending) if ending else tr("the one that is kept here")
        return tr(
            "{there} and look at the last four digits of the SCIM access token. Is it {named}?",
            there=there,
            named=named,
        )
    if step is GuidedStep.PRESS:
        return tr(
            "{there} and press Rotate SCIM token there. It shows you a new token then. Come back here with it: the "
            "next step keeps it.",
            there=there,
        )
    if step is GuidedStep.PASTE:
        first = (
            tr("Copy the token that R-Service shows now")
            if elsewhere
            else tr("Copy the new SCIM access token in R-Service")
        )
        return tr(
            "{first}, then choose Paste. It is kept on this computer at once, and tried before it is used.", first=first
        )
    if old_has_ended:
        return tr(
            "The new token's age is counted from the moment of rotation. If you do not know it exactly, choose the "
            "earliest that it can be."
        )
    return tr(
        "The old token's 30 days run from the moment of rotation. If you do not know it exactly, choose the earliest "
        "that it can be: the countdown then ends too early rather than too late."
    )


def old_token_until(until: str) -> str:
    """Below the date. `until` is a moment in words."""
    return tr("The old token then works until {until}. Hand over the new one before then.", until=until)


OLD_HAS_ENDED = tr("R-Service does not accept the old token any more, so there is nothing to count down.")


def support_request(*, account: str, environment: str, ending: str, rotated: str, checked: str) -> str:
    """A ready-made letter to R-Service's support. No token is in it. Moments are in words; `checked` says when the
    token was last seen working, and may be empty."""
    named = (
        tr("the SCIM access token that ends in {ending}", ending=ending)
        if ending
        else tr("the SCIM access token before the present one")
    )
    seen = tr(" It still worked on {checked}.", checked=checked) if checked else ""
    when = tr(" We rotated it on {rotated}.", rotated=rotated) if rotated else ""
    return tr(
        "To: R-Service support\n"
        "Subject: Please end a leaked SCIM access token ({account}, {environment})\n\n"
        "Hello,\n\n"
        "In our account {account} ({environment}), {named} has leaked.{when}{seen}\n\n"
        "Please end this token now, if you can, and do not wait for its 30 days to pass. Please tell us when it has "
        "been ended, and whether it was used from anywhere since it leaked.\n\n"
        "The token itself is not in this message. Please do not ask us to send it.\n",
        account=account,
        environment=environment,
        named=named,
        when=when,
        seen=seen,
    )


def leaked_result(outcome: CheckOutcome | None, checked: str, why: str = "") -> str:
    """Whether the leaked token still works. `checked` is a moment in words."""
    if outcome is None:
        return tr("It has not been checked yet whether the leaked token still works. Choose Check now.")
    if outcome is CheckOutcome.WORKS:
        return tr("The leaked token still works (checked {checked}).", checked=checked)
    if outcome is CheckOutcome.REFUSED:
        return tr("The leaked token does not work any more (checked {checked}).", checked=checked)
    return tr(
        "It is not known whether the leaked token still works (checked {checked}). {why} Try again later.",
        checked=checked,
        why=why,
    )
