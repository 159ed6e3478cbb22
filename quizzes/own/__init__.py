"""Questions that an instructor writes: what is written, how it becomes a question, and the files that hold it.

==============================  =====================================================================
written                         what all kinds share
choice, number, text, point     the kinds, a file each
files                           JSON, and whatever file somebody hands us
qti                             the exchange format of learning management systems
==============================  =====================================================================
"""

import re

from quizzes.own.choice import WrittenChoice
from quizzes.own.number import WrittenNumber
from quizzes.own.point import WrittenPoint
from quizzes.own.text import WrittenText
from quizzes.own.written import NotReadable, Written

_KINDS_ELSEWHERE = {
    **{kind: kind for kind in ("choice", "number", "text", "point")},
    **dict.fromkeys(("multiplechoice", "singlechoice", "mc", "mcq", "multichoice"), "choice"),
    **dict.fromkeys(("numeric", "numerical", "float"), "number"),
    **dict.fromkeys(("shorttext", "shortanswer", "essay", "open"), "text"),
}
KINDS: dict[str, type[Written]] = {one.kind: one for one in (WrittenChoice, WrittenNumber, WrittenText, WrittenPoint)}


def from_data(data: object) -> Written:
    """The question that `Written.data` gave.

    Raises
    ------
    NotReadable
        If it is none of ours, or not well written; the message says what to change.
    """
    kind = data.get("kind") if isinstance(data, dict) else None
    if isinstance(kind, str):
        kind = _KINDS_ELSEWHERE.get(re.sub(r"[^a-z]", "", kind[:40].lower()), kind)
    if not isinstance(data, dict) or not isinstance(kind, str) or kind not in KINDS:
        raise NotReadable(f"A question needs a kind: {', '.join(KINDS)}.")
    made = KINDS[kind].read(data)
    faults = made.faults()
    if faults:
        raise NotReadable(faults[0])
    return made


__all__ = [
    "KINDS",
    "NotReadable",
    "Written",
    "WrittenChoice",
    "WrittenNumber",
    "WrittenPoint",
    "WrittenText",
    "from_data",
]
