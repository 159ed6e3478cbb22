"""How many small faults in the code the tests notice: `python tests/mutants.py --help`. Needs cosmic-ray and coverage.

A sample of places in each part is drawn by a hash, so that the same seed finds the same places again after an edit
elsewhere. At each one an operator, a number, a condition or a decorator is changed, in a copy of the tree, and the
tests of the part's folders run until one fails: first those that execute the statement, as one run without a mutant has
told, then the others, which may see it in what is computed once or in another process. A test that fails must fail
again alone. Results are written as they come, and what is there already is not run again. A part is complete before the
next one begins.
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
import traceback
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable
from difflib import unified_diff
from functools import partial
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import pytest

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
TESTS += ["-m", "not browser", "-k", "not postgresql", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
PRELOADED = ("altair", "hypothesis", "pandas", "scipy.sparse", "sqlalchemy", "streamlit.testing.v1", "pytest")
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


def sample(part: str, count: int, seed: int) -> list[dict]:
    """Return `count` mutants of a part, each at a place of its own."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    paths = sorted({path for pattern in PARTS[part][0] for path in ROOT.glob(pattern)})
    names = {path: str(path.relative_to(ROOT)) for path in paths}
    places = [
        (number(seed, names[path], place), path, changes) for path in paths for place, changes in mutants(path).items()
    ]
    chosen: list[dict] = []
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
                both = enumerate(zip(source.splitlines(), mutated.splitlines(), strict=False), 1)
                where = next(number for number, (old, new) in both if old != new)
                chosen.append({"part": part, "path": names[path], "change": "\n".join(lines)})
                chosen[-1] |= {"source": mutated, "line": where}
                break
        if len(chosen) == count:
            break
    return chosen


# --- tests -----------------------------------------------------------------------------------------------------------


class Recorder:
    """A plugin of the run without a mutant: which tests execute a line, and the seconds that each test takes.

    What is set up for a whole module or session counts for all the tests in it; "" is what runs at import.
    """

    def __init__(self, paths: list[str], out: Path) -> None:
        from coverage import Coverage

        self.paths, self.out, self.seconds, self.failed = paths, out, defaultdict[str, float](float), set[str]()
        self.coverage = Coverage(data_file=None, config_file=False, include=paths)
        self.coverage.start()

    def pytest_collection_finish(self) -> None:
        for path in self.paths:  # else by a test, which would be taken for the only one
            import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self.coverage.switch_context(item.nodeid)
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, request: pytest.FixtureRequest) -> Generator[None, object, object]:
        if request.scope == "function":
            return (yield)
        self.coverage.switch_context(request.node.nodeid)
        try:
            return (yield)
        finally:
            self.coverage.switch_context(request._pyfuncitem.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if report.failed:
            self.failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        self.coverage.stop()
        data = self.coverage.get_data()
        lines = {path: data.contexts_by_lineno(str(Path(path).resolve())) for path in self.paths}
        seconds = {test: seconds for test, seconds in self.seconds.items() if test not in self.failed}
        self.out.write_text(json.dumps({"lines": lines, "seconds": seconds, "failed": sorted(self.failed)}))


class Only:
    """A plugin that runs some tests in their order."""

    def __init__(self, tests: list[str]) -> None:
        self.places = {test: place for place, test in enumerate(tests)}

    @pytest.hookimpl(tryfirst=True)  # pytest then brings together what shares a fixture
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid in self.places]
        items.sort(key=lambda item: self.places[item.nodeid])


def forked_pytest(arguments: list[str], log: Path, plugin: Callable[[], object], seconds: int) -> int | None:
    """Return pytest's exit code, from a child that has the libraries already; None if it does not end.

    The seconds are the processor's.
    """
    child = os.fork()
    if not child:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        resource.setrlimit(resource.RLIMIT_DATA, (2**33, 2**33))
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(out, 1), os.dup2(out, 2)
        code = 1
        try:
            import hypothesis

            phases = [phase for phase in hypothesis.Phase if phase.name in ("explicit", "generate")]
            hypothesis.settings.register_profile("mutants", phases=phases, deadline=None, derandomize=True)
            hypothesis.settings.load_profile("mutants")
            code = int(pytest.main([*TESTS, *arguments], plugins=[plugin()]))
        finally:
            os._exit(code)
    end = time.monotonic() + 10 * seconds
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


def files_of(tests: Iterable[str]) -> list[str]:
    """Return the files of tests, in their order."""
    return list(dict.fromkeys(test.partition("::")[0] for test in tests))


def without_mutant(part: str, out: Path, *marks: str) -> None:
    """Run the tests of a part, and write the tests of every line and the seconds of every test that passes."""
    log, paths = out.with_suffix(".log"), [str(path) for pattern in PARTS[part][0] for path in Path().glob(pattern)]
    forked_pytest([*PARTS[part][1], *marks, "--maxfail=99"], log, partial(Recorder, paths, out), 3600)
    if not out.exists():
        raise SystemExit(f"{part}: the tests do not run without a mutant\n{log.read_text()}")
    for test in json.loads(out.read_text())["failed"]:
        print(f"left out, as it fails without a mutant: {test}")


def covering(source: str, tests_of: dict[str, list[str]], line: int, durations: dict[str, float]) -> list[str]:
    """Return the tests that execute a statement, the quickest files and in them the quickest tests first.

    If it runs at import, all tests of the files where one executes any line of the module; if none does, all.
    """
    first = last = line
    for node in ast.walk(ast.parse(source)):  # from the outside to the inside
        if isinstance(node, ast.stmt) and node.lineno <= line <= node.end_lineno:
            body = getattr(node, "body", None)
            first, last = node.lineno, body[0].lineno - 1 if body else node.end_lineno
    contexts = set().union(*(tests_of.get(str(number), ()) for number in {line, *range(first, last + 1)}))
    if not contexts or "" in contexts:
        contexts = {test.partition("::")[0] for tests in tests_of.values() for test in tests if test} or {""}
    tests = {test: seconds for test, seconds in durations.items() if test.startswith(tuple(contexts))}
    files = defaultdict[str, list[str]](list)
    for test in sorted(tests, key=tests.get):
        files[test.partition("::")[0]].append(test)
    return [test for file in sorted(files.values(), key=lambda file: sum(map(tests.get, file))) for test in file]


def killer(tests: list[str], durations: dict[str, float], log: Path) -> str:
    """Return the first test that fails, again when it is alone, or how the tests end otherwise; empty if all pass."""
    while tests:
        code = forked_pytest(files_of(tests), log, partial(Only, tests), int(60 + 3 * sum(map(durations.get, tests))))
        if code in (0, 5):  # 5: there are none
            break
        failed = [line for line in log.read_text().splitlines() if line.startswith(("FAILED", "ERROR"))]
        test = failed[0].partition(" ")[2].partition(" - ")[0] if failed else ""
        if test not in tests:
            return test or f"ended with {code}"
        if len(tests) == 1 or forked_pytest(
            files_of([test]), log, partial(Only, [test]), int(60 + 3 * durations[test])
        ) not in (0, 5):
            return test
        tests = [other for other in tests if other != test]  # chance, or what others left behind
    return ""


def work(todo: list[dict], tree: Path, results: Path) -> None:
    """Run mutants one after the other in a tree."""
    os.chdir(tree)
    sys.path[0] = str(tree)
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    records = {part: json.loads(tree.with_name(f"{part}.json").read_text()) for part in {one["part"] for one in todo}}
    for mutant in todo:
        path, record = Path(mutant["path"]), records[mutant["part"]]
        original = path.read_text()
        near = covering(original, record["lines"][mutant["path"]], mutant.pop("line"), record["seconds"])
        path.write_text(mutant.pop("source"))
        others = [test for test in record["seconds"] if test not in near]
        try:
            for tests in (near, others):
                mutant["killer"] = mutant.get("killer") or killer(tests, record["seconds"], tree.with_suffix(".log"))
        finally:
            path.write_text(original)
        with results.open("a") as file:
            file.write(json.dumps(mutant, ensure_ascii=False) + "\n")


def in_forks(jobs: int, do: Callable[[int], None]) -> None:
    """Call a function with every number of a job, each in a process of its own."""
    workers = []
    for job in range(jobs):
        workers.append(os.fork())
        if not workers[-1]:
            code = 1
            try:
                do(job)
                code = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(code)
    states = [os.waitpid(worker, 0)[1] for worker in workers]
    if any(states):
        raise SystemExit("a worker has failed")


def run(todo: list[dict], results: Path, jobs: int, *, quick: bool) -> None:
    """Run the tests without a mutant, then with each, in copies of the tree."""
    for name in PRELOADED:
        import_module(name)
    parts = [part for part in PARTS if any(mutant["part"] == part for mutant in todo)]
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "tree")
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for name in filter(None, listed.split("\0")):
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)

        def record(job: int) -> None:
            os.chdir(tree)
            sys.path[0] = str(tree)
            for part in parts[job::jobs]:
                without_mutant(
                    part, Path(folder, f"{part}.json"), *(("-m", "not browser and not slow") if quick else ())
                )

        def mutate(job: int) -> None:
            own = Path(folder, str(job))
            shutil.copytree(tree, own)  # with the compiled files
            work(todo[job::jobs], own, results)

        in_forks(jobs, record)
        in_forks(jobs, mutate)


# --- the command -----------------------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path, help="JSON lines, kept from call to call")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=[*PARTS])
    parser.add_argument("--each", type=int, default=76, help="mutants of each part")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--quick", action="store_true", help="without the slow tests")
    parser.add_argument("--survivors", action="store_true", help="run those again that survived")
    given = parser.parse_args()
    results = given.results.resolve()
    known: dict[tuple[str, str], str] = {}
    if results.exists():
        for line in results.read_text().splitlines():
            one = json.loads(line)
            known[one["path"], one["change"]] = one["killer"]

    chosen = [mutant for part in given.parts for mutant in sample(part, given.each, given.seed)]
    todo = [
        mutant
        for mutant in chosen
        if (found := known.get((mutant["path"], mutant["change"]))) is None or (given.survivors and not found)
    ]
    if todo:
        run(todo, results, given.jobs, quick=given.quick)

    known |= {(one["path"], one["change"]): one["killer"] for one in map(json.loads, results.read_text().splitlines())}
    for part in given.parts:
        here = [mutant for mutant in chosen if mutant["part"] == part]
        alive = [mutant for mutant in here if not known[mutant["path"], mutant["change"]]]
        for mutant in alive:
            print(f"{mutant['path']} survives:\n{mutant['change']}\n")
        print(f"{part}: {len(here) - len(alive)} of {len(here)} killed\n")
    killed = sum(bool(known[mutant["path"], mutant["change"]]) for mutant in chosen)
    print(f"all: {killed} of {len(chosen)} killed, {killed / len(chosen):.0%}")


if __name__ == "__main__":
    main()
