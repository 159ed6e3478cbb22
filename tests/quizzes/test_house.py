"""What a question type is, and what it is to answer once, read from the source: nobody else knows a type."""

import ast
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

import quizzes
import quizzes.types
from quizzes.question import Question, Registry, register
from tests.quizzes.yes_or_no import YesOrNo

ROOT = Path(quizzes.__file__).parent
TYPES = {cls.__name__ for cls in register.types.values()}
OWN_FIELDS = {field.name for cls in register.types.values() for field in fields(cls)} - {
    field.name for field in fields(Question)
}
# These write questions, so they may name a type; what it holds is its own affair there as well.
WRITERS = ("activities", "bank", "own")
# A formula's tokens have kinds of their own.
FILES = [path for path in ROOT.glob("**/*.py") if path.relative_to(ROOT).parts[0] not in ("types", "formula")]


def knows(source, *, writes=False):
    """Where a source depends on a question's type, one sentence each."""
    found = []
    node: Any
    for node in ast.walk(ast.parse(source)):
        called = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.ImportFrom) and not writes:
            if (node.module or "").startswith("quizzes.types"):
                found.append(f"line {node.lineno} imports from {node.module}")
        elif called in ("isinstance", "issubclass"):
            if {leaf.id for leaf in ast.walk(node.args[1]) if isinstance(leaf, ast.Name)} & TYPES:
                found.append(f"line {node.lineno} asks for a type")
        elif called in ("getattr", "hasattr"):
            if getattr(node.args[1], "value", None) in OWN_FIELDS and "question" in ast.dump(node.args[0]):
                found.append(f"line {node.lineno} reaches for a type's field")
        elif isinstance(node, ast.Attribute) and node.attr in OWN_FIELDS:
            if getattr(node.value, "attr", getattr(node.value, "id", "")) in ("question", "inner"):
                found.append(f"line {node.lineno} reads a type's field {node.attr}")
        elif isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            kinds = {leaf.value for side in sides for leaf in ast.walk(side) if isinstance(leaf, ast.Constant)} & set(
                register.types
            )
            if kinds and any(getattr(side, "attr", "") == "kind" for side in sides):
                found.append(f"line {node.lineno} compares a kind")
            elif any(getattr(getattr(side, "func", None), "id", "") == "type" for side in sides):
                if {getattr(side, "id", "") for side in sides} & TYPES:
                    found.append(f"line {node.lineno} asks for a type")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_outside_types_depends_on_a_type(path):
    assert knows(path.read_text(encoding="utf-8"), writes=path.relative_to(ROOT).parts[0] in WRITERS) == []


@pytest.mark.parametrize(
    "source",
    [
        "from quizzes.types import Point",
        "isinstance(question, Point | Region)",
        "type(step.question) is Number",
        "step.question.choices",
        "question.inner",
        "inner.goal",
        "getattr(question, 'choices', ())",
        "hasattr(task.question, 'inner')",
        "question.kind == 'formula'",
    ],
)
def test_a_planted_dependence_is_found(source):
    assert knows(source)


def test_a_page_that_asks_the_question_depends_on_no_type():
    assert knows("from quizzes.question import Question\nquestion.on_grid and question.say(answer)\nstep.layer") == []


def test_attempts_need_neither_a_database_nor_a_page():
    code = "import sys, quizzes.attempt; print(sorted({'sqlalchemy', 'streamlit', 'pandas'} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT.parent)
    assert shown.stdout.strip() == "[]"


def test_a_kind_belongs_to_one_type():
    registry = Registry()
    registry(YesOrNo)
    with pytest.raises(ValueError, match="taken"):
        registry(YesOrNo)
