"""Owns the revisions of the schema."""
