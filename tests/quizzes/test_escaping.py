"""Typed text stays text in a place that renders markdown."""

import re

import pytest

from quizzes.escaping import plain_markdown, unmarked


@pytest.mark.parametrize(
    "text",
    ["<b>x</b>", "**x**", "$x$", ":red[x]", "[a](b)", "![a](b)", "# x", "`x`", "a_b_c", ":smile:", "1. x", "| a |"],
)
def test_every_mark_is_escaped(text):
    escaped = plain_markdown(text)
    assert escaped.replace("\\", "").replace("\u2060", "") == text
    for before, character in zip(" " + escaped, escaped, strict=False):
        if character in "<>*$[]()!#`_|.:" and character.isascii():
            assert before == "\\"


@pytest.mark.parametrize("text", ["www.b.c", "WWW.b.c", "a@b.c", "http://b.c", "x www.b.c y", "a.b+c@d.e.f"])
def test_nothing_becomes_a_link_by_itself(text):
    escaped = plain_markdown(text)
    assert escaped.replace("\\", "").replace("\u2060", "") == text
    shown = escaped.replace("\\", "")  # where GitHub's markdown looks for links
    assert not re.search(r"https?://|www\.|[-.\w+]+@[-\w]", shown, re.IGNORECASE)


def test_words_and_symbols_stay_as_they_are():
    assert plain_markdown("lower τ by 3") == "lower τ by 3"


def test_markdown_of_ours_becomes_plain_text():
    assert unmarked("**Which** of *these* is `2 * 3`?\\* ") == "Which of these is 2 * 3?* "
    assert unmarked('"a * b"') == '"a * b"'


@pytest.mark.parametrize("text", ["<b>x</b> :smile: a@b.c", "www.b.c\n**x** `y` $z$ \\ *", "1. x | a |"])
def test_what_was_escaped_comes_back_as_it_was(text):
    assert unmarked(plain_markdown(text)) == text
