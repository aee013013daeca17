"""Owns the words of the wire: every closed list that terminal and backend share.

A word that this version does not know decodes to a member of its list all the same, so that an older
terminal shows a newer backend's word instead of failing; ``known`` tells the two apart.
"""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word from a closed list that may grow in later versions of the wire."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        word = str.__new__(cls, value)
        word._name_ = f"UNKNOWN_{value}"
        word._value_ = value
        return word

    @property
    def known(self) -> bool:
        """Whether this version knows the word."""
        return self._name_ in type(self).__members__


class AppointmentState(Word):
    """Where an appointment stands in its life; the last three are final."""

    BOOKED = "booked"
    COMMENCED = "commenced"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class Section(Word):
    """The three parts of Quick View (seed 001, step 1)."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    RECENTLY_COMPLETED = "recently_completed"


class Action(Word):
    """What may be done with a row of Quick View."""

    COMMENCE = "commence"
    RESUME = "resume"
    REBOOK = "rebook"
    EDIT = "edit"
    MOVE = "move"
    CANCEL = "cancel"
    NO_SHOW = "no_show"


class Approach(Word):
    """The booking approach (seed 001, step 3)."""

    MANUAL = "manual"
    RETROSPECTIVE = "retrospective"
    REBOOK_WITH_ME = "rebook_with_me"


class EngagementType(Word):
    """How a profile is engaged; decides which approaches it is offered."""

    EMPLOYEE = "employee"
    PARTNER = "partner"
    AD_HOC_ONLY = "ad_hoc_only"
    TELEHEALTH = "telehealth"
    PRACTICE = "practice"


class ScheduleKind(Word):
    """What the hours of a work schedule promise."""

    OPEN = "open"
    AD_HOC = "ad_hoc"
    RAPID_RESPONSE = "rapid_response"


class Modality(Word):
    """How consultant and client meet."""

    IN_PERSON = "in_person"
    VIDEO_CALL = "video_call"
    PHONE = "phone"
    CHAT = "chat"


class Platform(Word):
    """The teleconference platform of a video call (seed 001, step 5)."""

    TEAMS = "teams"
    ZOOM = "zoom"


class Attendance(Word):
    """Who of the client's side attends (seed 001, step 6)."""

    INDIVIDUAL = "individual"
    COUPLE = "couple"
    FAMILY = "family"
    GROUP = "group"


class Occurrence(Word):
    """Which of the two is meant when a wall time exists twice."""

    FIRST = "first"
    SECOND = "second"


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


class CancelledBy(Word):
    """Who cancelled; it decides whether a session is charged."""

    CLIENT = "client"
    PROVIDER = "provider"
    CONSULTANT = "consultant"


class ContactMeans(Word):
    """How a client who did not come was tried to be reached."""

    PHONE = "phone"
    TEXT_MESSAGE = "text_message"
    EMAIL = "email"
    CHAT = "chat"


class Act(Word):
    """What was done to an appointment last, where that can be taken back for a while."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    MOVED = "moved"
    NO_SHOW = "no_show"


class RequestState(Word):
    """Where a request for extra sessions stands; the last three are answers."""

    IN_REVIEW = "in_review"
    PENDING = "pending"
    APPROVED = "approved"
    PARTLY_APPROVED = "partly_approved"
    DECLINED = "declined"


class MessageKind(Word):
    """What a message tells."""

    CONFIRMATION = "confirmation"
    CHANGED = "changed"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REMINDER_48H = "reminder_48h"
    REMINDER_2H = "reminder_2h"
    REQUEST_ANSWERED = "request_answered"
    VERIFY_EMAIL = "verify_email"
    ACCOUNT_KNOWN = "account_known"
    RESET_PASSWORD = "reset_password"  # noqa: S105
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    TICKET_RECEIVED = "ticket_received"
    TICKET_ANSWERED = "ticket_answered"
    PORTAL_BOOKED = "portal_booked"
    PORTAL_MOVED = "portal_moved"
    PORTAL_CANCELLED = "portal_cancelled"


class MessageState(Word):
    """What became of a message."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class StretchState(Word):
    """What a stretch of a schedule's day is."""

    FREE = "free"
    BUSY = "busy"
    LEAVE = "leave"
    HELD = "held"


class Link(Word):
    """Who gives the client the link of a video call."""

    NONE = "none"
    IN_NOTICE = "in_notice"
    FROM_CONSULTANT = "from_consultant"
    NOT_SENT = "not_sent"


class Silence(Word):
    """Why a client is sent nothing."""

    PAST = "past"
    OFF = "off"
    NO_ADDRESS = "no_address"


class KeyState(Word):
    """What became of a booking request that was sent under a key."""

    UNKNOWN = "unknown"
    IN_PROGRESS = "in_progress"
    BOOKED = "booked"
    VOIDED = "voided"


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


class Role(Word):
    """As whom somebody uses the backend."""

    CONSULTANT = "consultant"
    TRAINER = "trainer"
    CUSTOMER_SERVICE = "customer_service"
    USER_SUPPORT = "user_support"
    APPROVER = "approver"


class Origin(Word):
    """Where an appointment was booked."""

    CONSULTANT = "consultant"
    PORTAL = "portal"


class Standing(Word):
    """Whether somebody is a client, or only booked online so far."""

    CLIENT = "client"
    PROSPECT = "prospect"
    MERGED = "merged"


class AccountState(Word):
    """How far a client's account for online booking has come (seed 003)."""

    UNVERIFIED = "unverified"
    NOT_ASSOCIATED = "not_associated"
    ASSOCIATED = "associated"


class Detail(Word):
    """What is known of a client or of an account's holder, and is compared (seed 004)."""

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"


class LinkKind(Word):
    """What a link that was sent by mail is for."""

    VERIFY = "verify"
    RESET = "reset"


class AssociationKind(Word):
    """How a prospect became a client (seed 003)."""

    CREATED = "created"
    ASSOCIATED = "associated"


class TicketState(Word):
    """Where a support ticket stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class OnlineQuestion(Word):
    """What clients are asked who book online, in this order (seed 004)."""

    LOCATION = "location"
    WHO = "who"
    GROUP = "group"
    REASON = "reason"
    MODALITY = "modality"
