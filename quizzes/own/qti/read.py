"""Read questions from QTI 2.x, and from whatever document of either version a file holds."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from quizzes.own import from_data
from quizzes.own.qti.markup import Element, figure, first, name, parse_xml, text_of, within, within_bounds
from quizzes.own.qti.read_v1 import read_v1
from quizzes.own.written import LONGEST_TITLE, NotReadable, Written

POINT = "point "
"""Start of an item's label that holds a point of the map, for which QTI has no kind of its own."""
GAP = "____"
_UNIT = "unit"


def read_document(data: bytes, *, alone: bool = False) -> tuple[tuple[Written, ...], tuple[str, ...]]:
    """The questions of an XML document, and what of it we cannot ask; of one that is `alone`, why it holds none.

    Raises
    ------
    NotReadable
        If it is no XML that we read.
    """
    root = parse_xml(data)
    reader: Callable[[Element], Written] = read_item
    items = [root] if name(root) == "assessmentItem" else []
    if name(root) == "questestinterop":
        reader, items = read_v1, [one for one in root.iter() if name(one) == "item"]
    found, left_out = [], []
    if alone and not items and name(root) not in ("assessmentTest", "questestinterop"):
        what = "a web page" if name(root).lower() == "html" else f"“{name(root)[:40]}”"
        left_out.append(f"It is {what}; QTI 1.2 has “questestinterop” outside of all, and QTI 2.1 “assessmentItem”.")
    if alone and name(root) == "assessmentTest":
        left_out.append("It names its questions, which are in other files; bring the package (.zip) that holds them.")
    for item in items:
        try:
            found.append(reader(item))
        except NotReadable as fault:
            title = (item.get("title") or item.get("ident") or item.get("identifier") or "an item")[:LONGEST_TITLE]
            left_out.append(f"“{title}”: {fault}")
    return tuple(found), tuple(left_out)


def read_item(item: Element, attempts: int | None = None) -> Written:
    """The question of an `assessmentItem`.

    Raises
    ------
    NotReadable
        If it asks something else than one choice, number, text or point.
    """
    body = first(item, "itemBody")
    if body is None:
        raise NotReadable("It has no text.")
    data: dict[str, Any] = {"title": _title(item), "explanation": _explanation(item), "attempts": attempts}
    interactions = [one for one in body.iter() if name(one).endswith("Interaction")]
    label = item.get("label") or ""
    if label.startswith(POINT):
        for line in [one for one in body if first(one, "textEntryInteraction") is not None]:
            body.remove(line)  # where the two numbers are typed
        return _finished(data | _point(label) | {"kind": "point"}, text_of(body))
    if len(interactions) != 1:
        raise NotReadable("It asks several things at once." if interactions else "It asks nothing.")
    (interaction,) = interactions
    declared = _declared(item, interaction.get("responseIdentifier") or "")
    kind = name(interaction)
    if kind in ("choiceInteraction", "inlineChoiceInteraction"):
        data |= _choice(item, interaction, declared)
    elif kind == "textEntryInteraction" and declared.get("baseType") in ("float", "integer"):
        data |= _number(item, body, declared)
    elif kind == "textEntryInteraction":
        data |= {"kind": "text", "accepted": _right(declared)}
    elif kind == "extendedTextInteraction":
        data |= {"kind": "text", "accepted": [], "model_answer": "\n".join(_correct(declared))}
    else:
        raise NotReadable(f"Its kind, {kind}, cannot be asked here.")
    return _finished(data, _prompt(body, interactions))


def _title(item: Element) -> str:
    title = " ".join((item.get("title") or "").split())
    return title if title != item.get("identifier") and len(title) <= LONGEST_TITLE else ""


def _finished(data: dict[str, Any], prompt: str) -> Written:
    """The question, without a title that only repeats its wording, as ours do."""
    made = from_data(data | {"prompt": prompt})
    bare = replace(made, title="")
    return bare if bare.name == made.title else made


def _explanation(item: Element) -> str:
    """What is said of no choice in particular."""
    choices = {one.get("identifier") for one in within(item, "simpleChoice", "inlineChoice")}
    feedback = [one for one in item if name(one) == "modalFeedback"]
    texts = [text_of(one) for one in feedback if one.get("identifier") not in choices]
    return "\n".join(dict.fromkeys(filter(None, texts)))


def _prompt(body: Element, interactions: list[Element]) -> str:
    """The item's text, with a gap where something follows the place of the answer, then the interaction's prompt."""
    asked = []
    for one in interactions:
        prompt = first(one, "prompt")
        asked += [] if prompt is None else [text_of(prompt)]
        for child in list(one):
            one.remove(child)
        one.text = GAP if (one.tail or "").strip() else ""
    return "\n".join(filter(None, [text_of(body), *asked]))


def _declared(item: Element, identifier: str) -> Element:
    for one in within(item, "responseDeclaration"):
        if one.get("identifier") == identifier:
            return one
    raise NotReadable("It does not declare its answer.")


def _correct(declared: Element) -> list[str]:
    correct = first(declared, "correctResponse")
    return [] if correct is None else [text_of(value) for value in within(correct, "value")]


def _right(declared: Element) -> list[str]:
    """The right answers, and those that a mapping gives something for."""
    entries = within(declared, "mapEntry")
    mapped = [one.get("mapKey") or "" for one in entries if figure(one.get("mappedValue")) > 0]
    return list(dict.fromkeys(filter(None, [*_correct(declared), *mapped])))


def _choice(item: Element, interaction: Element, declared: Element) -> dict[str, Any]:
    cardinality = declared.get("cardinality")
    if cardinality not in ("single", "multiple"):
        raise NotReadable("It asks for an order, which cannot be asked here.")
    right = _correct(declared) or _right(declared)
    said = {one.get("identifier"): text_of(one) for one in item if name(one) == "modalFeedback"}
    options = []
    for choice in within(interaction, "simpleChoice", "inlineChoice"):
        feedback = first(choice, "feedbackInline", "feedbackBlock")
        options.append(
            {
                "text": text_of(choice),
                "right": choice.get("identifier") in right,
                "feedback": said.get(choice.get("identifier"), "") if feedback is None else _inner(feedback),
            }
        )
    return {"kind": "choice", "several": cardinality == "multiple", "options": options}


def _inner(feedback: Element) -> str:
    """The text of a feedback, which `text_of` leaves out of what it stands in."""
    bare = Element("p")
    bare.text, bare[:] = feedback.text, list(feedback)
    return text_of(bare)


def _number(item: Element, body: Element, declared: Element) -> dict[str, Any]:
    values = [figure(text) for text in _correct(declared)]
    bounds = [
        figure("".join(base.itertext()))
        for bound in within(item, "gte", "lte", "gt", "lt")
        for base in within(bound, "baseValue")
    ]
    if not values and len(bounds) < 2:
        raise NotReadable("It does not say which number is right.")
    value = values[0] if values else (min(bounds) + max(bounds)) / 2
    tolerance = within_bounds(value, bounds)
    equal = first(item, "equal")
    if equal is not None and equal.get("toleranceMode") in ("absolute", "relative"):
        given = [figure(part) for part in (equal.get("tolerance") or "0").split()]
        tolerance = max(map(abs, given), default=0.0)
        if equal.get("toleranceMode") == "relative":
            tolerance *= abs(value) / 100
    unit = next((one for one in within(body, "span") if one.get("class") == _UNIT), None)
    words = "" if unit is None else text_of(unit)
    if unit is not None:
        unit.text = ""
    return {"kind": "number", "value": value, "tolerance": tolerance, "unit": words}


def _point(label: str) -> dict[str, Any]:
    try:
        data = json.loads(label.removeprefix(POINT))
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise NotReadable("Its label does not say which point is meant.")
    return data
