"""Owns the words of cases: why a figure changed, how a request for more stands, and what a completion says."""

from consultant_tui.contract.words import Word


class LedgerCause(Word):
    """Why a figure of a case changed."""

    ENTITLED = "entitled"
    EXTRA_GRANTED = "extra_granted"
    BOOKED = "booked"
    COMMENCED = "commenced"
    RELEASED = "released"
    LATE_CANCELLATION = "late_cancellation"
    LATE_MOVE = "late_move"
    NO_SHOW = "no_show"
    UNDONE = "undone"


class RequestState(Word):
    """Where a request for extra sessions stands; the last three are answers."""

    IN_REVIEW = "in_review"
    PENDING = "pending"
    APPROVED = "approved"
    PARTLY_APPROVED = "partly_approved"
    DECLINED = "declined"


class Tick(Word):
    """What a consultant affirms of the first session of a case."""

    PRIVACY_STATEMENT = "privacy_statement"
    INFORMED_CONSENT = "informed_consent"
    INTRODUCTION_CHECKLIST = "introduction_checklist"


class ObservedIssue(Word):
    """What a session was about, in a word."""

    STRESS = "stress"
    ANXIETY = "anxiety"
    LOW_MOOD = "low_mood"
    SLEEP = "sleep"
    GRIEF = "grief"
    RELATIONSHIP = "relationship"
    FAMILY = "family"
    WORKPLACE_CONFLICT = "workplace_conflict"
    WORKLOAD = "workload"
    TRAUMA = "trauma"
    SUBSTANCE_USE = "substance_use"
    OTHER = "other"


class SessionOutcome(Word):
    """What a session led to, in a word."""

    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    WORSENED = "worsened"
    PLAN_AGREED = "plan_agreed"
    GOALS_REACHED = "goals_reached"
    REFERRED = "referred"
    RISK_NOTED = "risk_noted"


class FileType(Word):
    """What a file of notes is, told by its content."""

    TEXT = "text"
    PDF = "pdf"
    WORD = "word"
