"""Owns what a word of the wire is: a member of a closed list that may grow.

A word that this version does not know decodes to a member of its list all the same, so that an older
terminal shows a newer backend's word instead of failing; ``known`` tells the two apart.
"""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word from a closed list that may grow in later versions of the wire."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        word = str.__new__(cls, value)
        word._name_ = f"UNKNOWN_{value}"
        word._value_ = value
        return word

    @property
    def known(self) -> bool:
        """Whether this version knows the word."""
        return self._name_ in type(self).__members__
