"""The result of a quiz as rows, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from explorer.charts.texts import place_text

from .bank import DIFFICULTIES, TOPICS
from .log import Log, standing
from .question import Question
from .sitting import Sitting
from .store.export import harmless

if TYPE_CHECKING:
    from explorer.model.surface import Surface

COLUMNS = (
    "number", "topic", "difficulty", "graph", "question", "prompt", "answer in words", "right answer",
    "attempts", "score",
)  # fmt: skip


def rows(sitting: Sitting, log: Log, load: Callable[[str], Surface]) -> list[dict[str, Any]]:
    """One row an item, with plain values."""
    found = []
    for number, item in enumerate(sitting.items, 1):
        now = standing(log, sitting.address(item))
        found.append(
            {
                "number": number,
                "topic": TOPICS[item.topic],
                "difficulty": DIFFICULTIES[item.difficulty],
                "graph": item.scenario,
                "question": item.identifier,
                "prompt": item.question.prompt,
                "answer": now.answers[-1] if now.answers else None,
                "answer in words": said(item.question, now.answers[-1] if now.answers else None),
                "right answer": item.question.truth(load(item.scenario)),
                "attempts": len(now.answers),
                "score": round(now.score, 3),
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


def spoken(answer: Any) -> str:
    """An answer in plain words, for a table or a page.

    Examples
    --------
    >>> spoken({"strength": 0.2, "temperature": 0.5})
    'strength 0.20, τ = 0.5'
    """
    if answer is None:
        return "no answer"
    if isinstance(answer, dict) and set(answer) == {"strength", "temperature"}:
        return place_text(answer["strength"], answer["temperature"])
    if isinstance(answer, dict) and "text" in answer:
        return str(answer["text"])
    if isinstance(answer, list | tuple):
        if answer and all(isinstance(entry, int) for entry in answer):
            return f"{len(answer)} cells"
        return ", ".join(map(str, answer))
    return str(answer)


def said(question: Question, answer: Any) -> str:
    """An answer in plain words; choices by their text."""
    inner = getattr(question, "inner", question)
    texts = {choice.key: choice.text for choice in getattr(inner, "choices", ())}
    if texts and answer is not None:
        chosen = [answer] if isinstance(answer, str) else answer
        return "; ".join(texts.get(key, "none of these") for key in chosen)
    return spoken(answer)


def _cell(value: Any) -> Any:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else harmless(spoken(value))
