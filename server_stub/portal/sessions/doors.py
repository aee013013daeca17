"""Owns the list of the pages about a client's own sessions and cases."""

from server_stub.portal.sessions import cancelling, cases, confirming, looking, moving

ROUTES = [*looking.ROUTES, *cancelling.ROUTES, *moving.ROUTES, *confirming.ROUTES, *cases.ROUTES]
"""Every page below a client's sessions."""
