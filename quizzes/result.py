"""The result of a quiz as rows, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from quizzes.attempt import Log
from quizzes.bank import DIFFICULTIES, TOPICS
from quizzes.sitting import Sitting
from quizzes.store.export import harmless

if TYPE_CHECKING:
    from explorer.model.surface import Surface

COLUMNS = (
    "number",
    "topic",
    "difficulty",
    "graph",
    "question",
    "prompt",
    "answer in words",
    "right answer",
    "attempts",
    "score",
)


def rows(sitting: Sitting, log: Log, load: Callable[[str], Surface]) -> list[dict[str, Any]]:
    """One row an item, with plain values."""
    found = []
    for number, item in enumerate(sitting.items, 1):
        made = log.at(sitting.address(item))
        found.append(
            {
                "number": number,
                "topic": TOPICS[item.topic],
                "difficulty": DIFFICULTIES[item.difficulty],
                "graph": item.scenario,
                "question": item.identifier,
                "prompt": item.question.prompt,
                "answer": made.answers[-1] if made.answers else None,
                "answer in words": sitting.said(item, log, load),
                "right answer": item.question.truth(load(item.scenario)),
                "attempts": len(made.answers),
                "score": round(made.score, 3),
            }
        )
    return found


def as_json(sitting: Sitting, log: Log, load: Callable[[str], Surface]) -> bytes:
    """Everything about the result."""
    topics = {
        TOPICS[topic]: {"score": round(score, 3), "of": of} for topic, (score, of) in sitting.by_topic(log).items()
    }
    whole = {
        "quiz": sitting.name.partition("/")[2],
        "begun": datetime.fromtimestamp(sitting.begun_at, UTC).isoformat(timespec="seconds"),
        "score": round(sitting.total(log), 3),
        "of": len(sitting.items),
        "topics": topics,
        "items": rows(sitting, log, load),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def as_csv(sitting: Sitting, log: Log, load: Callable[[str], Surface]) -> bytes:
    """One line an item, in UTF-8 with the mark that makes spreadsheets read it so."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    for row in rows(sitting, log, load):
        writer.writerow([_cell(row[column]) for column in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    return harmless(value) if isinstance(value, str) else value
