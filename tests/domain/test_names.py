"""Names are found however they are typed, in every script."""

import pytest

from server_stub.domain.names import LONGEST_WORD, MOST_WORDS, asked_for, words_of


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Zoë Quill", "zoe"),
        ("Zoe Quill", "ZOË"),
        ("Łukasz Straße", "lukasz strasse"),
        ("Søren Ångström", "soren angstrom"),
        ("Siobhán O’Brien", "o'brien"),
        ("Siobhán O'Brien", "obrien"),
        ("Siobhán O'Brien", "brien siob"),
        ("José-María García", "jose maria gar"),
        ("José-María García", "José-María"),
        ("محمد الأحمد", "محمد الاحمد"),
        ("مُحَمَّد الأحمد", "محمد"),
        ("王小明", "王小"),
        ("김철수", "김철"),
        ("ｆｕｌｌ width", "full"),
        ("[@click=app.quit]Jo", "jo"),
        ("A[/b]", "[/b"),
        ("🦊 Fox", "🦊"),
        ("İpek Işık", "ipek isik"),
    ],
)
def test_a_name_is_found_by_what_people_type(name, typed):
    words = words_of(name)
    assert all(any(word.startswith(part) for word in words) for part in asked_for(typed)), (words, asked_for(typed))


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [
        ("ASST-100042", ("100042",)),
        ("app-2", ("2",)),
        ("ana asst-1000", ("1000", "ana")),
        ("ana", ("ana",)),
        ("a ana an", ("ana", "an", "a")),
        ("-- / ", ()),
        ("", ()),
    ],
)
def test_what_is_typed_is_read_as_words_the_longest_first(typed, looked_for):
    assert asked_for(typed) == looked_for


def test_neither_words_nor_questions_grow_without_end():
    assert {len(word) for word in words_of("x" * 500)} == {LONGEST_WORD}
    assert len(asked_for(" ".join(f"w{number}" for number in range(100)))) == MOST_WORDS
