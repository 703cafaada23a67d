"""A QA account and its production account: whether the one was tested before the other is handed out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.domain.accounts import Account, AccountId, Environment
from app.domain.past_run import VERDICT_WORDS
from app.domain.plain_text import shown
from app.domain.report import Verdict
from app.domain.text import tr


def twins_of(accounts: Iterable[Account], marked: Mapping[AccountId, AccountId]) -> dict[AccountId, AccountId]:
    """The QA twin of each production account that has one. `marked` names the production account of each QA account
    that a person has marked as its twin; the pretend accounts are twins by nature."""
    there = {account.id: account for account in accounts}
    found = {
        production: qa
        for qa, production in marked.items()
        if _is(there.get(qa), Environment.QA) and _is(there.get(production), Environment.PRODUCTION)
    }
    pretend = [account for account in there.values() if account.practice]
    for production in pretend:
        for qa in pretend:
            named = qa.name.casefold() == f"{production.name} QA".casefold()
            if named and _is(production, Environment.PRODUCTION) and _is(qa, Environment.QA):
                found[production.id] = qa.id
    return found


def _is(account: Account | None, environment: Environment) -> bool:
    return account is not None and account.environment is environment


def twin_sentence(name: str, verdict: Verdict | None, when: str) -> str:
    """Whether the QA twin of that name was tested, and what came of it. `when` is the moment in words; without a
    verdict it was not tested."""
    if verdict is None:
        return tr(
            "Its QA twin “{name}” has not been tested from this computer yet. Test that one first.", name=shown(name)
        )
    advice = "" if verdict is Verdict.READY else tr(" Look at that before you hand out this one.")
    return tr(
        "Its QA twin “{name}” was last tested on {when}: {verdict_words}.{advice}",
        name=shown(name),
        when=when,
        verdict_words=VERDICT_WORDS[verdict],
        advice=advice,
    )
