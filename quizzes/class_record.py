"""What a class did beside what it was asked: every attempt as a table, and the whole class as JSON."""

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from quizzes.attempt import Attempt, in_words
from quizzes.posed import PosedQuestion, pose_if_known
from quizzes.spreadsheet import spreadsheet
from quizzes.store.access import Instructor
from quizzes.store.export import class_document
from quizzes.store.plans import Entry

COLUMNS = (
    "time (UTC)",
    "nickname",
    "student id",
    "item",
    "round",
    "question",
    "wording",
    "attempt",
    "answer in words",
    "right",
    "score",
    "counts",
    "feedback",
    "seconds",
)


def attempts_csv(engine: sa.Engine, instructor: Instructor, class_id: str) -> bytes:
    """Every attempt of a class: one row each, in the order in which they were made."""
    document = class_document(engine, instructor, class_id)
    numbers = {item["id"]: number for number, item in enumerate(document["items"], 1)}
    asked = {item["id"]: _asked(item) for item in document["items"]}
    rows = []
    for member in document["members"]:
        for answer in member["answers"]:
            step = asked[answer["item_id"]].get(answer["question"])
            rows.append(
                (
                    answer["made_at"],
                    member["nickname"],
                    member["student_id"],
                    numbers[answer["item_id"]],
                    answer["round"],
                    answer["question"],
                    step.wording if step else "",
                    answer["number"],
                    _said(step, answer),
                    answer["correct"],
                    answer["score"],
                    answer["counts"],
                    answer["feedback"],
                    answer["seconds"],
                )
            )
    return spreadsheet([COLUMNS, *sorted(rows, key=lambda row: row[0])])


def class_json(engine: sa.Engine, instructor: Instructor, class_id: str) -> bytes:
    """Everything that is kept of a class, with the wording and the right answer of all that it was asked."""
    document = class_document(engine, instructor, class_id)
    asked = {item["id"]: _asked(item) for item in document["items"]}
    for item in document["items"]:
        item["questions"] = [_question(step) for step in asked[item["id"]].values()]
    for member in document["members"]:
        for answer in member["answers"]:
            answer["in words"] = _said(asked[answer["item_id"]].get(answer["question"]), answer)
    return json.dumps(document, indent=1).encode("ascii")


def _asked(item: Mapping[str, Any]) -> dict[str, PosedQuestion]:
    """The questions of an item by identifier; none where this version of the app does not know it."""
    posed = pose_if_known(Entry(item["activity"], item["payload"], item["graph"]))
    return {step.question.identifier: step for step in posed.steps} if posed else {}


def _question(step: PosedQuestion) -> dict[str, Any]:
    question = step.question
    return {
        "question": question.identifier,
        "kind": question.kind,
        "graph": step.scenario,
        "wording": step.wording,
        "choices": list(question.asked.options),
        "right answer": question.truth(step.surface),
        "explanation": question.explanation,
    }


def _said(step: PosedQuestion | None, answer: Mapping[str, Any]) -> str:
    attempt = Attempt(answer["question"], answer["answer"])
    return in_words(step.question, attempt, step.surface) if step else str(answer["answer"])
