import pytest

from quizzes.store.codes import (
    ALPHABET,
    JOIN_LENGTH,
    RESUME_LENGTH,
    fault_of,
    fingerprint,
    join_code,
    resume_code,
    tidy,
    written,
)


def test_a_join_code_is_six_letters_of_the_alphabet():
    codes = {join_code() for _ in range(500)}
    assert len(codes) > 495
    assert all(len(code) == 6 and set(code) <= set(ALPHABET) for code in codes)
    assert set("".join(codes)) == set(ALPHABET)


def test_the_alphabet_has_no_look_alikes_and_no_vowels():
    assert not set(ALPHABET) & set("AEIOULQV0123456789")


def test_codes_come_from_the_cryptographic_source(monkeypatch):
    monkeypatch.setattr("quizzes.store.codes.secrets.choice", lambda letters: "B")
    assert join_code() == "BBBBBB"
    assert resume_code() == "BBBB-BBBB-BBBB"


TYPED = [
    "8CDF-6HJK-MNPR".replace("6", "G"),
    "https://a.org/quiz?number=3&resume=BCDF-GHJK-MNPR#top",
    "https://a.org/class?me=bcdf-ghjk-mnpr",
    "My code: BCDF-GHJK-MNPR.",
    "resume code BCDFGHJKMNPR",
    "ВCDF GНJК МNРR",  # Cyrillic
    "BCDF—GHJK—MNPR",
]


@pytest.mark.parametrize(
    "typed", ["bcdf ghjk mnpr", " BCDF-GHJK-MNPR ", "bcdf–ghjk\tmnpr", "ｂｃｄｆ-ghjk-mnpr", *TYPED]
)
def test_a_code_may_be_typed_in_many_ways(typed):
    assert tidy(typed) == "BCDFGHJKMNPR"
    assert fingerprint(typed) == fingerprint("BCDF-GHJK-MNPR")


def test_a_fingerprint_does_not_hold_the_code():
    assert "BCDF" not in fingerprint("BCDF-GHJK-MNPR").upper()


def test_a_code_is_shown_in_groups():
    assert written("https://a.org/?resume=bcdfghjkmnpr") == "BCDF-GHJK-MNPR"
    assert written("bcd fgh") == "BCDFGH"


@pytest.mark.parametrize(
    ("typed", "length", "says"),
    [
        ("BCDF-GHJK-MNP", RESUME_LENGTH, "twelve letters, as in XXXX-XXXX-XXXX; 11 were typed"),
        ("BCDFG", JOIN_LENGTH, "six letters; 5 were typed"),
        ("BCDF-GHJK-MNPO", RESUME_LENGTH, "No code has the letter O"),
        ("BCDF-GHJK-MNPR", RESUME_LENGTH, "letter by letter"),
    ],
)
def test_a_code_that_nobody_has_is_said_what_to_look_at(typed, length, says):
    assert says in fault_of(typed, length)
