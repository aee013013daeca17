"""Checks that everybody finds what they may see: the index of words against clients, cases and appointments."""

from collections.abc import Iterator

from server_stub.practice.checks.contents import Contents
from server_stub.storage.finding import Word, words_there, words_wanted


def broken(contents: Contents) -> Iterator[str]:
    """Name every word that is missing in the index, and every word too many."""
    there, wanted = words_there(contents.connection), words_wanted(contents.connection)
    for word in sorted(wanted - there):
        yield f"{_named(word)}: is not found by it"
    for word in sorted(there - wanted):
        yield f"{_named(word)}: is in the index and should not be"


def _named(word: Word) -> str:
    return f"search_words {word.profile_id}/{word.kind} {word.subject_id}/{word.word}"
