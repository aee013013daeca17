"""Owns the words of appointments: how they stand, what may be done with them, and how they are held."""

from consultant_tui.contract.words import Word


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


class Origin(Word):
    """Where an appointment was booked."""

    CONSULTANT = "consultant"
    PORTAL = "portal"
