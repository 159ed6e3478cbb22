"""The script in the browser stays small: what Vega draws and words, none of ours draws or words again."""

import ast
import re
from pathlib import Path

EXPLORER = Path(__file__).resolve().parent.parent / "explorer"
MOST = 450


def scripts(path):
    """Return the lines of JavaScript in a file."""
    text = path.read_text(encoding="utf-8") if path.suffix in (".js", ".html", ".py") else ""
    found = [text]
    if path.suffix == ".html":
        found = re.findall(r"<script[^>]*>([^<$]+)", text)
    if path.suffix == ".py":
        texts = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
        found = [one for one in texts if isinstance(one, str) and re.search(r"\bfunction \(|[\w)]\s*=>", one)]
    return [line for one in found for line in one.strip().splitlines()]


def test_there_is_little_javascript():
    lines = {path.relative_to(EXPLORER).as_posix(): scripts(path) for path in EXPLORER.rglob("*.*")}
    written = {name: len(found) for name, found in lines.items() if found}
    assert {"widgets/stage/static/stage.js", "microsim/static/page.js", "views/window.py"} <= written.keys()
    assert sum(written.values()) <= MOST, written
    assert [line for found in lines.values() for line in found if len(line) > 120] == []
