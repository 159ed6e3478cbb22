"""Text that is shown as text: nothing that a user types becomes markdown or HTML."""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain_markdown(text: str) -> str:
    r"""Escape text for a place that renders markdown.

    Every ASCII punctuation mark gets a backslash (CommonMark shows the mark), and a word joiner after each colon keeps
    emoji codes from forming.

    Examples
    --------
    >>> plain_markdown("<b>$x$</b>")
    '\\<b\\>\\$x\\$\\<\\/b\\>'
    """
    return _PUNCTUATION.sub(r"\\\1", text).replace("\\:", "\\:\u2060").replace("\n", "  \n")
