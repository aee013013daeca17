"""Owns the whole catalogue: every table there is, of the practice and of online booking."""

from server_stub.storage.tables import appointments

metadata = appointments.metadata
"""What a database is made from, and compared with."""
