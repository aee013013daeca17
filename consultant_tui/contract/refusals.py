"""Owns how a backend says no: one code a rule, the field it belongs to and the facts a sentence needs."""

import msgspec

from consultant_tui.contract.moments import Moment
from consultant_tui.contract.schedules import Opening
from consultant_tui.contract.vocabulary import Word


class Code(Word):
    """Why something is refused; one code for each rule."""

    APPROACH_NOT_OFFERED = "approach_not_offered"
    SCHEDULE_KIND_NOT_OFFERED = "schedule_kind_not_offered"
    RAPID_RESPONSE = "rapid_response"
    APPROVAL_NEEDED = "approval_needed"
    SCHEDULE_NOT_FOUND = "schedule_not_found"
    SCHEDULE_NOT_IN_FORCE = "schedule_not_in_force"
    PLATFORM_NEEDED = "platform_needed"
    PLATFORM_NOT_NEEDED = "platform_not_needed"
    WORD_NOT_KNOWN = "word_not_known"
    TIME_DOES_NOT_EXIST = "time_does_not_exist"
    TIME_EXISTS_TWICE = "time_exists_twice"
    OFF_THE_GRID = "off_the_grid"
    IN_THE_PAST = "in_the_past"
    IN_THE_FUTURE = "in_the_future"
    TOO_LONG_AGO = "too_long_ago"
    TOO_FAR_AHEAD = "too_far_ahead"
    OUTSIDE_SCHEDULE = "outside_schedule"
    ON_LEAVE = "on_leave"
    CONSULTANT_BUSY = "consultant_busy"
    CLIENT_BUSY = "client_busy"
    NO_SESSIONS_LEFT = "no_sessions_left"
    CASE_EXPIRED = "case_expired"
    NOT_BOOKED = "not_booked"
    NOT_COMMENCED = "not_commenced"
    NO_RECORD = "no_record"
    TICK_MISSING = "tick_missing"
    NOTES_NEEDED = "notes_needed"
    NOTES_TOO_LONG = "notes_too_long"
    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"
    FILE_NOT_KNOWN = "file_not_known"
    TOO_MANY_EXTRA = "too_many_extra"
    CLINICAL_REASON_NEEDED = "clinical_reason_needed"
    TOO_LONG = "too_long"
    CLIENT_NAMED = "client_named"
    REQUEST_OPEN = "request_open"
    REQUEST_ANSWERED = "request_answered"
    IN_REVIEW = "in_review"
    NOT_IN_REVIEW = "not_in_review"
    ANSWER_REASON_NEEDED = "answer_reason_needed"
    NOT_YOUR_ROLE = "not_your_role"
    NO_DATES = "no_dates"
    TOO_MANY_DATES = "too_many_dates"
    STALE = "stale"
    DRAFT_CHANGED = "draft_changed"
    NO_SHOW_TOO_EARLY = "no_show_too_early"
    REASON_NEEDED = "reason_needed"
    OVERRIDE_REASON_NEEDED = "override_reason_needed"
    ATTEMPTS_NEEDED = "attempts_needed"
    ATTEMPT_OUTSIDE = "attempt_outside"
    WISH_NEEDED = "wish_needed"
    SAME_TIME = "same_time"
    LEAVE_ENDS_FIRST = "leave_ends_first"
    LEAVE_TOO_LONG = "leave_too_long"
    LEAVE_EXISTS = "leave_exists"
    UNDO_TOO_LATE = "undo_too_late"
    UNDO_NOT_POSSIBLE = "undo_not_possible"
    VERSION_NEEDED = "version_needed"
    KEY_NEEDED = "key_needed"
    KEY_REUSED = "key_reused"
    KEY_IN_PROGRESS = "key_in_progress"
    KEY_VOIDED = "key_voided"
    NOT_FOUND = "not_found"
    NOT_SIGNED_IN = "not_signed_in"
    MALFORMED = "malformed"
    TOO_MANY_DAYS = "too_many_days"
    READ_ONLY = "read_only"
    BUSY_TRY_LATER = "busy_try_later"
    OUT_OF_SPACE = "out_of_space"
    INTERNAL = "internal"


class Field(Word):
    """The field of a booking that a refusal belongs to."""

    APPROACH = "approach"
    SCHEDULE = "schedule"
    APPROVAL = "approval"
    MODALITY = "modality"
    PLATFORM = "platform"
    DATE = "date"
    TIME = "time"
    OCCURRENCE = "occurrence"
    NOTIFY = "notify"
    ATTENDANCE = "attendance"
    SESSIONS = "sessions"
    REASON = "reason"
    BY = "by"
    OVERRIDE = "override"
    ATTEMPTS = "attempts"
    TICKS = "ticks"
    NOTES = "notes"
    FILE = "file"
    ISSUES = "issues"
    OUTCOMES = "outcomes"
    LAST_DATE = "last_date"
    END_TIME = "end_time"


class Refusal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One rule's no."""

    code: Code
    field: Field | None = None
    """Where it is to be said; None when it belongs to the whole request."""
    number: int | None = None
    """The limit that was met: days, minutes, sessions or places, as the code has it."""
    start: Moment | None = None
    """Where the obstacle begins; for a repeated time, its first occurrence."""
    end: Moment | None = None
    """Where the obstacle ends; for a repeated time, its second occurrence."""
    name: str = ""
    """A word, reference or person the sentence needs."""
    act: str = ""
    """What that person did, for what was changed meanwhile."""


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The body of every answer that is not a success."""

    refusals: tuple[Refusal, ...]
    nearest: tuple[Opening, ...] = ()
    """The nearest free times on the chosen line, at most three, after a clash."""
