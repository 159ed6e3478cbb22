"""Nicknames and student ids: what is accepted, and when two nicknames are the same."""

import unicodedata

from quizzes.store.errors import BadNickname, BadStudentId

LONGEST = 24
LONGEST_ID = 64
SIGNS = " @._-+/"
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters that Unicode calls letters, marks or symbols but that show nothing."""


def clean_nickname(typed: str) -> str:
    """The nickname as it is shown: NFKC-normalised, its spaces collapsed.

    Parameters
    ----------
    typed : str
        What the student typed.

    Returns
    -------
    str
        Between 1 and ``LONGEST`` characters.

    Raises
    ------
    BadNickname
        If it is empty or too long, or holds control, formatting or invisible characters.
    """
    if len(typed) > 10 * LONGEST:
        raise BadNickname(f"A nickname has at most {LONGEST} characters.")
    normal = unicodedata.normalize("NFKC", typed.strip(" "))
    if any(unicodedata.category(char) in {"Zl", "Zp"} or unicodedata.category(char)[0] == "C" for char in normal):
        raise BadNickname("A nickname cannot hold control or formatting characters.")
    if any(char in BLANK for char in normal):
        raise BadNickname("A nickname cannot hold invisible characters.")
    # Collapsing may bring a letter and a combining mark together, hence the second normalisation.
    shown = unicodedata.normalize("NFKC", " ".join(normal.split()))
    if not any(unicodedata.category(char)[0] in "LNPS" for char in shown):
        raise BadNickname("Type a nickname.")
    if len(shown) > LONGEST:
        raise BadNickname(f"A nickname has at most {LONGEST} characters; this one has {len(shown)}.")
    return shown


def clean_student_id(typed: str) -> str:
    """A student id, or an e-mail address, as it is kept; empty where none was typed.

    Raises
    ------
    BadStudentId
        If it is too long, or holds anything but letters, digits and a few signs.
    """
    shown = unicodedata.normalize("NFKC", typed[: 10 * LONGEST_ID]).strip()
    if len(typed) > 10 * LONGEST_ID or len(shown) > LONGEST_ID:
        raise BadStudentId(f"A student id has at most {LONGEST_ID} characters.")
    if not all(char.isalnum() or char in SIGNS for char in shown):
        raise BadStudentId(f"A student id holds letters, digits and {SIGNS.strip()} only.")
    return shown


def folded(nickname: str) -> str:
    """The form in which two nicknames of a class are compared, without regard to case or emoji style.

    Examples
    --------
    >>> folded("Straße") == folded("STRASSE")
    True
    """
    plain = "".join(char for char in nickname if not "\ufe00" <= char <= "\ufe0f")
    for _ in range(2):
        plain = unicodedata.normalize("NFKC", plain.casefold())
    return plain
