"""Owns the search for clients, cases and appointments that the caller may see."""

from consultant_tui.contract.cases import Meeting
from consultant_tui.contract.finding import Found, FoundKind, Search, SearchQuery
from consultant_tui.contract.refusals import Code
from server_stub.domain.names import asked_for, kind_asked_for
from server_stub.services import lists, wire
from server_stub.services.office import Office, Visit
from server_stub.services.refused import because
from server_stub.storage import finding
from server_stub.storage.columns import id_from
from server_stub.storage.faults import looking, persistent

PAGE = 50
"""How many are answered at once; a large window shows about as many."""


@persistent
def search(office: Office, visit: Visit, asked: SearchQuery) -> Search:
    """Return a page of what matches every word that was typed."""
    words, kind = asked_for(asked.query), kind_asked_for(asked.query)
    after = _read(asked.after) if asked.after is not None else None
    found: tuple[Found, ...] = ()
    more = None
    if words:
        with looking(office.engines) as connection:
            hits = finding.search(connection, visit.caller.profile_id, words, PAGE + 1, kind=kind, after=after)
            more = _written(hits[PAGE - 1]) if len(hits) > PAGE else None
            matches = finding.matches(connection, visit.caller.profile_id, hits[:PAGE])
            lists.write_audit(connection, visit, "searched")
        found = tuple(_found(hit, match, visit) for hit, match in matches)
    return Search(query=asked.query, now=wire.moment(visit.now, visit.zone), found=found, after=more)


def _found(hit: finding.Hit, match: finding.Match, visit: Visit) -> Found:
    return Found(
        kind=hit.kind,
        reference=match.own,
        client=match.client,
        name=match.name,
        case=match.case,
        issue=match.issue,
        meeting=Meeting(
            reference=match.appointment,
            span=wire.span(match.span, visit.zone),
            modality=match.modality,
            state=match.state,
        ),
        account=match.account,
    )


def _written(hit: finding.Hit) -> str:
    return f"{hit.kind}:{hit.subject_id}:{hit.word}"


def _read(after: str) -> finding.Hit:
    kind, _, rest = after.partition(":")
    number, _, word = rest.partition(":")
    known, subject_id = FoundKind(kind), id_from(number)
    if not known.known or subject_id is None or not word:
        raise because(Code.MALFORMED, name="after")
    return finding.Hit(word, known, subject_id)
