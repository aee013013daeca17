"""Owns the list of the pages of a booking."""

from typing import Any

from server_stub.portal.booking import checking, days, details, done, hours, questions

ROUTES: list[Any] = [
    *questions.ROUTES,
    *days.ROUTES,
    *hours.ROUTES,
    *details.ROUTES,
    *checking.ROUTES,
    *done.ROUTES,
]
"""Every one of them."""
