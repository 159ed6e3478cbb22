"""XML from elsewhere, read without harm, and the plain text of what is marked up in it."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree

from explorer.model.typed_number import NoNumberError, typed_number
from quizzes.own.written import NotReadable

Element = ElementTree.Element

DEEPEST = 80
MOST_ELEMENTS = 100_000
BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "table", "blockquote", "pre", "prompt", "itemBody", "simpleChoice", "hr"}
    | {"dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"}
)
SILENT = frozenset(
    {"script", "style", "feedbackInline", "feedbackBlock", "annotation", "annotation-xml", "rubricBlock"}
)
"""What stands in an item's text without being a part of it."""


class _Builder(ElementTree.TreeBuilder):
    """Refuses document types, and with them every entity that a document could bring along."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._elements = 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise NotReadable("The XML declares a document type. Such files are refused.")

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST or self._elements > MOST_ELEMENTS:
            raise NotReadable("The XML is nested too deeply, or too long.")
        return super().start(tag, attributes)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(tag)


def parse_xml(data: bytes) -> Element:
    """The root of an XML document.

    Raises
    ------
    NotReadable
        If it is none, declares a document type, or is nested or long beyond reason.
    """
    parser = ElementTree.XMLParser(target=_Builder())
    try:
        # In pieces, so that what is refused is not read to its end.
        for start in range(0, len(data), 4096):
            parser.feed(data[start : start + 4096])
        return parser.close()
    except NotReadable:
        raise
    except ElementTree.ParseError as fault:
        raise NotReadable(
            f"A document in the file is no well-formed XML: look at its line {fault.position[0]}."
        ) from None
    except (ValueError, LookupError, AssertionError):
        raise NotReadable("A document in the file is no well-formed XML.") from None


def name(element: Element) -> str:
    """The tag without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def within(element: Element, *names: str) -> Iterator[Element]:
    """The elements of these names below one, in the document's order."""
    return (one for one in element.iter() if name(one) in names and one is not element)


def first(element: Element, *names: str) -> Element | None:
    """The first of :func:`within` in the document's order; None where there is none."""
    return next(within(element, *names), None)


def text_of(element: Element) -> str:
    """The plain text of an element: paragraphs as lines, pictures by their descriptions, no feedback."""
    parts: list[str] = []

    def visit(one: Element) -> None:
        tag = name(one)
        if tag in SILENT:
            return
        if tag in BLOCKS:
            parts.append("\n")
        if tag in ("img", "object"):
            parts.append(f"[{one.get('alt') or 'picture'}]")
        parts.append(re.sub(r"\s+", " ", one.text or ""))
        for child in one:
            visit(child)
            parts.append(re.sub(r"\s+", " ", child.tail or ""))
        if tag in BLOCKS:
            parts.append("\n")

    visit(element)
    return tidy("".join(parts))


def text_of_html(markup: str) -> str:
    """The plain text of HTML that came as a string."""
    reader = _Text()
    reader.feed(markup)
    reader.close()
    return tidy("".join(reader.parts))


def tidy(text: str) -> str:
    """Lines without spaces around them, and no two empty ones in a row."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()


def figure(text: str | None) -> float:
    """A number as a file writes it."""
    try:
        return typed_number(text or "")
    except NoNumberError:
        raise NotReadable(f"“{(text or '')[:40]}” is no number.") from None


def within_bounds(value: float, bounds: Iterable[float]) -> float:
    """How far the bounds lie from a value, without what the difference of two decimal fractions adds; 0 without any."""
    return float(f"{max((abs(bound - value) for bound in bounds), default=0.0):.9g}")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent += 1
        elif tag == "img":
            self.parts.append(f"[{dict(attrs).get('alt') or 'picture'}]")
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)
