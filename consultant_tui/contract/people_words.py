"""Owns the words of people and of what reaches them: roles, standings, accounts, messages and tickets."""

from consultant_tui.contract.words import Word


class Role(Word):
    """As whom somebody uses the backend."""

    CONSULTANT = "consultant"
    TRAINER = "trainer"
    CUSTOMER_SERVICE = "customer_service"
    USER_SUPPORT = "user_support"
    APPROVER = "approver"


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
