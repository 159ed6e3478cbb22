"""Write a question of one's own: the inputs for its kind, and how it will look on a phone and before the class."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from explorer.charts.stage import LAYERS
from explorer.charts.texts import strength_text, temperature_text
from explorer.model.surface import Surface
from explorer.model.typed_number import NoNumberError, typed_number
from quizzes.escaping import plain_markdown
from quizzes.own import KINDS, Written, WrittenChoice, WrittenNumber, WrittenPoint, WrittenText
from quizzes.own.choice import MOST, Option
from quizzes.own.number import LONGEST_UNIT
from quizzes.own.point import GREATEST, LEAST, MOST_STEPS, PLACE
from quizzes.own.written import LONGEST_LINE, LONGEST_PROMPT, LONGEST_TITLE
from quizzes.posed import PosedQuestion
from quizzes.question import Setting
from quizzes.views.asking import show_prompts, submitted
from quizzes.views.classroom.hiding import on_stage

TITLES = {"choice": "Choice", "number": "Number", "text": "Text", "point": "Point on the map"}
GOALS = {
    PLACE: "Near a point that I choose",
    LEAST: "Where the layer is least",
    GREATEST: "Where the layer is greatest",
}
ATTEMPTS = {None: "As often as they like", 1: "Once", 2: "Twice", 3: "Three times"}
PHONE, PROJECTOR, ANSWER = "On a phone", "On the projector", "With the answer"

STYLE = """<style>
.st-key-preview-phone { max-width: 390px; }
.st-key-preview-projector { container-type: inline-size; }
.st-key-preview-projector .stMarkdown p { font-size: 1.5rem; line-height: 1.35; }
.st-key-preview-projector .votes { font-size: 1.3rem; }
</style>"""


def write(prefix: str, surface: Surface) -> Written:
    """Draw the inputs; what is written so far, whether it can be asked yet or not."""
    kind = st.segmented_control(
        "Kind", list(KINDS), default="choice", required=True, format_func=TITLES.__getitem__, key=f"{prefix}:kind"
    )
    shared: dict[str, Any] = {
        "prompt": st.text_area("Wording", key=f"{prefix}:prompt", max_chars=LONGEST_PROMPT, height=110),
    }
    kind = kind or "choice"
    own = {"choice": _choice, "number": _number, "text": _text, "point": _point}[kind](prefix, surface)
    with st.expander("Explanation, name and attempts"):
        shared |= {
            "explanation": st.text_area(
                "Explanation, shown with the truth", key=f"{prefix}:explanation", max_chars=LONGEST_PROMPT, height=90
            ),
            "title": st.text_input(
                "Name in lists and tables; without one, the wording’s first words",
                key=f"{prefix}:title",
                max_chars=LONGEST_TITLE,
            ),
            "attempts": st.selectbox(
                "Until it is closed, a student may answer",
                list(ATTEMPTS),
                format_func=ATTEMPTS.__getitem__,
                key=f"{prefix}:attempts",
            ),
        }
    st.caption("What you type is shown as it is: neither markdown nor HTML.")
    return own(shared)


def load(prefix: str, written: Written | None) -> None:
    """Fill the inputs, in a callback before they are drawn; with nothing, empty them."""
    for key in [key for key in st.session_state if str(key).startswith(f"{prefix}:")]:
        del st.session_state[key]
    if written is None:
        return
    values = written.data()
    options = values.pop("options", [])
    values["accepted"] = "\n".join(values.get("accepted", []))
    for number, option in enumerate(options):
        values |= {f"{name}{number}": option[name] for name in ("text", "right", "feedback")}
    values["count"] = max(2, len(options))
    values |= {name: f"{values[name]:.12g}" for name in ("value", "tolerance") if name in values}  # they are typed
    for name, value in values.items():
        st.session_state[f"{prefix}:{name}"] = value


Finish = Callable[[dict[str, Any]], Written]
"""Takes what all kinds share."""


def _choice(prefix: str, surface: Surface) -> Finish:
    counted = f"{prefix}:count"
    count = st.session_state.setdefault(counted, 4)

    def change(by: int) -> None:
        st.session_state[counted] = min(MOST, max(2, st.session_state[counted] + by))

    several = st.toggle("Several may be ticked", key=f"{prefix}:several")
    options = []
    for number in range(count):
        with st.container(horizontal=True, vertical_alignment="center"):
            name = "ABCDEFGHIJ"[number]
            text = st.text_input(
                f"Choice {name}",
                key=f"{prefix}:text{number}",
                max_chars=LONGEST_LINE,
                label_visibility="collapsed",
                placeholder=f"Choice {name}",
            )
            right = st.checkbox(f"{name} is right", key=f"{prefix}:right{number}")
        options.append((text, right))
    with st.container(horizontal=True):
        st.button("Add a choice", on_click=change, args=(1,), disabled=count == MOST, key=f"{prefix}:more")
        st.button("Remove the last", on_click=change, args=(-1,), disabled=count == 2, key=f"{prefix}:fewer")
    with st.expander("What to say to whoever takes each choice"):
        said = [
            st.text_input(f"To choice {'ABCDEFGHIJ'[n]}", key=f"{prefix}:feedback{n}", max_chars=LONGEST_LINE)
            for n in range(count)
        ]
    made = tuple(
        Option(text.strip(), right, feedback.strip()) for (text, right), feedback in zip(options, said, strict=True)
    )
    return lambda shared: WrittenChoice(**shared, options=made, several=several)


def _number(prefix: str, surface: Surface) -> Finish:
    with st.container(horizontal=True):
        value = st.text_input("Right number", key=f"{prefix}:value", max_chars=30, width=150)
        tolerance = st.text_input("± counts as well", key=f"{prefix}:tolerance", max_chars=30, width=150)
        unit = st.text_input("Unit", key=f"{prefix}:unit", max_chars=LONGEST_UNIT, width=150)
    read = [_figure(value, float("nan")), _figure(tolerance, 0.0 if not tolerance.strip() else float("nan"))]
    return lambda shared: WrittenNumber(**shared, value=read[0], tolerance=read[1], unit=unit.strip())


def _figure(typed: str, otherwise: float) -> float:
    try:
        return typed_number(typed)
    except NoNumberError:
        return otherwise


def _text(prefix: str, surface: Surface) -> Finish:
    accepted = st.text_area(
        "Accepted answers, one a line",
        key=f"{prefix}:accepted",
        max_chars=LONGEST_PROMPT,
        height=90,
        help="Capitals, accents, hyphens and spaces do not matter. Without any, every answer counts as taking part.",
    )
    lines = tuple(dict.fromkeys(line.strip() for line in accepted.splitlines() if line.strip()))
    model = ""
    if not lines:
        st.caption("No accepted answer: whoever writes has taken part.")
        model = st.text_area(
            "A model answer, if any", key=f"{prefix}:model_answer", max_chars=LONGEST_PROMPT, height=90
        )
    return lambda shared: WrittenText(**shared, accepted=lines, model_answer=model.strip())


def _point(prefix: str, surface: Surface) -> Finish:
    goal = st.selectbox("What is sought", list(GOALS), format_func=GOALS.__getitem__, key=f"{prefix}:goal")
    layer = st.selectbox(
        "Layer that the map shows", list(LAYERS), format_func=lambda name: LAYERS[name].title, key=f"{prefix}:layer"
    )
    if goal != PLACE:
        return lambda shared: WrittenPoint(**shared, goal=goal, layer=layer)
    strengths, temperatures = surface.strengths.tolist(), surface.temperatures.tolist()
    near = surface.nearest(
        st.session_state.get(f"{prefix}:strength", 0.2), st.session_state.get(f"{prefix}:temperature", 0.5)
    )
    # Another graph may have another grid: what lies on none of its points goes to the nearest.
    st.session_state[f"{prefix}:strength"], st.session_state[f"{prefix}:temperature"] = near.strength, near.temperature
    strength = st.select_slider("Strength", strengths, format_func=strength_text, key=f"{prefix}:strength")
    temperature = st.select_slider("τ", temperatures, format_func=temperature_text, key=f"{prefix}:temperature")
    steps = st.number_input("Steps of the grid off that still count", 0, MOST_STEPS, 1, key=f"{prefix}:steps")
    place = {"strength": strength, "temperature": temperature, "steps": int(steps)}
    return lambda shared: WrittenPoint(**shared, goal=goal, layer=layer, **place)


def preview(step: PosedQuestion, hidden: frozenset[str], *, key: str) -> None:
    """Draw a question as a student has it, as the room sees it, or with its truth."""
    st.html(STYLE)
    question, surface = step.question, step.surface
    shown = st.segmented_control(
        "Preview",
        [PHONE, PROJECTOR, ANSWER],
        default=PHONE,
        required=True,
        key=f"{key}:preview",
        label_visibility="collapsed",
    )
    own = f"{key}:{question.identifier}:{step.scenario}"
    if shown == PROJECTOR:
        with st.container(border=True, key="preview-projector"):
            show_prompts(question)
            question.show_class({}, surface, revealed=False, large=True, key=f"{own}:wall")
    elif shown == ANSWER:
        with st.container(border=True, key="preview-truth"):
            show_prompts(question)
            question.reveal(None, surface, key=f"{own}:truth")
            st.markdown(question.explanation)
    else:
        with st.container(border=True, key="preview-phone"):
            question.introduce()
            setting = Setting(hidden=on_stage(hidden), in_class=True)
            attempt = submitted(question, surface, address=question.identifier, key=own, setting=setting)
            if attempt is not None:
                st.info(plain_markdown(question.check(attempt.answer, surface).message))
    if not question.well_posed(surface):
        st.warning("On this graph the answer is not clear: too many places are as good. Take another layer or graph.")
