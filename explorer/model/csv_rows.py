"""The rows of a CSV file that somebody else made, numbered as a spreadsheet numbers them."""

import csv
import io
import os

__all__ = ["MAX_BYTES", "Rows", "short"]

MAX_BYTES = 32 * 2**20


class Rows:
    """Iterates over the rows below a file's header, as (row number, list of cells); row 1 is the first of the file.

    Cells come without surrounding blanks, as many as there are columns. Blank rows are skipped but counted.

    Parameters
    ----------
    title : str
        How messages name the file.
    source : str, path, bytes or file object
        A path (a str is always a path), the file's bytes, or an open file.

    Attributes
    ----------
    header : list of str
        The column names, in lower case, each once.
    header_row : int

    Raises
    ------
    ValueError
        If the file is empty, too large, not UTF-8 or not CSV; the message names the row and what to change.
    OSError
        If a path cannot be read.
    """

    def __init__(self, title, source):
        self.title = title
        content = self._checked(_content(source))
        lines = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
        self._reader = csv.reader(lines, strict=True)
        self._rows = self._numbered()
        number, header = next(self._rows, (1, None))
        if header is None:
            raise self.fault(number, "the file is empty; give it a header row and at least one row below it")
        self.header = [cell.lower() for cell in header]
        self.header_row = number
        seen = set()
        for name in self.header:
            if not name:
                raise self.fault(number, "a column has no name; name every column in the header")
            if name in seen:
                raise self.fault(number, f"the header names column '{short(name)}' twice; rename or remove one")
            seen.add(name)

    def fault(self, row, sentence):
        """Return the ValueError that says what is wrong where."""
        return ValueError(f"{self.title}, row {row}: {sentence}.")

    def column(self, name, wanted):
        """Return the index of a column that must be there."""
        if name in self.header:
            return self.header.index(name)
        names = ",".join(self.header)
        if len(self.header) == 1 and any(mark in names for mark in ";\t|"):
            raise self.fault(
                self.header_row, f"found only one column, '{short(names)}'; separate the columns with commas"
            )
        raise self.fault(self.header_row, f"no column '{name}' among '{short(names)}'; make the header {wanted}")

    def __iter__(self):
        width = len(self.header)
        for number, cells in self._rows:
            if len(cells) != width:
                raise self.fault(
                    number, f"{len(cells)} values under {width} column names; give the row exactly {width} values"
                )
            yield number, cells

    def _numbered(self):
        number = 0
        while True:
            number += 1
            try:
                cells = next(self._reader, None)
            except csv.Error as error:
                raise self.fault(number, f"not valid CSV ({error}); check the quotation marks") from None
            if cells is None:
                return
            cells = [cell.strip() for cell in cells]
            if any(cells):  # blank rows, which spreadsheets leave at the end, are skipped but counted
                yield number, cells

    def _checked(self, content):
        """Return the bytes of a file, sure to decode."""
        if isinstance(content, str):
            content = content.encode("utf-8")
        if len(content) > MAX_BYTES:
            row = content.count(b"\n", 0, MAX_BYTES) + 1
            raise self.fault(row, f"the file is larger than {MAX_BYTES >> 20} MB; leave out rows or columns")
        cure = "save the file as CSV in UTF-8"
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise self.fault(1, f"the file is in UTF-16; {cure}")
        null = content.find(b"\0")
        if null >= 0:
            raise self.fault(content.count(b"\n", 0, null) + 1, f"found a null byte, so this is not plain text; {cure}")
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            row = content.count(b"\n", 0, error.start) + 1
            raise self.fault(row, f"found a character that is not UTF-8; {cure}") from None
        return content


def _content(source):
    """Return the bytes (or, from a file opened as text, the characters) of a source, just over MAX_BYTES at most."""
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source)
    if isinstance(source, str | os.PathLike):
        with open(source, "rb") as file:
            return file.read(MAX_BYTES + 1)
    if source.seekable():
        source.seek(0)  # an upload is the same object in every rerun, and the last one read it to its end
    return source.read(MAX_BYTES + 1)


def short(text):
    """Return a text cut to what a message can hold."""
    return text if len(text) <= 40 else text[:39] + "…"
