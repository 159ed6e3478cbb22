"""Read a question from an item of QTI 1.2, as Canvas and text2qti write it."""

from typing import Any

from quizzes.own import from_data
from quizzes.own.qti.markup import Element, figure, first, name, text_of, text_of_html, within, within_bounds
from quizzes.own.written import LONGEST_TITLE, NotReadable, Written

GENERIC = ("", "Question")
"""Titles that say nothing."""
CHOICES = ("multiple_choice_question", "true_false_question", "multiple_answers_question")
TEXTS = ("short_answer_question", "essay_question", "numerical_question")


def read_v1(item: Element) -> Written:
    """The question of an `item`.

    Raises
    ------
    NotReadable
        If it asks something else than one choice, number or text.
    """
    presentation = first(item, "presentation")
    if presentation is None:
        raise NotReadable("It has no text.")
    asked = [one for one in presentation.iter() if name(one).startswith("response_") and name(one) != "response_label"]
    kind = _kind(item)
    if kind and kind not in CHOICES + TEXTS:
        raise NotReadable(f"Its kind, {kind}, cannot be asked here.")
    if len(asked) != 1:
        raise NotReadable("It asks several things at once." if asked else "It asks nothing.")
    (response,) = asked
    title = " ".join((item.get("title") or "").split())
    data: dict[str, Any] = {
        "title": "" if title in GENERIC or len(title) > LONGEST_TITLE else title,
        "prompt": "\n".join(_texts(presentation)),
        "explanation": _feedback(item).get("general_fb", ""),
    }
    if name(response) == "response_lid":
        data |= _choice(item, response)
    elif kind == "numerical_question" or _decimal(response):
        data |= _number(item)
    elif name(response) == "response_str":
        accepted = [] if kind == "essay_question" else _right(item)
        data |= {"kind": "text", "accepted": accepted}
    else:
        raise NotReadable("Its kind cannot be asked here.")
    return from_data(data)


def _kind(item: Element) -> str:
    for field in within(item, "qtimetadatafield"):
        label, entry = first(field, "fieldlabel"), first(field, "fieldentry")
        if label is not None and entry is not None and text_of(label) == "question_type":
            return text_of(entry)
    return ""


def _texts(element: Element) -> list[str]:
    """The texts of an element that are not an answer's."""
    found = []
    for child in element:
        if name(child) == "mattext":
            found.append(_mattext(child))
        elif not name(child).startswith(("response_", "render_")):
            found += _texts(child)
    return [text for text in found if text]


def _mattext(element: Element) -> str:
    html = (element.get("texttype") or "").lower() == "text/html" and not len(element)
    return text_of_html("".join(element.itertext())) if html else text_of(element)


def _decimal(response: Element) -> bool:
    fib = first(response, "render_fib")
    return fib is not None and (fib.get("fibtype") or "").lower() in ("decimal", "integer")


def _scoring(item: Element) -> list[Element]:
    """The conditions under which something is earned."""
    found = []
    for condition in within(item, "respcondition"):
        earned = first(condition, "setvar")
        if earned is not None and figure(text_of(earned)) > 0:
            found.append(condition)
    return found


def _right(item: Element) -> list[str]:
    """The values that a condition which earns something asks for, and does not forbid."""
    values = []
    for condition in _scoring(item):
        forbidden = {id(one) for negation in within(condition, "not") for one in negation.iter()}
        values += [text_of(one) for one in within(condition, "varequal") if id(one) not in forbidden]
    return list(dict.fromkeys(filter(None, values)))


def _choice(item: Element, response: Element) -> dict[str, Any]:
    right, feedback = _right(item), _feedback(item)
    options = [
        {
            "text": " ".join(_texts(label)),
            "right": label.get("ident") in right,
            "feedback": feedback.get(label.get("ident") or "", ""),
        }
        for label in within(response, "response_label")
    ]
    several = (response.get("rcardinality") or "single").lower() == "multiple"
    return {"kind": "choice", "several": several, "options": options}


def _number(item: Element) -> dict[str, Any]:
    scoring = _scoring(item)
    if not scoring:
        raise NotReadable("It does not say which number is right.")
    bounds = [figure(text_of(one)) for one in within(scoring[0], "vargte", "varlte", "vargt", "varlt")]
    exact = [figure(text_of(one)) for one in within(scoring[0], "varequal")]
    if not exact and len(bounds) < 2:
        raise NotReadable("It does not say which number is right.")
    value = exact[0] if exact else (min(bounds) + max(bounds)) / 2
    return {"kind": "number", "value": value, "tolerance": within_bounds(value, bounds)}


def _feedback(item: Element) -> dict[str, str]:
    """What is said to each choice, by its identifier; what is said to all of them as ``general_fb``."""
    texts = {one.get("ident") or "": "\n".join(_texts(one)) for one in within(item, "itemfeedback")}
    found = {"general_fb": texts.get("general_fb", "")}
    for condition in within(item, "respcondition"):
        shown, value = first(condition, "displayfeedback"), first(condition, "varequal")
        if shown is not None and value is not None and first(condition, "not") is None:
            found.setdefault(text_of(value), texts.get(shown.get("linkrefid") or "", ""))
    return found
