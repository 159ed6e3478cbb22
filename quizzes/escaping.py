"""Text that is shown as text: nothing that a user types becomes markdown, HTML or a spreadsheet's formula."""

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LINKED = re.compile(r"\\[:@]|www(?=\\\.)", re.IGNORECASE)
_MARKUP = re.compile(r"(\*\*|\*|`)(?=\S)(.+?)(?<=\S)\1")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain_markdown(text: str) -> str:
    r"""Escape text for a place that renders markdown.

    Every ASCII punctuation mark gets a backslash (CommonMark shows the mark). Word joiners after each colon and at sign
    and within ``www.`` keep emoji codes and links from forming, which GitHub's markdown makes of plain text.

    Examples
    --------
    >>> plain_markdown("<b>$x$</b>")
    '\\<b\\>\\$x\\$\\<\\/b\\>'
    """
    return _LINKED.sub("\\g<0>\u2060", _PUNCTUATION.sub(r"\\\1", text)).replace("\n", "  \n")


def unmarked(text: str) -> str:
    r"""Markdown of ours, or of `plain_markdown`, as plain text: without emphasis, and marks without their backslash.

    Examples
    --------
    >>> unmarked("**Which** of *these* `x` is \\*right\\*?")
    'Which of these x is *right*?'
    """
    held = re.sub(r"\\([!-/:-@\[-`{-~])", lambda found: f"\0{ord(found[1])}\0", text).replace("\u2060", "")
    while (bare := _MARKUP.sub(r"\2", held)) != held:
        held = bare
    return re.sub("\0(\\d+)\0", lambda found: chr(int(found[1])), held).replace("  \n", "\n")


def code_markdown(text: str) -> str:
    """Text as a piece of code in a line of markdown, whatever backticks are in it.

    Examples
    --------
    >>> code_markdown("a_b * c")
    '`a_b * c`'
    """
    line = " ".join(text.split())
    fence = "`" * (1 + max(map(len, re.findall("`+", line)), default=0))
    return f"{fence}{line}{fence}" if len(fence) == 1 else f"{fence} {line} {fence}"


def harmless(text: str) -> str:
    r"""``text`` as a spreadsheet shows it instead of computing it.

    Examples
    --------
    >>> harmless('=HYPERLINK("http://example.org")')
    '\'=HYPERLINK("http://example.org")'
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS) else text
