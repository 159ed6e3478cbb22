"""The text of a file that somebody uploads: unpacked and decoded, and never larger than what a message promised."""

import gzip
import io
import re
import unicodedata
import zlib

__all__ = ["MAX_BYTES", "fault", "short", "uploaded_text"]

MAX_BYTES = 32 * 2**20

_PACKED = {
    b"PK\x03\x04": "a workbook or a zip archive; unpack it, or save the sheet as CSV",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook; save the sheet as CSV",
    b"%PDF": "a PDF; save the data as CSV",
    b"BZh": "packed with bzip2; unpack it",
    b"\xfd7zXZ": "packed with xz; unpack it",
    b"7z\xbc\xaf": "packed with 7-Zip; unpack it",
}
# What no text holds; a tab, the ends of lines and pages, and the mark with which DOS ends a file are left out.
_BINARY = re.compile("[\0-\x08\x0b\x0e-\x19\x1b-\x1f\ufffe\uffff]")


def fault(title: str, row: int | None, sentence: str) -> ValueError:
    """Return the error that says where a file is wrong and what to change."""
    where = title if row is None else f"{title}, row {row}"
    return ValueError(f"{where}: {sentence}.")


def short(text: str) -> str:
    """Return a text cut to what a message can hold, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"


def uploaded_text(data: bytes, title: str) -> tuple[str, list[str]]:
    r"""Unpack and decode a file.

    Parameters
    ----------
    data : bytes
        As uploaded, plain or packed with gzip. UTF-8, UTF-16 and UTF-32 are recognised; all else that is text is read
        as Windows-1252, the superset of Latin-1 that spreadsheets write.
    title : str
        What messages call the file.

    Returns
    -------
    text : str
        Every line ends with "\n".
    notes : list of str
        What had to be mended.

    Raises
    ------
    ValueError
        If the file is too large, packed otherwise or not text.
    """
    notes: list[str] = []
    data = bytes(data)
    if data.startswith(b"\x1f\x8b"):
        data = _unpacked(data, title)
    if len(data) > MAX_BYTES:
        row = data.count(b"\n", 0, MAX_BYTES) + 1
        raise fault(title, row, f"the file is larger than {MAX_BYTES >> 20} MB; leave out rows or columns")
    for magic, what in _PACKED.items():
        if data.startswith(magic):
            raise fault(title, 1, f"this is {what} and bring that")
    text = _decoded(data, title, notes)
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a")
    plain = unicodedata.normalize("NFC", re.sub("[\u200b\u2060\ufeff]", "", text))  # one name, one spelling
    if plain != text:
        text = plain
        notes.append(f"{title}: letters with accents in two parts, or signs without width, are written in one way.")
    binary = _BINARY.search(text)
    if binary:
        row = text.count("\n", 0, binary.start()) + 1
        raise fault(title, row, "found bytes that are no text; save the file as plain text, for example CSV in UTF-8")
    return text, notes


def _unpacked(data, title):
    # At most one byte more than the limit is ever unpacked: a bomb stays packed.
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
        try:
            content = packed.read(MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error):
            raise fault(title, None, "the gzip archive is damaged; pack the file again or bring it unpacked") from None
    if len(content) > MAX_BYTES:
        raise fault(title, None, f"unpacked it is larger than {MAX_BYTES >> 20} MB; leave out rows or columns")
    return content


_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def _unmarked(data):
    """Return the encoding of text without a mark: mostly Latin text betrays UTF-16 by zeros in every other byte."""
    sample = data[:4096]
    if len(sample) % 2 == 0 and sample.count(0) * 3 > len(sample):
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        if min(even, odd) * 8 < max(even, odd):
            return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8"


def _decoded(data, title, notes):
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None) or _unmarked(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
    if not encoding.startswith("utf-8"):
        raise fault(title, row, f"damaged {encoding[:6].upper()}; save the file again, best as UTF-8")
    notes.append(f"{title}: not UTF-8 (first in row {row}), read as Latin-1; look at the names with accents.")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
