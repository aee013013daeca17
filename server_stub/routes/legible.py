"""Owns the first look at an address: what no text may hold is refused before anything is looked up by it."""

from urllib.parse import unquote_plus

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.text import is_plain
from server_stub.services.refused import because


class Legible(ASGIMiddleware):
    """Lets no control character through in a path or a query; one engine would find nothing, the other fail."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Go on, or refuse."""
        if not is_plain(scope["path"]) or not is_plain(unquote_plus(scope["query_string"].decode("latin-1"))):
            raise because(Code.MALFORMED)
        await next_app(scope, receive, send)
