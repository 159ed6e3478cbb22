"""Write a question as an `assessmentItem` of QTI 2.1.

A point of the map becomes two numbers to type, since QTI knows no map; what it is stands in the item's label, so that
we read it back as it was.
"""

import json
import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from quizzes.own import Written, WrittenChoice, WrittenNumber, WrittenPoint, WrittenText
from quizzes.own.point import PLACE
from quizzes.own.qti.read import POINT

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
SCHEMA = "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ANSWER = "RESPONSE"


def document(root: Element) -> bytes:
    """An element as a file of XML: UTF-8, indented, with its declaration."""
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def item(written: Written, identifier: str) -> Element:
    """A question as QTI 2.1's assessmentItem: declarations, body and response processing."""
    root = Element(
        "assessmentItem",
        {
            "xmlns": NAMESPACE,
            "xmlns:xsi": _XSI,
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
            "identifier": identifier,
            "title": _clean(written.name),
            "adaptive": "false",
            "timeDependent": "false",
        },
    )
    if isinstance(written, WrittenChoice):
        _choice(root, written)
    elif isinstance(written, WrittenNumber):
        _number(root, written)
    elif isinstance(written, WrittenPoint):
        _point(root, written)
    elif isinstance(written, WrittenText):
        _text(root, written)
    if written.explanation.strip():
        _feedback(root, "EXPLANATION", "shown", written.explanation)
    return root


def _feedback(root: Element, outcome: str, identifier: str, text: str) -> None:
    """Feedback stands apart from what it is about: not every reader tells it from a choice's own text."""
    feedback = _sub(root, "modalFeedback", outcomeIdentifier=outcome, identifier=identifier, showHide="show")
    _paragraphs(feedback, text)


def _choice(root: Element, written: WrittenChoice) -> None:
    keys = [f"choice_{number}" for number in range(1, len(written.options) + 1)]
    right = [key for key, one in zip(keys, written.options, strict=True) if one.right]
    cardinality = "multiple" if written.several else "single"
    _declare(root, ANSWER, "identifier", right, cardinality)
    told = any(one.feedback for one in written.options)
    _outcomes(root, written, {"FEEDBACK": cardinality} if told else {})
    body = _body(root, written)
    most = "0" if written.several else "1"
    interaction = _sub(body, "choiceInteraction", responseIdentifier=ANSWER, shuffle="false", maxChoices=most)
    for key, one in zip(keys, written.options, strict=True):
        _sub(interaction, "simpleChoice", identifier=key).text = _clean(one.text)
    processing = _processing(root, written)
    match = _sub(_scored(processing), "match")
    _sub(match, "variable", identifier=ANSWER)
    _sub(match, "correct", identifier=ANSWER)
    _score(processing)
    if told:
        _sub(_sub(processing, "setOutcomeValue", identifier="FEEDBACK"), "variable", identifier=ANSWER)
    for key, one in zip(keys, written.options, strict=True):
        if one.feedback:
            _feedback(root, "FEEDBACK", key, one.feedback)


def _number(root: Element, written: WrittenNumber) -> None:
    _declare(root, ANSWER, "float", [repr(written.value)])
    _outcomes(root, written)
    line = _sub(_body(root, written), "p")
    entry = _sub(line, "textEntryInteraction", responseIdentifier=ANSWER, expectedLength="15")
    if written.unit:
        entry.tail = " "
        _sub(line, "span", **{"class": "unit"}).text = _clean(written.unit)
    processing = _processing(root, written)
    _equal(_scored(processing), ANSWER, written.tolerance)
    _score(processing)


def _text(root: Element, written: WrittenText) -> None:
    if not written.accepted:
        _declare(root, ANSWER, "string", [written.model_answer.strip()] if written.model_answer.strip() else [])
        _outcomes(root, written)
        _sub(_body(root, written), "extendedTextInteraction", responseIdentifier=ANSWER, expectedLength="600")
        _explained(root, written)
        return
    declared = _declare(root, ANSWER, "string", written.accepted[:1])
    mapping = _sub(declared, "mapping", defaultValue="0")
    for one in written.accepted:
        _sub(mapping, "mapEntry", mapKey=_clean(one), mappedValue="1", caseSensitive="false")
    _outcomes(root, written)
    line = _sub(_body(root, written), "p")
    _sub(line, "textEntryInteraction", responseIdentifier=ANSWER, expectedLength="40")
    processing = _processing(root, written)
    _sub(_sub(processing, "setOutcomeValue", identifier="SCORE"), "mapResponse", identifier=ANSWER)


def _point(root: Element, written: WrittenPoint) -> None:
    meant = {name: getattr(written, name) for name in ("goal", "layer", "strength", "temperature", "steps")}
    root.set("label", POINT + json.dumps(meant, separators=(",", ":")))
    answers = {"STRENGTH": written.strength, "TEMPERATURE": written.temperature}
    known = written.goal == PLACE  # another goal's point is the map's to say, and no map comes along
    for name, value in answers.items():
        _declare(root, name, "float", [repr(value)] if known else [])
    _outcomes(root, written)
    body = _body(root, written)
    for name, words in zip(answers, ("Strength: ", "Temperature τ: "), strict=True):
        line = _sub(body, "p")
        line.text = words
        _sub(line, "textEntryInteraction", responseIdentifier=name, expectedLength="8")
    if not known:
        _explained(root, written)
    else:
        processing = _processing(root, written)
        both = _sub(_scored(processing), "and")
        for name, value in answers.items():
            _equal(both, name, 0.1 * abs(value))
        _score(processing)


def _body(root: Element, written: Written) -> Element:
    body = _sub(root, "itemBody")
    _paragraphs(body, written.prompt)
    return body


def _paragraphs(parent: Element, text: str) -> None:
    for line in text.strip().splitlines():
        if line.strip():
            _sub(parent, "p").text = _clean(line.strip())


def _declare(root: Element, identifier: str, base: str, right: Sequence[str], cardinality: str = "single") -> Element:
    declared = _sub(root, "responseDeclaration", identifier=identifier, cardinality=cardinality, baseType=base)
    if right:
        correct = _sub(declared, "correctResponse")
        for one in right:
            _sub(correct, "value").text = _clean(one)
    return declared


def _outcomes(root: Element, written: Written, more: dict[str, str] | None = None) -> None:
    score = _sub(root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    _sub(_sub(score, "defaultValue"), "value").text = "0"
    told = {"EXPLANATION": "single"} if written.explanation.strip() else {}
    for name, cardinality in {**(more or {}), **told}.items():
        _sub(root, "outcomeDeclaration", identifier=name, cardinality=cardinality, baseType="identifier")


def _processing(root: Element, written: Written) -> Element:
    processing = _sub(root, "responseProcessing")
    if written.explanation.strip():
        shown = _sub(processing, "setOutcomeValue", identifier="EXPLANATION")
        _sub(shown, "baseValue", baseType="identifier").text = "shown"
    return processing


def _explained(root: Element, written: Written) -> None:
    """The processing of an item that scores nothing."""
    if written.explanation.strip():
        _processing(root, written)


def _scored(processing: Element) -> Element:
    return _sub(_sub(processing, "responseCondition"), "responseIf")


def _score(processing: Element) -> None:
    scored = next(processing.iter("responseIf"))
    _sub(_sub(scored, "setOutcomeValue", identifier="SCORE"), "baseValue", baseType="float").text = "1"


def _equal(parent: Element, identifier: str, tolerance: float) -> None:
    mode = {"toleranceMode": "absolute", "tolerance": f"{tolerance!r} {tolerance!r}"}
    equal = _sub(parent, "equal", **(mode if tolerance else {"toleranceMode": "exact"}))
    _sub(equal, "variable", identifier=identifier)
    _sub(equal, "correct", identifier=identifier)


def _sub(parent: Element, tag: str, **attributes: str) -> Element:
    return SubElement(parent, tag, attributes)


def _clean(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _UNWRITABLE.sub("", text)
