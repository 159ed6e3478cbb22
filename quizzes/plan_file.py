"""A whole plan as one file of ours: its title, and in order the questions, quizzes and activities that it asks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from explorer.model.library import can_open
from quizzes.own import NotReadable, from_data
from quizzes.own.files import LARGEST, json_of
from quizzes.posed import ACTIVITY, BANK, OWN, pose_if_known
from quizzes.store.plans import MOST_ENTRIES, Entry, Plan

FORMAT = 1
LONGEST_QUIZ = 50
LONGEST_NAME = 200
"""Characters of what names a question, an activity, a graph or what is hidden."""


@dataclass(frozen=True)
class PlanFile:
    """What a file holds.

    Parameters
    ----------
    title : str
        Empty where the file holds questions and no plan.
    entries : tuple of Entry
    left_out : tuple of str
        What cannot be asked here, a sentence each.
    """

    title: str
    entries: tuple[Entry, ...]
    left_out: tuple[str, ...] = ()


def plan_json(plan: Plan) -> bytes:
    """A plan as a file that `read_plan` reads back without loss."""
    entries = [one.data() for one in plan.entries]
    return json.dumps({"format": FORMAT, "plan": plan.title, "entries": entries}, ensure_ascii=False, indent=1).encode()


def read_plan(data: bytes) -> PlanFile | None:
    """The plan in a file; None if it holds none.

    Raises
    ------
    NotReadable
        If nothing in it can be asked here, or it is too large; the message says why.
    """
    if len(data) > LARGEST:
        raise NotReadable(f"The file is too large: at most {LARGEST // 1_000_000} MB.")
    try:
        document = json_of(data)
    except NotReadable:
        return None
    given = document.get("entries") if isinstance(document, dict) else None
    if not isinstance(given, list):
        return None
    if len(given) > MOST_ENTRIES:
        raise NotReadable(f"The file holds {len(given)} entries; a plan takes {MOST_ENTRIES}.")
    entries, left_out = [], []
    for number, one in enumerate(given, 1):
        try:
            entries.append(_entry(one))
        except NotReadable as fault:
            left_out.append(f"Entry {number}: {fault}")
    if not entries:
        raise NotReadable(" ".join(["The file’s plan has nothing that can be asked here.", *left_out[:3]]))
    title = document.get("plan")
    return PlanFile(title if isinstance(title, str) else "", tuple(entries), tuple(left_out))


def _entry(data: object) -> Entry:
    if not isinstance(data, dict):
        raise NotReadable("It is no entry of a plan.")
    activity, graph, hidden = _name(data.get("activity")), _name(data.get("graph")), data.get("hidden")
    if not isinstance(hidden, list) or len(hidden) > LONGEST_NAME:
        raise NotReadable("It does not list what is “hidden”.")
    payload = _payload(activity, data.get("payload"))
    entry = Entry(activity, payload, graph, frozenset(map(_name, hidden)))
    posed = pose_if_known(entry) if can_open(graph) else None
    if posed is None or not posed.steps:
        raise NotReadable("This version of the app does not know it, or its graph is not kept here.")
    return entry


def _payload(activity: str, given: object) -> Mapping[str, Any]:
    payload = given if isinstance(given, dict) else {}
    if activity == OWN:
        return {"question": from_data(payload.get("question")).data()}
    if activity == BANK:
        items = payload.get("items")
        if not isinstance(items, list) or not 0 < len(items) <= LONGEST_QUIZ:
            raise NotReadable(f"It names no questions, or more than {LONGEST_QUIZ}.")
        return {"items": [_name(one) for one in items]}
    if not activity.startswith(ACTIVITY):
        raise NotReadable("This version of the app does not know it.")
    return {}


def _name(given: object) -> str:
    if not isinstance(given, str) or len(given) > LONGEST_NAME:
        raise NotReadable("A name in it is no text, or too long.")
    return given
