import pytest

from quizzes.store.codes import ALPHABET, fingerprint, join_code, resume_code, tidy


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


@pytest.mark.parametrize("typed", ["bcdf ghjk mnpr", " BCDF-GHJK-MNPR ", "bcdf–ghjk\tmnpr", "ｂｃｄｆ-ghjk-mnpr"])
def test_a_code_may_be_typed_in_many_ways(typed):
    assert tidy(typed) == "BCDFGHJKMNPR"
    assert fingerprint(typed) == fingerprint("BCDF-GHJK-MNPR")


def test_a_fingerprint_does_not_hold_the_code():
    assert "BCDF" not in fingerprint("BCDF-GHJK-MNPR").upper()
