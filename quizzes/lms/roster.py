"""The students of a course, read from the file that a learning management system has exported."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from quizzes.attempt import plain_text

CANVAS, MOODLE, OTHER = "Canvas", "Moodle", "another system"
LARGEST = 4_000_000
MOST_STUDENTS = 3000
LONGEST = 200

STUDENT, POINTS = "Student", "Points Possible"
CANVAS_COLUMNS = (STUDENT, "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account", "Section")


def _all(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Titles as `_plain` writes them, in the languages of the systems.
_FIRST = _all("firstname givenname forename vorname prénom nombre nome primeironome voornaam imię имя 名 名字")
_NAMES = _FIRST | _all(
    "lastname surname familyname nachname familienname nomdefamille nom apellidos apellido cognome sobrenome apelido "
    "achternaam nazwisko фамилия 姓 姓名 name fullname student studentname studentin studierende étudiant estudiante"
)
_IDS = _all(
    "idnumber idnummer username anmeldename numérodidentification númerodeid id emailaddress email emailadresse mail "
    "adressedecourriel courriel direccióndecorreo correo indirizzoemail indirizzodiposta endereçodeemail emailadres "
    "adresemail адресэлектроннойпочты электроннаяпочта 邮箱 studentid studentnumber studentno sisuserid sisloginid "
    "loginid login integrationid matriculationnumber matrikelnummer matrnr matrikelnr orgdefinedid user userid netid "
    "codiceidentificativo matricola númerodeidentificação matrícula studentnummer numeralbumu nutzername nutzernamen "
    "benutzername nomdutilisateur numéroétudiant usuario utente utilizador gebruikersnaam 学号 用户名"
)
_ABOUT = _all("institution department abteilung département section rootaccount")
_HEADER_WITHIN = 10
_WORKBOOKS = {
    b"PK\x03\x04": "a workbook",
    b"\xd0\xcf\x11\xe0": "an old workbook",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
}


class NoRoster(ValueError):
    """The file is no table of students; the message says what to change."""


@dataclass(frozen=True)
class Roster:
    """The students of a course, with the columns that say who they are and no other.

    Parameters
    ----------
    system : str
        ``CANVAS``, ``MOODLE`` or ``OTHER``.
    header : tuple of str
    rows : tuple of tuple of str
        One a student, as many cells as the header.
    """

    system: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def name(self, number: int) -> str:
        """A student's name, as the file writes it."""
        cells = zip(self.header, self.rows[number], strict=True)
        return " ".join(cell for title, cell in cells if _plain(title) in _NAMES and cell) or self.key(number)

    def identities(self, number: int) -> frozenset[str]:
        """What identifies a student, as `folded` compares it; of an e-mail address its first part, too."""
        cells = [cell for title, cell in zip(self.header, self.rows[number], strict=True) if _identifies(title, cell)]
        parts = [cell.partition("@")[0] for cell in cells if "@" in cell]
        return frozenset(filter(None, map(folded, [*cells, *parts])))

    def key(self, number: int) -> str:
        """What tells a student from the others; it stays when the file is exported again."""
        cells = zip(self.header, self.rows[number], strict=True)
        return next((cell for title, cell in cells if _identifies(title, cell) and cell), " ".join(self.rows[number]))

    def data(self) -> dict[str, Any]:
        """What JSON can hold of it."""
        return {"system": self.system, "header": self.header, "rows": self.rows}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Roster":
        """Undo `data`, which the database keeps as JSON."""
        return cls(data["system"], tuple(data["header"]), tuple(map(tuple, data["rows"])))


def folded(identity: str) -> str:
    """An identity as it is compared.

    Examples
    --------
    >>> folded(" AB-0123 ") == folded("ab0123")
    True
    """
    plain = unicodedata.normalize("NFKC", identity).casefold()
    return "".join(char for char in plain if char.isalnum() or char == "@")


def read_roster(data: bytes) -> Roster:
    """The students of a file in CSV.

    Raises
    ------
    NoRoster
        If it is no table, too large, or has no column that says who a student is.
    """
    if len(data) > LARGEST:
        raise NoRoster(f"The file is too large: at most {LARGEST // 1_000_000} MB.")
    for start, what in _WORKBOOKS.items():
        if data.startswith(start):
            raise NoRoster(f"The file is {what}. Save the sheet as CSV, and bring that.")
    table = _below_titles(_table(_decoded(data)))
    if len(table) < 2:
        raise NoRoster("The file has no line for a student below its header.")
    header = [cell.strip().lstrip("\ufeff") for cell in table[0]]
    body = [row + [""] * (len(header) - len(row)) for row in table[1:]]
    if STUDENT in header and {"ID", "SIS User ID", "SIS Login ID"} & set(header):
        system, kept = CANVAS, [n for n, title in enumerate(header) if title in CANVAS_COLUMNS]
        body = [row for row in body if _canvas_student(row[header.index(STUDENT)])]
    else:
        kept = [n for n, title in enumerate(header) if _about(title, [row[n] for row in body])]
        system = MOODLE if any(_moodle(title) for title in header) else OTHER
    rows = tuple(tuple(plain_text(row[n], LONGEST).strip() for n in kept) for row in body if any(row[n] for n in kept))
    if not rows or not kept:
        raise NoRoster("No column of the file says who a student is: head one “Name”, “Student ID” or “Email”.")
    if len(rows) > MOST_STUDENTS:
        raise NoRoster(f"The file has {len(rows):,} students; at most {MOST_STUDENTS:,} are read.")
    return Roster(system, tuple(plain_text(header[n], LONGEST) for n in kept), rows)


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _plain(title: str) -> str:
    """A column's title as it is compared: letters and digits, in lower case."""
    return "".join(char for char in unicodedata.normalize("NFKC", title).casefold() if char.isalnum())


def _below_titles(table: list[list[str]]) -> list[list[str]]:
    """The table from its header on; where addresses stand in the first line, the header is put above."""
    for start, row in enumerate(table[:_HEADER_WITHIN]):
        if any("@" in cell for cell in row):
            titles = ["Email" if "@" in cell else "" for cell in row]
            return table if start else [titles, *table]
        if any(_plain(cell) in _NAMES | _IDS for cell in row):
            return table[start:]
    return table


def _table(text: str) -> list[list[str]]:
    text = re.sub(r"^sep=.\s*\n", "", text)
    first = max(text.split("\n")[:_HEADER_WITHIN], key=lambda line: max(map(line.count, ",;\t")))
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise NoRoster("The file is no table in CSV.") from None
    open_at = next((number for number, row in enumerate(rows, 1) if any(cell.count("\n") > 3 for cell in row)), None)
    if open_at is not None:
        raise NoRoster(f"A quotation mark in row {open_at} is not closed; close or remove it.")
    return [row for row in rows if any(cell.strip() for cell in row)]


def _canvas_student(name: str) -> bool:
    """Whether a line of Canvas's file is a student's: not the points, a note on posting or the test student."""
    bare = name.strip()
    return bool(bare) and not bare.startswith(POINTS) and bare not in ("Student, Test", "Test Student")


def _moodle(title: str) -> bool:
    return _plain(title) in _FIRST


def _identifies(title: str, cell: str) -> bool:
    return _plain(title) in _IDS or "@" in cell


def _about(title: str, cells: list[str]) -> bool:
    mails = sum("@" in cell for cell in cells)
    return _plain(title) in _NAMES | _IDS | _ABOUT or 2 * mails > len(cells)
