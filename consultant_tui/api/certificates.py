"""Owns whose certificates a backend may show."""

from pathlib import Path
from typing import TYPE_CHECKING

from consultant_tui.api.addresses import AddressError

if TYPE_CHECKING:
    from ssl import SSLContext


def trusting(authority: Path | None) -> "SSLContext":
    """Trust one authority alone, or without one those whom the system trusts; TLS is of version 1.2 at least.

    Raises:
        AddressError: If the authority's certificate cannot be used.
    """
    import ssl

    try:
        context = ssl.create_default_context(cafile=authority)
    except OSError as error:
        raise AddressError(f"--ca: {authority} cannot be used: {error.strerror or error}") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def trusting_nobody() -> "SSLContext":
    """Make what plain HTTP needs none of; it is quick, as it holds no certificates."""
    import ssl

    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
