"""Which member of a class is which student of the roster: by the id given at joining, by name, or as chosen."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from quizzes.lms.roster import Roster, folded

BY_ID, BY_NAME, CHOSEN = "by id", "by name", "as you chose"
LIKELY, SHOWN = 0.45, 3
NOBODY = ""
"""Chosen where a member is no student of the roster."""


@dataclass(frozen=True)
class Person:
    """A member of a class.

    Parameters
    ----------
    id, nickname : str
    student_id : str
        As given at joining; empty where none was.
    chosen : str or None
        The key of the student that the instructor chose, ``NOBODY``, or None where nothing was chosen.
    """

    id: str
    nickname: str
    student_id: str = ""
    chosen: str | None = None


@dataclass(frozen=True)
class Matching:
    """Which student of the roster each member is, and how that was found.

    Parameters
    ----------
    students : dict
        Row of the roster to the members who are that student: one who lost the code and joined anew is two.
    how : dict
        Member's id to ``BY_ID``, ``BY_NAME`` or ``CHOSEN``.
    unmatched : tuple of Person
        Members who are nobody yet; see `likely`.
    """

    students: dict[int, tuple[Person, ...]]
    how: dict[str, str]
    unmatched: tuple[Person, ...]


def match(people: Iterable[Person], roster: Roster) -> Matching:
    """Find each member in the roster; an id or a name that two students share finds neither."""
    rows = range(len(roster.rows))
    keys = {roster.key(row): row for row in rows}
    by_id = _only({row: roster.identities(row) for row in rows})
    by_name = _only({row: frozenset({_words(roster.name(row))}) for row in rows})
    students: dict[int, tuple[Person, ...]] = {}
    how, unmatched = {}, []
    for person in people:
        found = [
            (keys.get(person.chosen or ""), CHOSEN),
            (by_id.get(folded(person.student_id)), BY_ID),
            (by_name.get(_words(person.nickname)), BY_NAME),
        ]
        if person.chosen == NOBODY:
            found = []
        row, reason = next(((row, reason) for row, reason in found if row is not None), (None, ""))
        if row is not None:
            students[row] = (*students.get(row, ()), person)
            how[person.id] = reason
        else:
            unmatched.append(person)
    return Matching(students, how, tuple(unmatched))


@lru_cache(maxsize=1024)
def likely(person: Person, roster: Roster) -> tuple[int, ...]:
    """The rows that resemble a member most, best first."""
    alike = {row: _likeness(person, roster, row) for row in range(len(roster.rows))}
    best = sorted((row for row in alike if alike[row] >= LIKELY), key=lambda row: (-alike[row], row))
    return tuple(best[:SHOWN])


def _only(named: dict[int, frozenset]) -> dict:
    """Name to row, for the names that one row alone has."""
    times = Counter(name for names in named.values() for name in names)
    return {name: row for row, names in named.items() for name in names if name and times[name] == 1}


def _words(name: str) -> tuple[str, ...]:
    """The words of a name in an order that "Last, First" and "First Last" share."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return tuple(sorted(re.findall(r"\w+", "".join(char for char in plain if not unicodedata.combining(char)))))


def _likeness(person: Person, roster: Roster, row: int) -> float:
    nickname, name = _words(person.nickname), _words(roster.name(row))
    given = folded(person.student_id)
    found = [_ratio(" ".join(nickname), " ".join(name))]
    found += [0.9 * _ratio(one, other) for one in nickname for other in name]
    if given:
        found += [_ratio(given, other) for other in roster.identities(row)]
    # A nickname is often a part of the login: "alovel" of "alovelace3".
    joined = "".join(nickname)
    if len(joined) > 2 and any(joined in other or other in joined for other in roster.identities(row)):
        found.append(0.7)
    return max(found)


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= LIKELY else 0.0
