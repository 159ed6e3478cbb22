"""How many small faults in the code the tests notice. Needs cosmic-ray; `python tests/mutants.py --help`.

A sample of places in each part is drawn by a hash, so that the same seed finds the same places again after an edit
elsewhere. At each one an operator, a number, a condition or a decorator is changed, in a copy of the tree, and the
tests of the part's folders run until one fails: first the files that speak of the module, then the others, at last the
slow ones that speak of it. Results are written as they come, and what is there already is not run again.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from difflib import unified_diff
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
HIDING = ("charts/stage/layers", "charts/stage/scene", "charts/stage/inputs", "charts/stage/labels", "widgets/served")
PARTS = {
    "model": (("explorer/model/**/*.py",), ("tests/model",)),
    "types": (("quizzes/types/*.py",), ("tests/quizzes",)),
    "store": (("quizzes/store/*.py",), ("tests/store",)),
    "hiding": (
        tuple(f"explorer/{name}.py" for name in HIDING),
        ("tests/charts", "tests/widgets"),
    ),
}
"""Code and the folders of the tests that answer for it."""
TESTS = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
TESTS += ["-k", "not postgresql", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
PRELOADED = ("altair", "hypothesis", "pandas", "scipy.sparse", "sqlalchemy", "streamlit.testing.v1", "pytest")
SECONDS = 240
"""Of the processor's time for one run of tests; who needs more is taken to hang."""
FAMILIES = (
    {"Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow"},
    {"BitOr", "BitAnd", "BitXor"},
    {"Eq", "NotEq", "Lt", "LtE", "Gt", "GtE"},
    {"Is", "IsNot"},
)
"""Operators of one kind replace each other; one of another kind mostly raises, which any test notices."""


# --- mutants ---------------------------------------------------------------------------------------------------------


def number(*parts: object) -> bytes:
    """Return a number that looks drawn at random and is the same for the same parts."""
    return sha256(repr(parts).encode()).digest()


def is_meant(operator: str) -> bool:
    """Return whether an operator of cosmic-ray is used."""
    if operator.startswith("core/Variable"):  # these need arguments
        return False
    _, kind, change = f"{operator}__".split("_", 2)
    old, new = kind, change.strip("_")
    return "Replace" not in operator or not new or any({old, new} <= family for family in FAMILIES)


def mutants(path: Path) -> dict[tuple[str, int], list[tuple[str, int]]]:
    """Return the changes at each place: operators of cosmic-ray and which of their occurrences it is."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.plugins import get_operator, operator_names

    source = path.read_text()
    tree, lines, places = get_ast(source), source.splitlines(), defaultdict(list)
    for name in filter(is_meant, sorted(operator_names())):
        operator = get_operator(name)()
        found = (start for node in ast_nodes(tree) for start, _ in operator.mutation_positions(node))
        for occurrence, (line, column) in enumerate(found):
            places[lines[line - 1], column].append((name, occurrence))
    return places


def meaning(source: str) -> str:
    """Return what a module does, as text: without annotations, and whichever way its arguments are passed."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.arguments):  # a bare * is no product
            node.args, node.posonlyargs, node.kwonlyargs = [*node.posonlyargs, *node.args, *node.kwonlyargs], [], []
            node.defaults, node.kw_defaults = [*node.defaults, *filter(None, node.kw_defaults)], []
        if isinstance(node, ast.arg | ast.AnnAssign):
            node.annotation = ast.Constant(0)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
    return ast.dump(tree)


def sample(part: str, count: int, seed: int) -> list[dict[str, str]]:
    """Return `count` mutants of a part, each at a place of its own."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    paths = sorted({path for pattern in PARTS[part][0] for path in ROOT.glob(pattern)})
    names = {path: str(path.relative_to(ROOT)) for path in paths}
    places = [
        (number(seed, names[path], place), path, changes) for path in paths for place, changes in mutants(path).items()
    ]
    chosen: list[dict[str, str]] = []
    for _, path, changes in sorted(places):
        source = path.read_text()
        for name, occurrence in sorted(changes, key=lambda change: number(seed, change[0])):
            mutated = mutate_code(source, get_operator(name)(), occurrence)
            try:
                differs = meaning(mutated) != meaning(source)
            except SyntaxError:
                continue
            if differs:
                change = unified_diff(source.splitlines(), mutated.splitlines(), lineterm="", n=0)
                lines = [line for line in change if not line.startswith(("---", "+++", "@@"))]
                chosen.append({"part": part, "path": names[path], "change": "\n".join(lines), "source": mutated})
                break
        if len(chosen) == count:
            break
    return chosen


# --- tests -----------------------------------------------------------------------------------------------------------


def forked_pytest(arguments: list[str], log: Path) -> int | None:
    """Return pytest's exit code, from a child that has the libraries already; None if it does not end."""
    child = os.fork()
    if not child:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
        resource.setrlimit(resource.RLIMIT_DATA, (2**33, 2**33))
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(out, 1), os.dup2(out, 2)
        code = 1
        try:
            import hypothesis
            import pytest

            phases = [phase for phase in hypothesis.Phase if phase.name in ("explicit", "generate")]
            hypothesis.settings.register_profile("mutants", phases=phases, deadline=None, derandomize=True)
            hypothesis.settings.load_profile("mutants")
            code = int(pytest.main([*TESTS, *arguments]))
        finally:
            os._exit(code)
    end = time.monotonic() + 10 * SECONDS
    try:
        while time.monotonic() < end:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.05)
        return None
    finally:
        try:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
        except (ProcessLookupError, ChildProcessError):
            pass


def without_mutant(part: str, log: Path) -> set[str]:
    """Run the tests of a part, and return the files that take over a quarter of their time."""
    times, report = defaultdict[str, float](float), Path(f"{log}.xml")
    if code := forked_pytest([*PARTS[part][1], "-m", "not slow and not browser", f"--junitxml={report}"], log):
        raise SystemExit(f"{part}: fails without a mutant: {code}\n{log.read_text()}")
    for test in ElementTree.parse(report).iter("testcase"):
        times[test.attrib["classname"].replace(".", "/") + ".py"] += float(test.attrib["time"])
    return {file for file, seconds in times.items() if seconds > sum(times.values()) / 4}


def killer(part: str, path: str, log: Path, left_out: set[str]) -> str:
    """Return the test that fails, or how the tests ended otherwise; empty if all pass."""
    folders = PARTS[part][1]
    files = [str(file) for folder in folders for file in sorted(Path(folder).rglob("test_*.py"))]
    module, own = path.removesuffix(".py").replace("/", "."), f"test_{Path(path).name}"
    spoken = (own, module, f"from {module.rpartition('.')[0]} import")
    near = [file for file in files if any(s in f"{file}\n{Path(file).read_text()}" for s in spoken)]
    near = sorted(set(near) - left_out, key=lambda file: (not file.endswith(own), file))
    others = [*folders, *(f"--ignore={file}" for file in {*near, *left_out})]
    for tests, marks in ((near, "not slow"), (others, "not slow"), ([] if left_out else near, "slow")):
        code = forked_pytest([*tests, "-m", f"{marks} and not browser"], log) if tests else 0
        if code not in (0, 5):  # 5: all are left out
            failed = [line for line in log.read_text().splitlines() if line.startswith(("FAILED", "ERROR"))]
            return failed[0].split(" - ")[0] if failed else f"ended with {code}"
    return ""


def work(todo: list[dict[str, str]], results: Path, *, quick: bool) -> None:
    """Run mutants one after the other in a copy of the tree."""
    with tempfile.TemporaryDirectory() as folder:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for name in filter(None, listed.split("\0")):
            target = Path(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)  # with its time: compiled files of before are no longer taken for it
        os.chdir(folder)
        sys.path[0] = folder
        log = Path(folder, "log")
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        for part in PARTS:
            here = [mutant for mutant in todo if mutant["part"] == part]
            sys.dont_write_bytecode = False
            long = without_mutant(part, log) if here else set()
            sys.dont_write_bytecode = True
            for mutant in here:
                path = Path(mutant["path"])
                original = path.read_text()
                path.write_text(mutant.pop("source"))
                try:
                    mutant["killer"] = killer(part, mutant["path"], log, long if quick else set())
                finally:
                    path.write_text(original)
                with results.open("a") as file:
                    file.write(json.dumps(mutant, ensure_ascii=False) + "\n")


# --- the command -----------------------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path, help="JSON lines, kept from call to call")
    parser.add_argument("--each", type=int, default=76, help="mutants of each part")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--quick", action="store_true", help="without the files that take over a quarter of the time")
    parser.add_argument("--survivors", action="store_true", help="run those again that survived")
    given = parser.parse_args()
    results = given.results.resolve()
    known: dict[tuple[str, str], str] = {}
    if results.exists():
        for line in results.read_text().splitlines():
            one = json.loads(line)
            known[one["path"], one["change"]] = one["killer"]

    chosen = [mutant for part in PARTS for mutant in sample(part, given.each, given.seed)]
    todo = [
        mutant
        for mutant in chosen
        if (found := known.get((mutant["path"], mutant["change"]))) is None or (given.survivors and not found)
    ]
    for name in PRELOADED if todo else ():
        import_module(name)
    workers = []
    for job in range(min(given.jobs, len(todo))):
        workers.append(os.fork())
        if not workers[-1]:
            work(todo[job :: given.jobs], results, quick=given.quick)
            os._exit(0)
    states = [os.waitpid(worker, 0)[1] for worker in workers]
    if any(states):
        raise SystemExit("a worker has failed")

    known |= {(one["path"], one["change"]): one["killer"] for one in map(json.loads, results.read_text().splitlines())}
    for part in PARTS:
        here = [mutant for mutant in chosen if mutant["part"] == part]
        alive = [mutant for mutant in here if not known[mutant["path"], mutant["change"]]]
        for mutant in alive:
            print(f"{mutant['path']} survives:\n{mutant['change']}\n")
        print(f"{part}: {len(here) - len(alive)} of {len(here)} killed\n")
    killed = sum(bool(known[mutant["path"], mutant["change"]]) for mutant in chosen)
    print(f"all: {killed} of {len(chosen)} killed, {killed / len(chosen):.0%}")


if __name__ == "__main__":
    main()
