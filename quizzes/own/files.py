"""Files of questions: our own JSON, and whatever else somebody hands us."""

import json
from dataclasses import dataclass

from quizzes.own import from_data
from quizzes.own.qti.package import read_package
from quizzes.own.qti.read import read_document
from quizzes.own.written import NotReadable, Written

LARGEST = 8_000_000
"""Bytes of a file."""
MOST = 200


@dataclass(frozen=True)
class ReadQuestions:
    """What a file holds.

    Parameters
    ----------
    questions
        In the file's order.
    left_out
        What we cannot ask, a sentence each.
    """

    questions: tuple[Written, ...]
    left_out: tuple[str, ...] = ()


def read_file(data: bytes) -> ReadQuestions:
    """The questions of a file: JSON of ours, a QTI package, or one XML document of it.

    Raises
    ------
    NotReadable
        If it is none of these, or holds nothing that we can ask; the message says what to change.
    """
    if len(data) > LARGEST:
        raise NotReadable(f"The file is too large: at most {LARGEST // 1_000_000} MB.")
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if data[:4] == b"PK\x03\x04":
        found = ReadQuestions(*read_package(data))
    elif start == b"<" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        found = ReadQuestions(*read_document(data))
    elif start in (b"{", b"["):
        found = _read_json(data)
    else:
        raise NotReadable("The file is neither a QTI package (.zip), nor QTI (.xml), nor our JSON.")
    if not found.questions:
        raise NotReadable(" ".join(["The file holds no question that can be asked here.", *found.left_out[:3]]))
    if len(found.questions) > MOST:
        raise NotReadable(f"The file holds {len(found.questions)} questions; a plan takes {MOST}.")
    return found


def _read_json(data: bytes) -> ReadQuestions:
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NotReadable("The file is no JSON in UTF-8.") from None
    questions = document.get("questions") if isinstance(document, dict) else None
    if not isinstance(questions, list) or len(questions) > MOST:
        raise NotReadable(f"The file has no list of “questions”, or one of more than {MOST}.")
    found, left_out = [], []
    for number, one in enumerate(questions, 1):
        try:
            found.append(from_data(one))
        except NotReadable as fault:
            left_out.append(f"Question {number}: {fault}")
    return ReadQuestions(tuple(found), tuple(left_out))
