"""Files of questions: our own JSON, and whatever else somebody hands us."""

import json
from dataclasses import dataclass
from typing import Any

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
    start = data.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1]
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        found = ReadQuestions(*read_package(data))
    elif start == b"<":
        found = ReadQuestions(*read_document(data, alone=True))
    elif start in (b"{", b"["):
        found = _read_json(data)
    elif not start:
        raise NotReadable("The file is empty.")
    else:
        raise NotReadable(
            "The file is neither a QTI package (.zip), nor QTI (.xml), nor our JSON. "
            "Export the questions as QTI 1.2 or 2.1."
        )
    if not found.questions:
        raise NotReadable(" ".join(["The file holds no question that can be asked here.", *found.left_out[:3]]))
    if len(found.questions) > MOST:
        raise NotReadable(f"The file holds {len(found.questions)} questions; a plan takes {MOST}.")
    return found


def json_of(data: bytes) -> Any:
    """What a file of JSON holds, in UTF-8 or UTF-16.

    Raises
    ------
    NotReadable
        If it is damaged; the message says where.
    """
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    if data[1:2] == b"\0":
        encoding = "utf-16-le"
    try:
        return json.loads(data.decode(encoding))
    except json.JSONDecodeError as fault:
        cure = "check brackets, commas and quotation marks there; JSON has double ones, and no comma before a bracket"
        raise NotReadable(f"The JSON is damaged in line {fault.lineno}, column {fault.colno}: {cure}.") from None
    except UnicodeDecodeError:
        raise NotReadable("The file is not in UTF-8; save it again in that encoding.") from None
    except (ValueError, RecursionError):
        raise NotReadable("The JSON is nested too deeply, or holds a number of too many digits.") from None


def _read_json(data: bytes) -> ReadQuestions:
    document = json_of(data)
    questions = document.get("questions") if isinstance(document, dict) else document
    if isinstance(document, dict) and "kind" in document and questions is None:
        questions = [document]
    if not isinstance(questions, list):
        raise NotReadable('The file has no list of “questions”: make it {"questions": [{"kind": …, "prompt": …}]}.')
    if len(questions) > MOST:
        raise NotReadable(f"The file holds {len(questions)} questions; a plan takes {MOST}.")
    found, left_out = [], []
    for number, one in enumerate(questions, 1):
        try:
            found.append(from_data(one))
        except NotReadable as fault:
            left_out.append(f"Question {number}: {fault}")
    return ReadQuestions(tuple(found), tuple(left_out))
