"""The arrows of the house, read from the source: who may import whom, and where the outside packages may appear.

    streamlit_app → {explorer.views, quizzes.views} → quizzes → explorer.widgets → explorer.charts → explorer.model
                            ├→ explorer.microsim → explorer.widgets
                            └→ explorer.engine → explorer.model

A module may import from its own part and from every part further along the arrows; nothing points back.
"""

import ast
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# The parts from the top of the house to its foundation. Parts of equal rank do not know of each other.
ORDER = (
    ("streamlit_app",),
    ("explorer.views", "quizzes.views"),
    ("quizzes.claims", "quizzes.quiz", "quizzes.report"),
    ("quizzes.challenges", "quizzes.lesson", "quizzes.plan_file", "quizzes.class_record"),
    ("quizzes.posed",),
    ("quizzes.activities", "quizzes.bank", "quizzes.lms", "quizzes.own", "quizzes.store", "quizzes.tour"),
    ("quizzes.attempt", "quizzes.types"),
    ("quizzes.question", "quizzes.cells", "quizzes.spreadsheet"),
    ("quizzes.widgets", "quizzes.formula", "quizzes.escaping", "explorer.microsim"),
    ("quizzes.class_scene",),
    ("explorer.widgets",),
    ("explorer.charts", "explorer.engine"),
    ("explorer.model",),
)
RANKS = {part: rank for rank, parts in enumerate(reversed(ORDER)) for part in parts}

# Packages from outside that a part may import besides the standard library; other parts are free but for Streamlit.
ALLOWED = {
    "explorer.model": {"numpy", "scipy", "networkx"},
    "explorer.charts": {"numpy", "pandas", "altair", "vl_convert", "pyarrow"},
    "explorer.engine": {"numpy", "dask", "distributed", "tornado"},
    "explorer.microsim": {"numpy", "scipy", "vl_convert"},
}

# Where Streamlit may be imported, and, for a question type, only inside these functions.
STREAMLIT = ("streamlit_app", "explorer.views", "explorer.widgets", "quizzes.views", "quizzes.widgets")
STREAMLIT_MODULES = ("quizzes.store.connection",)
STREAMLIT_INSIDE = {"quizzes.types": {"ask"}}


def within(module, package):
    """Whether a module is the package or lies in it."""
    return module == package or module.startswith(package + ".")


def part_of(module):
    """The part of the house a module belongs to; None for one outside it or for a bare package."""
    found = [part for part in RANKS if within(module, part)]
    return max(found, key=len, default=None)


def imports(source, module, is_package=False):
    """Every import of a module's source, as (line, dotted name, names of the enclosing functions)."""
    package = module if is_package else module.rpartition(".")[0]
    found: list[tuple] = []

    def visit(node, functions):
        if isinstance(node, ast.Import):
            found.extend((node.lineno, alias.name, functions) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            # `from explorer import charts` imports explorer.charts: each name counts as a possible module.
            found.extend((node.lineno, f"{base}.{alias.name}", functions) for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in (
            "import_module",
            "__import__",
        ):
            if node.args and isinstance(node.args[0], ast.Constant):
                found.append((node.lineno, str(node.args[0].value), functions))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            functions = (*functions, node.name)
        for child in ast.iter_child_nodes(node):
            visit(child, functions)

    visit(ast.parse(source), ())
    return found


def faults(source, module, is_package=False):
    """What is wrong with a module's imports, one sentence each."""
    part = part_of(module)
    if part is None and module not in ("explorer", "explorer.data", "quizzes"):
        return [f"{module} belongs to no part of the house that DESIGN names"]
    wrong = []
    for line, name, functions in imports(source, module, is_package):
        where = f"{module}, line {line}: imports {name}"
        target, top = part_of(name), name.partition(".")[0]
        if top in ("explorer", "quizzes", "streamlit_app"):
            if target is None:
                # The bare package holds nothing; a name in it that is no part does not exist either.
                wrong.append(f"{where}, which is in no part of the house")
            elif target != part and (part is None or RANKS[target] >= RANKS[part]):
                wrong.append(f"{where} against the arrows")
        elif top == "streamlit":
            inside = [names for package, names in STREAMLIT_INSIDE.items() if within(module, package)]
            if not (
                any(within(module, package) for package in STREAMLIT)
                or module in STREAMLIT_MODULES
                or any(names & set(functions) for names in inside)
            ):
                wrong.append(f"{where} where Streamlit does not belong")
        elif part in ALLOWED and top not in ALLOWED[part] and top not in sys.stdlib_module_names:
            wrong.append(f"{where}, but {part} may import only {sorted(ALLOWED[part])}")
    return wrong


def sources():
    """Every Python file of the house, as (module, path)."""
    paths = [ROOT / "streamlit_app.py", *sorted(ROOT.glob("explorer/**/*.py")), *sorted(ROOT.glob("quizzes/**/*.py"))]
    for path in filter(Path.exists, paths):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


FILES = dict(sources())


@pytest.mark.parametrize("module", FILES)
def test_imports_follow_the_arrows(module):
    path = FILES[module]
    assert faults(path.read_text(encoding="utf-8"), module, path.name == "__init__.py") == []


def circle(sources):
    """Modules that import each other in a circle, imports inside functions and for types alone included, or none."""
    reached = {}
    for module, (source, is_package) in sources.items():
        names = [name for _, name, _ in imports(source, module, is_package)]
        # `a.b.c` may be the module a.b.c or the name c of the module a.b.
        found = (next((n for n in (name, name.rpartition(".")[0]) if n in sources), None) for name in names)
        reached[module] = set(found) - {None, module}
    graph = TopologicalSorter(reached)
    try:
        graph.prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_no_modules_import_each_other():
    texts = {module: (path.read_text(encoding="utf-8"), path.name == "__init__.py") for module, path in FILES.items()}
    assert circle(texts) == []


def test_a_planted_circle_is_caught():
    there = {
        "explorer.model.a": ("from explorer.model.b import f", False),
        "explorer.model.b": ("def f():\n    from .c import g", False),
        "explorer.model.c": ("import numpy", False),
    }
    assert circle(there) == []
    assert len(circle(there | {"explorer.model.c": ("from . import a", False)})) == 4


def test_the_house_is_there():
    assert {"explorer.model", "explorer.model.graph"} <= FILES.keys()


def test_no_folder_is_called_pages():
    # Streamlit would take it for its own kind of multi-page app.
    assert [path for name in ("explorer", "quizzes") for path in (ROOT / name).glob("**/pages")] == []
    assert not (ROOT / "pages").exists()


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("explorer.model.loss", "import streamlit"),
        ("explorer.model.loss", "import pandas as pd"),
        ("explorer.model.loss", "def f():\n    from explorer.charts import palette"),
        ("explorer.model.loss", "from ..charts import palette"),
        ("explorer.model.loss", "from explorer import charts"),
        ("explorer.model", "from ..widgets.stage import x"),
        ("explorer.charts.circle", "import streamlit as st"),
        ("explorer.charts.circle", "from streamlit.elements import x"),
        ("explorer.charts.circle", "import importlib\nimportlib.import_module('streamlit')"),
        ("explorer.charts.circle", "from explorer.widgets import stage"),
        ("explorer.widgets.stage", "import quizzes.question"),
        ("explorer.widgets.stage", "from explorer.views.state import KEY"),
        ("explorer.views.home", "from quizzes.views import quiz"),
        ("quizzes.views.quiz", "from explorer.views import state"),
        ("quizzes.bank.first", "import streamlit as st"),
        ("quizzes.question", "from quizzes.views import quiz"),
        ("quizzes.attempt", "from quizzes.store.schema import answers"),
        ("quizzes.types.number", "from quizzes.bank.for_generators import fixed"),
        ("quizzes.bank.generators", "from quizzes.activities import facts"),
        ("quizzes.types.number", "import streamlit as st"),
        ("quizzes.types.number", "class Number:\n    def check(self):\n        import streamlit as st"),
        ("quizzes.store.store", "import streamlit as st"),
        ("explorer.views.home", "import streamlit_app"),
        ("explorer.views.home", "from explorer import something"),
        ("explorer.elsewhere", ""),
        ("explorer", "from explorer.model import graph"),
    ],
)
def test_a_planted_wrong_arrow_is_caught(module, source):
    assert len(faults(source, module, is_package=module in ("explorer", "explorer.model"))) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("streamlit_app", "import streamlit as st\nfrom explorer.views import state\nfrom quizzes.views import quiz"),
        ("explorer.views.home", "import streamlit\nfrom explorer.widgets import stage\nimport quizzes.question"),
        ("explorer.widgets.stage", "import streamlit\nfrom ..charts import palette\nfrom ..model.graph import Graph"),
        ("explorer.charts.circle", "import altair, pandas\nfrom explorer.model import surface\nfrom . import base"),
        ("explorer.model.graph", "import csv, numpy\nfrom scipy import sparse\nfrom .layout import layout"),
        ("quizzes.types.number", "class Number:\n    def ask(self):\n        import streamlit as st"),
        ("quizzes.types.circle", "from explorer.widgets.stage import stage\nfrom ..question import Mark"),
        ("quizzes.store.connection", "import streamlit as st\nimport sqlalchemy"),
    ],
)
def test_right_arrows_pass(module, source):
    assert faults(source, module) == []
