"""A QTI package: a zip with a manifest, the items and the test that puts them in order."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from quizzes.own.qti.markup import first, name, parse_xml, within
from quizzes.own.qti.read import read_document, read_item
from quizzes.own.qti.write import NAMESPACE, document, item
from quizzes.own.written import MOST_ATTEMPTS, NotReadable, Written

MANIFEST = "imsmanifest.xml"
MOST_FILES = 2000
LARGEST_FILE, LARGEST_WHOLE = 4_000_000, 30_000_000
"""Bytes, unpacked."""
_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
# A zip that is made again is the same file.
_WHEN = (1980, 1, 1, 0, 0, 0)


def write_package(questions: Iterable[Written], title: str) -> bytes:
    """A package of questions for a learning management system."""
    items = {f"item_{number:03}": question for number, question in enumerate(questions, 1)}
    files = {f"items/{key}.xml": document(item(question, key)) for key, question in items.items()}
    files["test.xml"] = document(_test(items, title))
    files[MANIFEST] = document(_manifest(items))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for path in (MANIFEST, "test.xml", *(path for path in files if path.startswith("items/"))):
            package.writestr(zipfile.ZipInfo(path, _WHEN), files[path], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _test(items: dict[str, Written], title: str) -> Element:
    shown = "".join(char for char in title if char.isprintable())[:80] or "Questions"
    root = Element("assessmentTest", {"xmlns": NAMESPACE, "identifier": "test", "title": shown})
    part = SubElement(
        root, "testPart", {"identifier": "part", "navigationMode": "nonlinear", "submissionMode": "individual"}
    )
    section = SubElement(part, "assessmentSection", {"identifier": "section", "title": "Questions", "visible": "true"})
    for key, question in items.items():
        place = {"identifier": key, "href": f"items/{key}.xml"}
        reference = SubElement(section, "assessmentItemRef", place)
        if question.attempts is not None:
            SubElement(reference, "itemSessionControl", {"maxAttempts": str(question.attempts)})
    return root


def _manifest(items: dict[str, Written]) -> Element:
    root = Element("manifest", {"xmlns": _PACKAGE, "identifier": "manifest"})
    about = SubElement(root, "metadata")
    SubElement(about, "schema").text = "QTIv2.1 Package"
    SubElement(about, "schemaversion").text = "1.0.0"
    SubElement(root, "organizations")
    resources = SubElement(root, "resources")
    test = SubElement(resources, "resource", {"identifier": "test", "type": "imsqti_test_xmlv2p1", "href": "test.xml"})
    SubElement(test, "file", {"href": "test.xml"})
    for key in items:
        SubElement(test, "dependency", {"identifierref": key})
    for key in items:
        path = f"items/{key}.xml"
        one = SubElement(resources, "resource", {"identifier": key, "type": "imsqti_item_xmlv2p1", "href": path})
        SubElement(one, "file", {"href": path})
    return root


def read_package(data: bytes) -> tuple[tuple[Written, ...], tuple[str, ...]]:
    """The questions of a package in its order, and what of it we cannot ask.

    Raises
    ------
    NotReadable
        If it is no zip that we open.
    """
    documents, found, left_out = _documents(data), [], []
    attempts = _attempts(documents)
    for path in _ordered(documents):
        try:
            if path in attempts:
                found.append(read_item(parse_xml(documents[path]), attempts[path]))
                continue
            questions, skipped = read_document(documents[path])
        except NotReadable as fault:
            left_out.append(f"{posixpath.basename(path)}: {fault}")
            continue
        found += questions
        left_out += skipped
    return tuple(found), tuple(left_out)


def _documents(data: bytes) -> dict[str, bytes]:
    """The XML documents of a zip by their paths; nothing else is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            inside = [one for one in package.infolist() if one.filename.lower().endswith(".xml")]
            if len(package.infolist()) > MOST_FILES:
                raise NotReadable(f"The package holds more than {MOST_FILES:,} files.")
            if not inside or package.NameToInfo.keys() & {"[Content_Types].xml"}:
                office = "[Content_Types].xml" in package.NameToInfo
                what = "a document of an office suite" if office else "an archive without XML"
                raise NotReadable(f"This is {what}; bring a QTI package, as a learning management system exports it.")
            found, whole = {}, 0
            for one in inside:
                with package.open(one) as file:
                    content = file.read(LARGEST_FILE + 1)
                whole += len(content)
                if len(content) > LARGEST_FILE or whole > LARGEST_WHOLE:
                    raise NotReadable("The package is too large when it is unpacked.")
                found[posixpath.normpath(one.filename)] = content
            return found
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        if isinstance(error, NotReadable):
            raise
        raise NotReadable("The package cannot be unpacked: it is damaged, or locked with a password.") from None


def _ordered(documents: dict[str, bytes]) -> list[str]:
    """Items in the order of the tests, then of the manifest, then of their names."""
    tests = _references(documents, "assessmentTest", "assessmentItemRef")
    wanted = [*tests, *_references(documents, "manifest", "resource")]
    others = sorted(path for path in documents if posixpath.basename(path) != MANIFEST)
    return [path for path in dict.fromkeys([*wanted, *others]) if path in documents]


def _references(documents: dict[str, bytes], root: str, tag: str) -> list[str]:
    return [
        posixpath.normpath(posixpath.join(posixpath.dirname(path), one.get("href") or ""))
        for path, found in _roots(documents, root)
        for one in within(found, tag)
    ]


def _attempts(documents: dict[str, bytes]) -> dict[str, int]:
    """How many attempts the tests give, by the path of the item."""
    found = {}
    for path, root in _roots(documents, "assessmentTest"):
        for one in within(root, "assessmentItemRef"):
            control = first(one, "itemSessionControl")
            most = "" if control is None else control.get("maxAttempts") or ""
            if most.isdecimal() and 1 <= int(most[:9]) <= MOST_ATTEMPTS:
                found[posixpath.normpath(posixpath.join(posixpath.dirname(path), one.get("href") or ""))] = int(most)
    return found


def _roots(documents: dict[str, bytes], root: str) -> list[tuple[str, Element]]:
    found = []
    for path, content in documents.items():
        if f"<{root}".encode() in content or f":{root}".encode() in content:
            try:
                parsed = parse_xml(content)
            except NotReadable:
                continue
            if name(parsed) == root:
                found.append((path, parsed))
    return found
