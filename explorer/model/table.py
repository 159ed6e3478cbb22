"""A table as somebody else's program wrote it: its separator, comments and header found, its rows read one by one."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice

from explorer.model.counts import counted
from explorer.model.uploaded_text import fault, short

__all__ = ["MAX_LINE", "Table", "above_numbers", "folded", "is_missing", "is_number", "number_of", "whole_id"]

# In order of preference where two split a file equally well: a comma may be a decimal comma, a blank part of a name.
_SEPARATORS = ("\t", ";", ",", "|", " ")
_NAMES = {"\t": "tabs", ";": "semicolons", ",": "commas", "|": "bars", " ": "blanks"}
MAX_LINE = 1_000_000  # characters: thousands of features in full precision
_MOST_LINES = 1_000_001
_SAMPLE = 200  # rows that are looked at to find out how the table is written
_WORD = re.compile(r'"((?:[^"]|"")*)"(?=\s|$)|(\S+)')
_NUMBER = re.compile(r"[+-]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)([eE][+-]?[0-9]+)?")
_RULE = re.compile(r"\|?\s*:?-{3,}:?\s*(\|\s*:?-{3,}:?\s*)*\|?")
_PERCENT = re.compile(rf"({_NUMBER.pattern}) ?%")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:([.,'\u2019\u202f\u00a0 ])[0-9]{3})(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]+)?")
_MISSING = {"", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "?", "-", "."}


def folded(name: str) -> str:
    """A column's name as it is compared: letters and digits in lower case."""
    return re.sub(r"[\W_]+", "", name.lower())


def is_number(cell: str) -> bool:
    """Whether a cell is written as a decimal number, with a point or a comma."""
    return _NUMBER.fullmatch(cell) is not None


def number_of(cell: str) -> float | None:
    """A cell as a number: 1.5, 1,5, 15 %, and 1.234,5 or 1,234.5 where it is clear what is what; None if it is none."""
    cell = cell.replace("\u2212", "-")
    if is_number(cell):
        return float(cell.replace(",", "."))
    percent = _PERCENT.fullmatch(cell)
    if percent:
        return float(percent[1].replace(",", ".")) / 100
    grouped = _GROUPED.fullmatch(cell)
    if grouped is None:
        return None
    plain_number = cell.replace(grouped[1], "")
    return float(plain_number.replace(",", "."))


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no value, as R, pandas, spreadsheets and SQL do."""
    return cell.lower() in _MISSING


def above_numbers(names: Sequence[str], below: Sequence[list[str]]) -> bool:
    """Whether a text stands above nothing but numbers in some column."""
    if not below or any(map(is_number, names)):
        return False
    for column, name in enumerate(names):
        cells = [cells[column] for cells in below if column < len(cells)]
        if name and not is_missing(name) and cells and all(map(is_number, cells)):
            return True
    return False


def whole_id(name: str) -> str:
    """Return a name, without the .0 that pandas gives whole numbers in a column with gaps."""
    return name[: name.index(".")] if re.fullmatch(r"[0-9]+\.0+", name) else name


class Table:
    """Iterates over the rows below a table's header, as (row number, cells); row 1 is the first line of the file.

    Cells come without surrounding blanks, as many as there are columns. Blank rows and comments are skipped but
    counted. Nothing but a sample of the rows is held in memory.

    Parameters
    ----------
    text : str
        Lines end with a line feed.
    title : str
        What messages call the file.
    is_header : callable
        From (plain names of the first row's cells, rows below it) to whether the first row names the columns.

    Attributes
    ----------
    header : list of str
        The columns' names; "column 1" … where there is no header.
    has_header : bool
    sample : list of (int, list of str)
        The first rows below the header.
    notes : list of str
        What was found out about the file and what was mended.

    Raises
    ------
    ValueError
        If the file is empty or a row cannot be split; the message names the row and what to change.
    """

    def __init__(self, text: str, title: str, is_header: Callable[[list[str], list], bool]) -> None:
        self.title = title
        self.notes: list[str] = []
        self._text = text = _regular(text, title, self.notes)
        self._separator, self._first_line = self._directive(text)
        self._comment = _comment_marks(text)
        self._comments, self._last_comment = 0, ""
        if self._separator is None:
            self._separator = self._sniffed()
        rows = self._records()
        sample = list(islice(rows, _SAMPLE + 1))
        if not sample:
            raise self.fault(1, "the file is empty; give it one row for each edge or node")
        self._settle_header(sample, is_header)
        self._rows = chain(self.sample, rows)

    def count(self) -> int:
        """How many rows there are, the rest of them read for it."""
        rows = list(self._rows)
        self._rows = chain(rows)
        return len(rows)

    @property
    def bipartite(self) -> bool:
        """Whether KONECT's first line says that either column numbers its own nodes."""
        return re.match("% *bip\\b", self._text) is not None

    def fault(self, row: int | None, sentence: str) -> ValueError:
        """Return the ValueError that says what is wrong where."""
        return fault(self.title, row, sentence)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        width = len(self.header)
        last, again = None, 0
        for number, cells in self._rows:
            last = number
            if self.has_header and cells == self.header and not any(map(is_number, cells)):
                again += 1
                continue
            if len(cells) > width:
                cells = cells[: max(width, len(_trimmed(cells)))]
            if len(cells) > width:
                cure = f"give the row {width} values, or quote a value that holds the separator"
                if self._separator == "," and any(map(str.isdigit, cells)):
                    cure += ", such as a decimal comma"
                if not self.has_header:
                    cure += "; of lists of neighbours, make one row for each edge"
                above = f"{len(cells)} values, but " + ("the header has" if self.has_header else "the first row has")
                raise self.fault(number, f"{above} {width}; {cure}")
            yield number, cells + [""] * (width - len(cells))
        if again:
            self.notes.append(f"{self.title}: the header stands {again:,} times more below and is left out there.")
        if self._comments:
            self.notes.append(f"{self.title}: {counted(self._comments, 'comment line')} skipped.")
        if last is None:
            raise self.fault(self._header_row + 1, "no rows below the header; add one for each edge or node")

    @staticmethod
    def _directive(text):
        """Return the separator that a spreadsheet's first line names, and how many lines to skip for it."""
        found = re.match(r'"?sep=(.)"?[ ,;\t]*\n', text, re.IGNORECASE)
        return (found[1], 1) if found else (None, 0)

    def _lines(self):
        """Yield (row number, line) without comments and blank lines, the networkx dictionary cut off."""
        started = False
        for number, line in enumerate(io.StringIO(self._text), 1):
            if number <= self._first_line or not line.strip():
                continue
            bare = line.lstrip()
            if (bare[0] in self._comment or bare.startswith("// ")) and (
                not started or bare[0] == "%" or not bare[1:2].strip()
            ):
                self._comments += 1
                if not started:
                    self._last_comment = bare.lstrip("#% \t" if self._separator != "\t" else "#% ").rstrip("\n")
                continue
            if _RULE.fullmatch(line.strip()):
                self.notes.append(f"{self.title}: row {number} is a rule under the header and is left out.")
                continue
            started = True
            if len(line) > MAX_LINE:
                raise self.fault(number, f"more than {MAX_LINE:,} characters; make one row for each edge or node")
            if bare.rstrip().endswith("}") and "{" in line:
                # Edge attributes as networkx writes them, a dictionary: cut off, never evaluated.
                line = line[: line.rindex("{")].rstrip(" \t,;") + "\n"
            yield number, line

    def _sniffed(self):
        """Return the separator that splits most of the first lines into the same number of cells.

        csv.Sniffer is not asked: it counts letters, so that it takes an `e` for a separator, and knows no runs of
        blanks. The rows are split by the csv module itself, quoted cells and all.
        """
        before = len(self.notes)
        lines = [line for _, line in islice(self._lines(), _SAMPLE)]
        self._comments, self.notes = 0, self.notes[:before]
        best, score = None, 0.0
        for separator in _SEPARATORS:
            try:
                widths = [len(_trimmed(cells)) for _, cells in _split(enumerate(lines), separator)]
            except csv.Error:
                continue
            # The header may be one name short, and an edge list may leave a last weight out.
            width, count = Counter(widths[1:] or widths).most_common(1)[0] if widths else (0, 0)
            share = count / len(widths[1:] or widths) if width > 1 else 0.0
            if share > score + 1e-9:
                best, score = separator, share
        if best is None:
            return ","
        if best == "\t" and all(re.match(r"\s*[0-9]+ +[0-9]+\s", line) for line in lines):
            best = " "  # KONECT puts a blank between the two ends and tabs before weight and time
        if best != ",":
            self.notes.append(f"{self.title}: columns are separated by {_NAMES[best]}.")
        return best

    def _records(self):
        """Yield (row number, cells) of every row that has a cell."""
        place = [self._first_line]

        def counted():
            for number, line in self._lines():
                place[0] = number
                yield number, line

        try:
            for number, cells in _split(counted(), self._separator):
                cells = [_unquoted(cell.strip()) for cell in cells]
                if any(cells):
                    yield number, cells
        except csv.Error:
            raise self.fault(place[0], "a quotation mark is not closed; check the quotation marks") from None

    def _settle_header(self, sample, is_header):
        number, first = sample[0]
        below = [cells for _, cells in sample[1:] if cells != first or any(map(is_number, first))]
        self._header_row = number
        commented = self._commented_header(len(_trimmed(first)))
        if commented and is_header([folded(name) for name in commented], [first, *below]):
            self.has_header, self.header, self.sample = True, commented, sample
        elif is_header([folded(name) for name in first], below):
            self.has_header, self.header, self.sample = True, first, sample[1:]
            named = self._separator in " \t" and below  # a comma there is a decimal one
            if named and all(len(cells) == len(first) + 1 and cells[-1] for cells in below):
                self.header = ["", *first]  # R names its columns, but not that of the row names
        else:
            width = Counter(len(_trimmed(cells)) for _, cells in sample).most_common(1)[0][0]
            self.has_header, self.sample = False, sample
            self.header = [f"column {c + 1}" for c in range(width)]
        widest = max((len(_trimmed(cells)) for _, cells in self.sample), default=0)
        while len(self.header) > max(widest, 2) and not self.header[-1]:
            self.header.pop()
        seen = set()
        for name in self.header:
            if folded(name) and folded(name) in seen:
                raise self.fault(number, f"the header names column '{short(name)}' twice; rename or remove one")
            seen.add(folded(name))

    def _commented_header(self, width):
        """Return the names in the last comment above the rows, if they are as many as the columns."""
        if not self._last_comment.strip():
            return None
        try:
            names = [cell.strip() for _, cells in _split([(0, self._last_comment)], self._separator) for cell in cells]
        except csv.Error:
            return None
        return names if len(names) == width else None


def _split(lines, separator):
    """Yield (row number, cells) of numbered lines; a quoted cell may go over several."""
    if separator == " ":
        for number, line in lines:
            yield number, [quoted.replace('""', '"') or word for quoted, word in _WORD.findall(line)]
        return
    row = [0]

    def feed():
        for number, line in lines:
            row[0] = row[0] or number
            yield line

    for cells in csv.reader(feed(), delimiter=separator, strict=True, skipinitialspace=True):
        yield row[0], cells
        row[0] = 0


_JOINS = re.compile("<->|<=>|->|=>|→|⇒|↔|⟶|--+")
_UNUSUAL = ("::", "，", "；", "~")


def _regular(text, title, notes):
    """Return a text in which tabs stand for arrows or other signs between two names, and brackets of pairs are gone."""
    lines = text.split("\n")
    rows = [number for number, line in enumerate(lines) if line.strip() and line.lstrip()[0] not in "#%"]
    bare = [lines[number].strip() for number in rows]
    if not rows or len(rows) > _MOST_LINES:
        return text
    if all(re.match(r"[(\[].*[)\]][,;]?$", line) for line in bare):
        bare = [re.sub(r"[)\]][,;]?$", "", line)[1:] for line in bare]
        notes.append(f"{title}: brackets round the rows are left out.")
    elif all(len(_JOINS.findall(line)) == 1 and '"' not in line and "|" not in line for line in bare):
        bare = [_JOINS.sub("\t", line) for line in bare]
        notes.append(f"{title}: an arrow or dashes stand between the two ends of an edge.")
    elif not any(re.search(r"[\t;,| ]", line) for line in bare):
        sign = next((sign for sign in _UNUSUAL if all(sign in line for line in bare)), None)
        if sign is None and all(re.fullmatch("[0-9]+[-:][0-9]+", line) for line in bare):
            sign = "-" if "-" in bare[0] else ":"
        if sign is None:
            return text
        bare = [line.replace(sign, "\t") for line in bare]
        notes.append(f"{title}: columns are separated by '{sign}'.")
    else:
        return text
    for number, line in zip(rows, bare, strict=True):
        lines[number] = line
    return "\n".join(lines)


def _comment_marks(text):
    """Return the characters that begin comments; where half of the lines begin with #, they are hashtags."""
    head = [line.lstrip() for line in text[:20_000].split("\n") if line.strip()]
    tags = sum(line[0] == "#" and line[1:2].strip() != "" for line in head)
    return "%" if head and tags * 2 >= len(head) and tags > 1 else "#%"


def _trimmed(cells):
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _unquoted(cell):
    return cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == "'" else cell
