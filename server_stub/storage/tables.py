"""Gathers the tables of the practice; their columns, and the rules that the database enforces, stand in the parts."""

from server_stub.storage.appointment_tables import (
    acts,
    appointments,
    booking_keys,
    client_claims,
    completion_drafts,
    completions,
    person_claims,
)
from server_stub.storage.case_tables import balances, cases, clients, extra_requests, ledger
from server_stub.storage.people_tables import feeds, leave, organisations, persons, profiles, schedules, tokens
from server_stub.storage.record_tables import audit, counters, outbox, search_words, settings

__all__ = [
    "acts",
    "appointments",
    "audit",
    "balances",
    "booking_keys",
    "cases",
    "client_claims",
    "clients",
    "completion_drafts",
    "completions",
    "counters",
    "extra_requests",
    "feeds",
    "leave",
    "ledger",
    "organisations",
    "outbox",
    "person_claims",
    "persons",
    "profiles",
    "schedules",
    "search_words",
    "settings",
    "tokens",
]
