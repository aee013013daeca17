"""Owns the headers that every answer carries: nobody on the way keeps it, guesses its type or runs anything in it."""

SAFE = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'"),
)
