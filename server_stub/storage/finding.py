"""Owns the words by which clients, cases and appointments are found, and the search in them.

The words are kept for each profile that has an appointment with a client, so that a search costs the same whoever
else is in the database, and gives nobody what is another's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, bindparam, delete, exists, insert, select, tuple_, union

from consultant_tui.contract.finding import FoundKind
from consultant_tui.contract.vocabulary import AccountState, AppointmentState, Modality
from server_stub.domain.names import BEYOND, number_of, words_of
from server_stub.domain.spans import Span
from server_stub.storage.appointments import PROSPECT_STATE
from server_stub.storage.prepared import Prepared, Question
from server_stub.storage.tables import appointments, cases, clients, search_words

_ADD = insert(search_words)
_ADD_ONE = Prepared(_ADD)

_KNOWN = Question(
    select(
        *(
            exists()
            .where(
                search_words.c.profile_id == bindparam("profile_id"),
                search_words.c.kind == kind,
                search_words.c.subject_id == bindparam(f"{kind}_id"),
            )
            .label(kind)
            for kind in (FoundKind.CLIENT, FoundKind.CASE)
        )
    )
)

_OF_CASE = (
    select(clients.c.reference, clients.c.name, cases.c.reference.label("case"))
    .join_from(cases, clients)
    .where(cases.c.id == bindparam("case_id"))
)


class Word(NamedTuple):
    """One row of the index."""

    profile_id: int
    word: str
    kind: str
    subject_id: int


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that matches, and the word by which it stands in the order of the answers."""

    word: str
    kind: FoundKind
    subject_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a hit is, with the profile's newest appointment that belongs to it."""

    own: str
    client: str
    name: str
    case: str
    issue: str
    appointment: str
    span: Span
    modality: Modality
    state: AppointmentState
    account: AccountState | None
    """How far the account of a prospect has come; None for a client."""


def remember(
    connection: Connection, *, profile_id: int, client_id: int, case_id: int, appointment_id: int, reference: str
) -> None:
    """Let a profile find a new appointment, and what it belongs to if that is new to the profile as well."""
    words = [Word(profile_id, number_of(reference), FoundKind.APPOINTMENT, appointment_id)]
    asked = {"profile_id": profile_id, "client_id": client_id, "case_id": case_id}
    (known,) = _KNOWN.ask(connection, **asked)
    if not (known.client and known.case):
        about = connection.execute(_OF_CASE, {"case_id": case_id}).one()
        if not known.case:
            words.append(Word(profile_id, number_of(about.case), FoundKind.CASE, case_id))
        if not known.client:
            words += client_words(profile_id, client_id, about.reference, about.name)
    for word in words:
        _ADD_ONE.run(connection, word._asdict())


def client_words(profile_id: int, client_id: int, reference: str, name: str) -> list[Word]:
    """Return the words by which a profile finds a client."""
    found = words_of(name) | {number_of(reference)}
    return [Word(profile_id, word, FoundKind.CLIENT, client_id) for word in sorted(found)]


def add_words(connection: Connection, words: Iterable[Word]) -> None:
    """Put words into the index."""
    if rows := [word._asdict() for word in words]:
        connection.execute(_ADD, rows)


def renew_client_words(connection: Connection, client_ids: Sequence[int]) -> None:
    """Let clients be found by the names they have now, by those who have appointments with them now."""
    about = search_words.c.kind == FoundKind.CLIENT, search_words.c.subject_id.in_(client_ids)
    connection.execute(delete(search_words).where(*about))
    met = appointments.c
    pairs = select(met.profile_id, met.client_id, clients.c.reference, clients.c.name).join_from(appointments, clients)
    rows = connection.execute(pairs.where(met.client_id.in_(client_ids)).distinct()).all()
    add_words(connection, (word for row in rows for word in client_words(*row)))


def words_wanted(connection: Connection) -> set[Word]:
    """Return every word that the index must hold."""
    met = appointments.c
    pairs = select(met.profile_id, met.client_id, clients.c.reference, clients.c.name).join_from(appointments, clients)
    wanted = {word for row in connection.execute(pairs.distinct()) for word in client_words(*row)}
    numbers = union(
        select(met.profile_id, met.reference, bindparam("a", FoundKind.APPOINTMENT.value).label("kind"), met.id),
        select(met.profile_id, cases.c.reference, bindparam("c", FoundKind.CASE.value), cases.c.id).join_from(
            appointments, cases, met.case_id == cases.c.id
        ),
    )
    wanted |= {Word(row[0], number_of(row[1]), row[2], row[3]) for row in connection.execute(numbers)}
    return wanted


def words_there(connection: Connection) -> set[Word]:
    """Return every word that the index holds."""
    columns = (search_words.c[name] for name in Word._fields)
    return {Word(*row) for row in connection.execute(select(*columns))}


def search(
    connection: Connection,
    profile_id: int,
    words: Sequence[str],
    limit: int,
    *,
    kind: FoundKind | None = None,
    after: Hit | None = None,
) -> list[Hit]:
    """Return what has, for every word, one that begins with it; in the order of the first of them.

    Args:
        connection: The transaction.
        profile_id: Who looks.
        words: Folded words, the longest first: the longest leaves the fewest to look at.
        limit: How many at most.
        kind: What is looked for; None for all kinds.
        after: The last one that was given before.
    """
    asked: dict[str, Any] = {"profile_id": profile_id, "limit": limit}
    for number, word in enumerate(words):
        asked |= {f"from_{number}": word, f"to_{number}": word + BEYOND}
    if after is not None:
        asked |= {"after_word": after.word, "after_kind": after.kind.value, "after_id": after.subject_id}
    if kind is not None:
        asked["of_kind"] = kind.value
    rows = connection.execute(_search(len(words), kind is not None, after is not None), asked)
    return [Hit(row.word, FoundKind(row.kind), row.subject_id) for row in rows]


@cache
def _search(words: int, of_kind: bool, onward: bool) -> Select[Any]:
    found, key = search_words.c, (search_words.c.word, search_words.c.kind, search_words.c.subject_id)
    earlier = search_words.alias("earlier")
    question = select(*key).where(
        found.profile_id == bindparam("profile_id"),
        found.word >= bindparam("after_word" if onward else "from_0"),
        found.word < bindparam("to_0"),
        ~exists().where(
            earlier.c.profile_id == found.profile_id,
            earlier.c.kind == found.kind,
            earlier.c.subject_id == found.subject_id,
            earlier.c.word >= bindparam("from_0"),
            earlier.c.word < found.word,
        ),
    )
    if of_kind:
        question = question.where(found.kind == bindparam("of_kind"))
    if onward:
        question = question.where(
            tuple_(*key) > tuple_(bindparam("after_word"), bindparam("after_kind"), bindparam("after_id"))
        )
    for number in range(1, words):
        other = search_words.alias(f"other_{number}")
        question = question.where(
            exists().where(
                other.c.profile_id == found.profile_id,
                other.c.kind == found.kind,
                other.c.subject_id == found.subject_id,
                other.c.word >= bindparam(f"from_{number}"),
                other.c.word < bindparam(f"to_{number}"),
            )
        )
    return question.order_by(*key).limit(bindparam("limit"))


_newest = appointments.alias("newest")


def _matches(kind: FoundKind) -> Select[Any]:
    """Make the question what hits of a kind are.

    It is led by their ids: neither the profile nor anything else may tempt a planner to walk through an index that
    holds all of the profile's appointments.
    """
    subject = {FoundKind.CLIENT: clients, FoundKind.CASE: cases, FoundKind.APPOINTMENT: appointments}[kind]
    question = (
        select(
            subject.c.id.label("subject_id"),
            subject.c.reference.label("own"),
            clients.c.reference.label("client"),
            clients.c.name,
            cases.c.reference.label("case"),
            cases.c.issue,
            appointments.c.reference.label("appointment"),
            appointments.c.starts,
            appointments.c.ends,
            appointments.c.modality,
            appointments.c.state,
            PROSPECT_STATE,
        )
        .join_from(appointments, cases, appointments.c.case_id == cases.c.id)
        .join(clients, appointments.c.client_id == clients.c.id)
        .where(subject.c.id.in_(bindparam("ids", expanding=True)))
    )
    if kind is FoundKind.APPOINTMENT:
        return question.where(
            appointments.c.profile_id + 0 == bindparam("profile_id"), appointments.c.withdrawn.is_(False)
        )
    newest = (
        select(_newest.c.id)
        .where(
            _newest.c[f"{kind}_id"] == subject.c.id,
            _newest.c.profile_id + 0 == bindparam("profile_id"),
            _newest.c.withdrawn.is_(False),
        )
        .order_by(_newest.c.starts.desc(), _newest.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return question.where(appointments.c.id == newest)


_MATCHES = {kind: _matches(kind) for kind in FoundKind}


def matches(connection: Connection, profile_id: int, hits: Sequence[Hit]) -> list[tuple[Hit, Match]]:
    """Return what hits are, in their order; what was withdrawn meanwhile is left out."""
    found: dict[tuple[FoundKind, int], Match] = {}
    for kind, question in _MATCHES.items():
        if ids := [hit.subject_id for hit in hits if hit.kind is kind]:
            rows = connection.execute(question, {"ids": ids, "profile_id": profile_id})
            found |= {(kind, row.subject_id): _match(row) for row in rows}
    return [(hit, found[hit.kind, hit.subject_id]) for hit in hits if (hit.kind, hit.subject_id) in found]


def _match(row: Row[*tuple[Any, ...]]) -> Match:
    return Match(
        own=row.own,
        client=row.client,
        name=row.name,
        case=row.case,
        issue=row.issue,
        appointment=row.appointment,
        span=Span(row.starts, row.ends),
        modality=Modality(row.modality),
        state=AppointmentState(row.state),
        account=AccountState(row.prospect_state) if row.prospect_state else None,
    )
