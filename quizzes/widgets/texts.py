"""The truth beside an answer in text: what a student typed is shown as text, never as markdown."""

from collections.abc import Collection, Iterable, Mapping

import streamlit as st

from explorer.charts.texts import typeset


def show_prompt(prompt: str) -> None:
    """Draw a prompt, which is markdown of ours; nothing where there is none."""
    if prompt:
        st.markdown(typeset(prompt))


def show_note(words: str) -> None:
    """Draw a remark in small type."""
    st.caption(typeset(words))


def show_choices(
    choices: Iterable[tuple[str, str]], right: Collection[str], chosen: Collection[str], why: Mapping[str, str]
) -> None:
    """List choices with a mark at the right ones and a word at the chosen ones.

    Parameters
    ----------
    choices
        (key, markdown) of each.
    right, chosen
        Keys.
    why
        What to say of a choice by its key; markdown.
    """
    lines = []
    for key, text in choices:
        mark = "✓" if key in right else "✗" if key in chosen else "·"
        reason = f": {why[key]}" if why.get(key) else ""
        lines.append(f"{mark} {text}{reason}" + (" *(your answer)*" if key in chosen else ""))
    st.markdown(typeset("  \n".join(lines)))


def show_text(text: str) -> None:
    """What a student typed, as plain text: neither markdown nor HTML of it is read."""
    st.text(text)


def show_numbers(answer: str | None, truth: str) -> None:
    """Put what was typed and what is right below each other."""
    if answer is not None:
        st.text(f"Your answer: {answer}")
    st.text(f"Right: {truth}")


def show_formulas(answer: str | None, truth: str) -> None:
    """Put a typed formula and a right one, each as a piece of code in markdown, below each other."""
    if answer:
        st.markdown(f"Your formula:  \n{answer}")
    st.markdown(f"One way to write it:  \n{truth}")


def show_texts(answer: str | None, model_answer: str) -> None:
    """Put a typed text and the model answer, which is markdown of ours, below each other."""
    if answer:
        st.text(answer)
    st.markdown(typeset("**A model answer.** " + model_answer))
