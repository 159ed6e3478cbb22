"""Codes that people read aloud, copy and type: join codes and resume codes."""

import hashlib
import re
import secrets
import unicodedata

ALPHABET = "BCDFGHJKMNPRSTWXYZ"
"""Capital letters without look-alikes (I, L, O, Q, U, V) and without vowels, so that no code spells a word."""

JOIN_LENGTH = 6
RESUME_GROUPS, GROUP_LENGTH = 3, 4
RESUME_LENGTH = RESUME_GROUPS * GROUP_LENGTH

_CARRIED = re.compile(r"[?&](?:RESUME|ME|CODE)=([^&#\s]+)")
_LOOK_ALIKES = str.maketrans("8526ВСНКМРТХΒΗΚΜΝΡΤΧΖ", "BSZGBCHKMPTXBHKMNPTXZ")
_WRITTEN = re.compile(
    rf"(?<![A-Z])(?:[{ALPHABET}]{{4}}(?:[\W_]{{0,3}}[{ALPHABET}]{{4}}){{2}}|[{ALPHABET}]{{6}})(?![A-Z])"
)


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

    A link that carries the code will do, and words round it; digits and letters that no code has are read as those that
    they look like, 8 as B and О of another alphabet as O.

    Examples
    --------
    >>> tidy(" bcdf-ghjk "), tidy("my code: 8CDF-GHJK-MNPR"), tidy("https://a.org/quiz?resume=BCDF-GHJK-MNPR#top")
    ('BCDFGHJK', 'BCDFGHJKMNPR', 'BCDFGHJKMNPR')
    """
    text = unicodedata.normalize("NFKC", typed[:300]).upper()
    carried = _CARRIED.search(text)
    text = (carried[1] if carried else text).translate(_LOOK_ALIKES)
    found = _letters(text)
    if len(found) not in (JOIN_LENGTH, RESUME_LENGTH):
        apart = {_letters(one[0]) for one in _WRITTEN.finditer(text)}
        if len(apart) == 1:
            return apart.pop()
    return found


def written(typed: str) -> str:
    """A typed code as it is shown: in groups of four letters, a class's in one.

    Examples
    --------
    >>> written("bcdf ghjk mnpr")
    'BCDF-GHJK-MNPR'
    """
    code = tidy(typed)
    if len(code) <= JOIN_LENGTH:
        return code
    return "-".join(code[start : start + GROUP_LENGTH] for start in range(0, len(code), GROUP_LENGTH))


def fault_of(typed: str, length: int) -> str:
    """What to look at in a code that nobody has, one sentence."""
    shape = "six letters" if length == JOIN_LENGTH else "twelve letters, as in XXXX-XXXX-XXXX"
    code = tidy(typed)
    if len(code) != length:
        return f"It has {shape}; {len(code)} were typed."
    strange = sorted(set(code) - set(ALPHABET))
    if strange:
        return f"No code has the letter {strange[0]}; compare it letter by letter."
    return "Compare it letter by letter; codes end with their class, or after a year without use."


def _letters(text: str) -> str:
    return "".join(letter for letter in text if "A" <= letter <= "Z")


def fingerprint(code: str) -> str:
    """What is stored in place of a resume code: its SHA-256, so that the database does not hold the code itself."""
    return hashlib.sha256(tidy(code).encode()).hexdigest()
