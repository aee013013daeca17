"""Owns the words for prospects: who they are, whom they may be, and what associating them means."""

from consultant_tui.contract.cases import Attends, OnlineBooked
from consultant_tui.contract.finding import ClientPage
from consultant_tui.contract.moments import Moment
from consultant_tui.contract.prospects import (
    AccessGiven,
    AccessOffer,
    AccountChanged,
    Candidate,
    Joined,
    Person,
    Prospect,
    ProspectPage,
)
from consultant_tui.contract.vocabulary import AccountState, AssociationKind, Detail, Origin, Standing
from consultant_tui.wording import phrases

Fact = tuple[str, str]

_DETAILS = {
    Detail.FIRST_NAME: "first name",
    Detail.LAST_NAME: "last name",
    Detail.PHONE: "phone",
    Detail.EMAIL: "e-mail",
    Detail.ADDRESS: "address",
}

LABELS = {
    "first_name": "First name",
    "last_name": "Last name",
    "email": "E-mail",
    "phone": "Phone",
    "address": "Address",
    "zone": "Time zone",
}
"""The fields of a person, in the order in which they are read."""


def holder(of: Prospect) -> str:
    """Name the holder of an account, or say that the name was not told yet."""
    return of.name or f"({of.email})"


def matches(candidates: int | None) -> str:
    """Say how many clients match."""
    if candidates is None:
        return "look"
    return phrases.count(candidates, "client") if candidates else "nobody"


def joined(of: Joined, now: Moment) -> str:
    """Say how an account came to its client."""
    did = "made a client" if of.kind is AssociationKind.CREATED else "associated"
    return f"{did} {phrases.when(of.at, now)} by {of.by}"


def compared(of: Candidate) -> str:
    """Say which details of a client are the same, and which are not."""
    names = {Detail.FIRST_NAME, Detail.LAST_NAME} <= set(of.same)
    same = (["names"] if names else []) + [
        _DETAILS[one] for one in of.same if not (names and one in (Detail.FIRST_NAME, Detail.LAST_NAME))
    ]
    taken = " · has an account" if of.has_account else ""
    return f"same {_listed(same)}{taken}" if same else f"nothing is the same{taken}"


def said(of: OnlineBooked) -> str:
    """Say what a session was booked for, for whom, and what the client wrote."""
    parts = [of.reason, attends(of.attendee) if of.attendee else "", f"“{of.wishes}”" if of.wishes else ""]
    return " · ".join(filter(None, parts)) or "no reason given"


def attends(of: Attends) -> str:
    """Say who attends in the holder's place."""
    return f"for {of.name} ({', '.join(filter(None, (of.kind, of.details)))})"


def booked_facts(of: OnlineBooked, now: Moment) -> list[Fact]:
    """Tell everything that a client said when booking a session online."""
    mark = phrases.portal_mark(Origin.PORTAL, of.account)
    facts = [(mark, f"booked {phrases.when(of.booked, now)}" + (f", {of.location}" if of.location else ""))]
    if of.reason:
        facts.append(("Reason", of.reason))
    if of.attendee:
        facts.append(("Attends", attends(of.attendee).removeprefix("for ")))
    if of.wishes:
        facts.append(("Wishes", of.wishes))
    return facts


def facts(of: ProspectPage) -> list[Fact]:
    """Tell everything that is known of an account and its holder."""
    prospect, person = of.prospect, of.person
    made = f" by {prospect.by_consultant}" if prospect.by_consultant else ""
    confirmed = f"confirmed {phrases.when(of.verified, of.now)}" if of.verified else "not confirmed yet"
    told = [
        ("State", phrases.word(prospect.state)),
        ("E-mail", f"{prospect.email}, {confirmed}"),
        ("Phone", person.phone or "not told"),
        ("Address", person.address or "not told"),
        ("Time zone", phrases.place(person.zone)),
        ("Organisation", prospect.organisation),
        ("Signed up", f"{phrases.when(prospect.made, of.now)}{made}"),
    ]
    if of.attendees:
        told.append(("Attends", "; ".join(attends(one).removeprefix("for ") for one in of.attendees)))
    return told


def account(of: ClientPage) -> str:
    """Say how far a client's account for online booking has come."""
    if of.standing is Standing.PROSPECT and of.account is not None:
        return f"{phrases.word(of.account)}: look at Prospects (o)"
    return "has access"


def said_online(sessions: tuple[OnlineBooked, ...], now: Moment) -> str:
    """Say what was said with the coming sessions, the next one first."""
    return "; ".join(f"{phrases.when(one.meeting.span.start, now)}: {said(one)}" for one in reversed(sessions))


def to_do(of: Prospect, term: str) -> str:
    """Say what is to be done with an account."""
    if of.state is AccountState.UNVERIFIED:
        return "E-mail not confirmed: send the mail again (s), or verify by hand (v)."
    if of.state is AccountState.ASSOCIATED:
        return f"This account has its {term} by now."
    if of.candidates == 0:
        return f"No {term} of yours matches: create a new {term} (c)."
    if of.candidates == 1:
        return f"One {term} matches: compare, and associate them if they are the same."
    return f"Several {term}s match: compare each, and associate the right one." if of.candidates else ""


def elsewhere(term: str) -> str:
    """Say that others match whom the consultant may not see."""
    return f"Another {term} matches whom you may not see: if in doubt, ask customer service."


def is_same(of: ProspectPage, candidate: Candidate, name: str) -> bool:
    """Whether a detail of an account's holder and of a client is the same."""
    if name in {one.value for one in Detail}:
        return Detail(name) in candidate.same
    return told(of.person, name) == told(candidate.person, name)


def meaning(of: ProspectPage, candidate: Candidate) -> list[str]:
    """Say what associating an account with a client does."""
    term = of.client_term
    said_ = [f"Nothing of what is known of the {term} changes; what differs stays as it is on the right."]
    if of.booked:
        said_.append(f"{phrases.count(len(of.booked), 'session')} with you and all that belongs to it is theirs then.")
    names = [attends(one).removeprefix("for ") for one in candidate.same_attendees]
    if names:
        said_.append(f"Attends under both and is kept once: {'; '.join(names)}.")
    if not matching(candidate):
        said_.append(f"The rules do not match: {compared(candidate)}. Be sure before you go on.")
    return said_


def matching(candidate: Candidate) -> bool:
    """Whether a client is one whom the rules found: both names, and one of phone, e-mail and address."""
    same = set(candidate.same)
    return {Detail.FIRST_NAME, Detail.LAST_NAME} < same


def told(person: Person, name: str) -> str:
    """Tell one detail of somebody."""
    value = str(getattr(person, name))
    return phrases.place(value) if name == "zone" else value


def handed_over(of: AccountChanged) -> str:
    """Say what associating an account has done."""
    sessions = f"; {phrases.count(len(of.appointments), 'session')} handed over" if of.appointments else ""
    return f"Associated with {of.name} ({of.client}){sessions}"


def access(of: AccessOffer, term: str) -> list[str]:
    """Say what giving access does, or that there is access already."""
    if of.taken:
        return [
            f"This {term} books online already, as {of.taken}.",
            "A forgotten password is renewed by “Forgot password” where they sign in.",
        ]
    said = [f"They sign in at {of.address} with this address and password, and need not confirm the address."]
    if not of.enabled:
        said.append("Online booking is switched off now: they can book once the provider switches it on.")
    return said


def hand_over(of: AccessGiven, password: str) -> str:
    """Write the text that a client is handed."""
    return "\n".join(
        (
            "You can book, move and cancel your sessions online:",
            of.address,
            f"E-mail: {of.email}",
            f"First password: {password}",
            "Please choose your own password soon: press “Forgot password” where you sign in.",
        )
    )


def _listed(parts: list[str]) -> str:
    return ", ".join(parts[:-1]) + f" and {parts[-1]}" if len(parts) > 1 else "".join(parts)
