"""What the columns of a node table mean: the nodes' names, classes that it could hold, features."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explorer.model.counts import counted
from explorer.model.table import folded, is_missing, number_of
from explorer.model.uploaded_text import fault, short

__all__ = ["CLASS_NAMES", "ID_NAMES", "Columns", "class_columns", "class_of", "features_of", "is_feature", "names_of"]

ID_NAMES = ("id", "nodeid", "node", "vertex", "vertexid", "key", "name", "user", "userid", "person", "paperid",
            "knoten", "noeud", "nœud", "nodo", "nombre", "nom", "nome", "naam", "имя", "узел")  # fmt: skip
CLASS_NAMES = (
    "class", "label", "classes", "labels", "community", "modularityclass", "group", "cluster", "club", "faction",
    "category", "department", "party", "bipartite", "groundtruth", "value", "y", "target",
    "gruppe", "klasse", "groupe", "classe", "grupo", "clase", "gruppo", "groep", "klas", "grupp", "группа", "класс",
)  # fmt: skip
_NAME_COLUMNS = ("label", "name", "title", "nom", "nombre", "nome", "naam")
# Where a node is drawn and how: neither features nor classes.
_DRAWING = {"", "x", "y", "z", "viz", "graphics", "size", "color", "colour", "r", "g", "b", "pos", "shape", "timeset"}
MAX_CLASSES = 20  # a legend and a probe of more say nothing
# Sums of squares of larger features would lose the smaller ones to rounding.
MAX_FEATURE = 1e9


@dataclass(frozen=True)
class Columns:
    """A node table: each column's cells by its name, and the row of each node (None in files without rows)."""

    title: str
    cells: dict[str, list[str]]
    rows: Sequence[int | None]


def _present(cells):
    return [cell for cell in cells if not is_missing(cell)]


def _repeats(cells):
    """Whether a column groups nodes: it holds far fewer values than nodes."""
    present = _present(cells)
    return bool(present) and len(set(present)) * 2 <= len(present)


def _whole(cells):
    """Whether all values are whole numbers; pandas writes 1.0 where others of the column are missing."""
    return all(re.fullmatch(r"[+-]?[0-9]+(\.0*)?", cell) for cell in _present(cells))


def may_be_feature(column: str, cells: list[str]) -> bool:
    """Whether a column is no class by its name: one that is called a class is a feature only if it measures."""
    return folded(column) not in CLASS_NAMES or (_numeric(cells) and not _whole(cells))


def _numeric(cells):
    present = _present(cells)
    return bool(present) and sum(map(_readable, present)) * 2 > len(present)


def is_feature(cells: list[str]) -> bool:
    """Whether a column without a telling name holds numbers."""
    return _numeric(cells)


def _readable(cell):
    return number_of(cell) is not None or cell.lower().lstrip("+-") in ("inf", "infinity")


def names_of(columns: Columns, ids: list[str]) -> tuple[str, list[str]]:
    """Return the column of the nodes' names and the names: Gephi's Label, else the ids themselves."""
    for wanted in _NAME_COLUMNS:
        for column, cells in columns.cells.items():
            if folded(column) == wanted and len(set(cells)) == len(cells) and not any(map(is_missing, cells)):
                return column, cells
    return "", ids


def class_columns(columns: Columns, name_column: str) -> tuple[list[str], list[str]]:
    """Return the columns that are named as classes, then all others that could be classes."""
    named, possible = [], []
    for column, cells in columns.cells.items():
        if column == name_column or folded(column) in _DRAWING - {"y"} or not _repeats(cells):
            continue
        whole = _whole(cells)
        if not may_be_feature(column, cells):
            named.append(column)
        elif 1 < len(set(cells)) <= MAX_CLASSES and (whole or not _numeric(cells)):
            possible.append(column)
    named.sort(key=lambda column: CLASS_NAMES.index(folded(column)))
    return named, possible


def class_of(columns: Columns, column: str) -> tuple[list[str], list[str]]:
    """Return each node's class from a column, and notes on what was mended.

    Raises
    ------
    ValueError
        If the column holds more than 20 classes, or a class of one node that no other such can join.
    """
    first_row: dict[str, int | None] = {}
    notes = []
    labels = ["NA" if is_missing(cell) else cell for cell in columns.cells[column]]
    for label, row in zip(labels, columns.rows, strict=True):
        first_row.setdefault(label, row)
    if _whole(columns.cells[column]):  # 1.0 where others of the column are missing
        labels = [label.partition(".")[0] for label in labels]
    missing = sum(map(is_missing, columns.cells[column]))
    if missing:
        who = counted(missing, "node has none and forms", "nodes have none and form")
        notes.append(f"Class '{short(column)}': {who} the class 'NA'.")
    single = {label for label, members in Counter(labels).items() if members == 1}
    if len(single) > 1:
        labels = ["other" if label in single else label for label in labels]
        notes.append(f"Class '{short(column)}': {len(single):,} classes of one node are merged into 'other'.")
    elif single:
        (label,) = single
        cure = f"merge it with another, or remove the column '{short(column)}'"
        raise fault(columns.title, first_row[label], f"label '{short(label)}' has this one node only; {cure}")
    if len(set(labels)) > MAX_CLASSES:
        row = list(first_row.values())[MAX_CLASSES]
        cure = f"merge some, or remove the column '{short(column)}'"
        raise fault(columns.title, row, f"more than {MAX_CLASSES} different labels; {cure}")
    return labels, notes


def features_of(columns: Columns, left_out: set[str]) -> tuple[dict[str, np.ndarray], list[str]]:
    """Return the numeric columns by name, each of shape (N,), and notes on what was mended and left out.

    Raises
    ------
    ValueError
        If a cell of a numeric column is no finite number.
    """
    features, notes, ignored, constant, classes, numbering = {}, [], [], [], [], []
    for column, cells in columns.cells.items():
        if column in left_out or folded(column) in _DRAWING:
            continue
        if not may_be_feature(column, cells):
            classes.append(column)
            continue
        if (
            re.search(r"(?:^|[a-z_ ])id$", column.strip(), re.IGNORECASE)
            and _whole(cells)
            and len(set(cells)) == len(cells)
        ):
            numbering.append(column)
            continue
        if not _numeric(cells):
            ignored.append(column)
            continue
        values = np.array([_value(columns, column, index, cell) for index, cell in enumerate(cells)])
        gaps = np.isnan(values)
        if gaps.any():
            values[gaps] = values[~gaps].mean()
            notes.append(f"Feature '{short(column)}': {counted(gaps.sum(), 'missing value')} became the column's mean.")
        if np.ptp(values) == 0:
            constant.append(column)
        else:
            features[column] = values
    for found, why in (
        (ignored, "hold text and are no features"),
        (classes, "are named as classes"),
        (numbering, "only number the nodes"),
        (constant, "have one value for all nodes"),
    ):
        if found:
            some = ", ".join(f"'{short(column)}'" for column in found[:6]) + (" …" if len(found) > 6 else "")
            notes.append(f"Left out, because they {why}: {some}.")
    return features, notes


def _value(columns, column, index, cell):
    """Return a cell as a number, NaN where it is missing."""
    if is_missing(cell):
        return math.nan
    where = f"'{short(cell)}' in column '{short(column)}'"
    if not _readable(cell):
        raise fault(columns.title, columns.rows[index], f"{where} is not a number; correct it, or remove the column")
    number = number_of(cell)
    number = math.inf if number is None else number  # "inf"
    if not math.isfinite(number):
        raise fault(columns.title, columns.rows[index], f"{where} is not a finite number; replace it")
    if abs(number) > MAX_FEATURE:
        sentence = f"{where} is beyond ±{MAX_FEATURE:.0e}; give the column a larger unit"
        raise fault(columns.title, columns.rows[index], sentence)
    return number
