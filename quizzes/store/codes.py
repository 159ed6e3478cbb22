"""Codes that people read aloud, copy and type: join codes and resume codes."""

import hashlib
import secrets
import unicodedata

ALPHABET = "BCDFGHJKMNPRSTWXYZ"
"""Capital letters without look-alikes (I, L, O, Q, U, V) and without vowels, so that no code spells a word."""

JOIN_LENGTH = 6
RESUME_GROUPS, GROUP_LENGTH = 3, 4


def letters(count: int) -> str:
    """``count`` letters of the alphabet from the system's cryptographic source."""
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def join_code() -> str:
    """A new class code: six letters, 18⁶ = 34 million possibilities."""
    return letters(JOIN_LENGTH)


def resume_code() -> str:
    """A new code for one person's work: three groups of four letters, 18¹² ≈ 2⁵⁰ possibilities."""
    return "-".join(letters(GROUP_LENGTH) for _ in range(RESUME_GROUPS))


def tidy(typed: str) -> str:
    """A typed code as it is compared: capitals only, without spaces, dashes or anything that is not a letter.

    Examples
    --------
    >>> tidy(" bcdf-ghjk ")
    'BCDFGHJK'
    """
    folded = unicodedata.normalize("NFKC", typed[:200]).upper()
    return "".join(letter for letter in folded if "A" <= letter <= "Z")


def fingerprint(code: str) -> str:
    """What is stored in place of a resume code: its SHA-256, so that the database does not hold the code itself."""
    return hashlib.sha256(tidy(code).encode()).hexdigest()
