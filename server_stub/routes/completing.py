"""Owns the routes by which a session is completed, and by which its record is read."""

from litestar import get, post, put
from litestar.params import JSONBody

from consultant_tui.contract import paths
from consultant_tui.contract.completion import (
    Completed,
    Completion,
    CompletionDraft,
    CompletionFile,
    CompletionForm,
    CompletionRecord,
    DraftKept,
)
from server_stub.routes.access import TheOffice, ThisVisit
from server_stub.routes.describing import CHANGING, LOOKING_IN_TIME
from server_stub.routes.parameters import Follows, Reference, Version, route, version_from
from server_stub.services import completions

LARGEST_DRAFT = 256 * 1024
"""Bytes; the longest notes in any script, and the words around them."""
LARGEST_COMPLETION = 16 * 1024 * 1024
"""Bytes; the largest file that a provider may allow, in Base64, and the longest notes."""


@get(route(paths.COMPLETION), **LOOKING_IN_TIME)
def get_form(office: TheOffice, visit: ThisVisit, appointment: Reference) -> CompletionForm:
    """Give all that completing a commenced session begins with."""
    return completions.form(office, visit, appointment)


@put(route(paths.COMPLETION_DRAFT), request_max_body_size=LARGEST_DRAFT, **CHANGING)
def put_draft(
    office: TheOffice,
    visit: ThisVisit,
    appointment: Reference,
    data: JSONBody[CompletionDraft],
    version: Version = None,
    follows: Follows = None,
) -> DraftKept:
    """Keep a completion that is still being written, unless another draft came between."""
    return completions.keep_draft(office, visit, appointment, version_from(version), data, follows)


@post(route(paths.COMPLETION), status_code=200, request_max_body_size=LARGEST_COMPLETION, **CHANGING)
def post_completion(
    office: TheOffice, visit: ThisVisit, appointment: Reference, data: JSONBody[Completion], version: Version = None
) -> Completed:
    """Sign off a commenced session that still has the version in ``If-Match``: it is closed for good."""
    return completions.sign_off(office, visit, appointment, version_from(version), data)


@get(route(paths.COMPLETION_RECORD), **LOOKING_IN_TIME)
def get_record(office: TheOffice, visit: ThisVisit, appointment: Reference) -> CompletionRecord:
    """Give what was signed off of a completed session."""
    return completions.record(office, visit, appointment)


@get(route(paths.COMPLETION_FILE), **LOOKING_IN_TIME)
def get_file(office: TheOffice, visit: ThisVisit, appointment: Reference) -> CompletionFile:
    """Give the file that was signed off with a completed session."""
    return completions.file(office, visit, appointment)


ROUTES = [get_form, put_draft, post_completion, get_record, get_file]
