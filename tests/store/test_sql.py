"""SQL only by bound parameters: no statement is put together from strings, outside the fixed set-up."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "quizzes" / "store").glob("*.py"))
RAW = {"text", "exec_driver_sql", "literal_column", "execute"}
# The set-up of a connection and the shipped migrations take nothing from outside.
FIXED = {"database.py", "migrate.py"}


def composed(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in RAW:
            for argument in node.args[:1]:
                if isinstance(argument, ast.JoinedStr | ast.BinOp) or "format" in ast.dump(argument):
                    yield node.lineno


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_statement_is_composed(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path.name in FIXED:
        return
    assert list(composed(tree)) == []
    assert "exec_driver_sql" not in path.read_text(encoding="utf-8")


def test_a_composed_statement_is_found():
    assert list(composed(ast.parse("c.execute(text(f'SELECT {x}'))"))) == [1]
    assert list(composed(ast.parse("c.execute('SELECT ' + x)"))) == [1]
