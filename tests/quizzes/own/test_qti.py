"""QTI: ours is whole and read by another tool, others' is read, and hostile files do no harm."""

import io
import random
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onyx2moodle.classifier import classify
from onyx2moodle.parser import parse_item

from quizzes.own import NotReadable, WrittenChoice, WrittenNumber, WrittenText
from quizzes.own.choice import Option
from quizzes.own.files import read_file
from quizzes.own.qti.package import write_package
from tests.quizzes.own.conftest import WRITTEN

HERE = Path(__file__).parent
QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
CP = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
ORDER = ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback"]


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for path, content in files.items():
            package.writestr(path, content)
    return out.getvalue()


def unzipped(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def one_item(body, declared='<responseDeclaration identifier="R" cardinality="single" baseType="string"/>'):
    start = f'<assessmentItem xmlns="{QTI[1:-1]}" identifier="i" title="i">'
    return f"{start}{declared}<itemBody>{body}</itemBody></assessmentItem>"


# --- ours ---


def test_a_package_is_read_back_as_it_was_written():
    read = read_file(write_package(WRITTEN, "Lecture 3"))
    assert read.left_out == ()
    assert read.questions == WRITTEN


plain = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(prompt=plain, texts=st.lists(plain, min_size=2, max_size=5, unique=True), several=st.booleans())
def test_whatever_a_choice_says_comes_back(prompt, texts, several):
    written = WrittenChoice(
        prompt=prompt, several=several, options=tuple(Option(t, n == 0) for n, t in enumerate(texts))
    )
    assert read_file(write_package([written], "T")).questions == (written,)


def test_the_manifest_and_the_test_name_every_item_once_and_nothing_else():
    files = unzipped(write_package(WRITTEN, "Lecture 3"))
    manifest = ElementTree.fromstring(files["imsmanifest.xml"])
    resources = {one.get("identifier"): one for one in manifest.iter(f"{CP}resource")}
    assert {one.get("href") for one in resources.values()} == files.keys() - {"imsmanifest.xml"}
    assert all([file.get("href") for file in one.iter(f"{CP}file")] == [one.get("href")] for one in resources.values())
    assert {one.get("type") for one in resources.values()} == {"imsqti_item_xmlv2p1", "imsqti_test_xmlv2p1"}
    references = list(ElementTree.fromstring(files["test.xml"]).iter(f"{QTI}assessmentItemRef"))
    assert len({one.get("identifier") for one in references}) == len(references) == len(WRITTEN)
    for one in references:
        item = ElementTree.fromstring(files[one.get("href")])
        assert item.get("identifier") == one.get("identifier")


@pytest.mark.parametrize("number", range(len(WRITTEN)))
def test_an_item_declares_what_it_uses_in_the_order_of_the_standard(number):
    files = unzipped(write_package(WRITTEN, "T"))
    root = ElementTree.fromstring(files[f"items/item_{number + 1:03}.xml"])
    tags = [child.tag.removeprefix(QTI) for child in root]
    assert tags == sorted(tags, key=ORDER.index)
    responses = {one.get("identifier") for one in root.iter(f"{QTI}responseDeclaration")}
    outcomes = {one.get("identifier") for one in root.iter(f"{QTI}outcomeDeclaration")}
    used = {one.get("responseIdentifier") for one in root.iter() if one.get("responseIdentifier")}
    assert used == responses
    for one in root.iter():
        if one.tag in (f"{QTI}variable", f"{QTI}correct", f"{QTI}mapResponse"):
            assert one.get("identifier") in responses
        if one.tag == f"{QTI}setOutcomeValue":
            assert one.get("identifier") in outcomes
        if one.get("outcomeIdentifier"):
            assert one.get("outcomeIdentifier") in outcomes
        if one.get("identifier"):
            assert re.fullmatch(r"[A-Za-z_][\w.-]*", one.get("identifier"))
    choices = {one.get("identifier") for one in root.iter(f"{QTI}simpleChoice")}
    for declared in root.iter(f"{QTI}responseDeclaration"):
        values = [value.text for value in declared.iter(f"{QTI}value")]
        assert len(values) <= 1 or declared.get("cardinality") == "multiple"
        assert declared.get("baseType") != "identifier" or set(values) <= choices
        assert declared.get("baseType") != "float" or all(map(float, values))


def test_another_tool_reads_our_items(tmp_path):
    found = []
    for path, content in sorted(unzipped(write_package(WRITTEN, "T")).items()):
        if path.startswith("items/"):
            (tmp_path / "item.xml").write_bytes(content)
            item = parse_item(tmp_path / "item.xml")
            assert classify(item).convertible, path
            found.append(item)
    first, *_ = found
    assert [choice.html.strip() for choice in first.interactions[0].choices] == ["Alignment", "Uniformity", "Decay"]
    assert first.response_decls["RESPONSE"].correct_values == ["choice_2"]
    assert found[3].response_decls["RESPONSE"].correct_values == ["0.69"]
    assert found[5].response_decls["RESPONSE"].mapping == {"NT-Xent": 1.0, "InfoNCE": 1.0}


# --- others' ---

EXPECTED = [
    WrittenChoice(
        prompt="Which term pushes views apart?",
        options=(Option("Alignment"), Option("Uniformity", True), Option("Weight decay")),
    ),
    WrittenChoice(
        prompt="Which make the views differ more?",
        several=True,
        options=(Option("Edge dropping", True), Option("Feature masking", True), Option("A lower temperature")),
    ),
    WrittenNumber(prompt="What is log 2?", value=0.69, tolerance=0.01),
    WrittenText(prompt="Which loss is this?", accepted=("NT-Xent", "InfoNCE")),
    WrittenText(prompt="Explain the collapse."),
]


def test_what_text2qti_writes_is_read():
    assert list(read_file((HERE / "text2qti-1.2.zip").read_bytes()).questions) == EXPECTED


def test_what_qti_package_maker_writes_is_read():
    expected = [*EXPECTED[:2], replace(EXPECTED[2], prompt="What is log 2 to two decimals?"), EXPECTED[3]]
    assert list(read_file((HERE / "qti_package_maker-2.1.zip").read_bytes()).questions) == expected


def test_canvas_feedback_is_read():
    quiz = b"""<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><item ident="a" title="One">
    <presentation><material>
    <mattext texttype="text/html">&lt;p&gt;Is &lt;b&gt;x&lt;/b&gt; &amp;lt; y?&lt;/p&gt;</mattext>
    </material><response_lid ident="r" rcardinality="Single"><render_choice>
    <response_label ident="1"><material><mattext>Yes</mattext></material></response_label>
    <response_label ident="2"><material><mattext>No</mattext></material></response_label>
    </render_choice></response_lid></presentation><resprocessing>
    <respcondition continue="Yes"><conditionvar><varequal respident="r">2</varequal></conditionvar>
    <displayfeedback feedbacktype="Response" linkrefid="2_fb"/></respcondition>
    <respcondition continue="No"><conditionvar><varequal respident="r">1</varequal></conditionvar>
    <setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing>
    <itemfeedback ident="2_fb"><flow_mat><material><mattext>Look again.</mattext></material></flow_mat></itemfeedback>
    <itemfeedback ident="general_fb">
    <flow_mat><material><mattext>So it is.</mattext></material></flow_mat></itemfeedback>
    </item></questestinterop>"""
    (read,) = read_file(quiz).questions
    options = (Option("Yes", True), Option("No", feedback="Look again."))
    assert read == WrittenChoice(prompt="Is x < y?", title="One", explanation="So it is.", options=options)


def test_bounds_of_a_number_are_read():
    bounds = "".join(
        f'<{tag}><variable identifier="R"/><baseValue baseType="float">{value}</baseValue></{tag}>'
        for tag, value in (("gte", 1.5), ("lte", 2.5))
    )
    declared = '<responseDeclaration identifier="R" cardinality="single" baseType="float"/>'
    item = one_item('<p>How much? <textEntryInteraction responseIdentifier="R"/> m</p>', declared)
    item = item.replace("</assessmentItem>", f"<responseProcessing>{bounds}</responseProcessing></assessmentItem>")
    (read,) = read_file(item.encode()).questions
    assert isinstance(read, WrittenNumber)
    assert (read.prompt, read.value, read.tolerance) == ("How much? ____ m", 2.0, 0.5)


def test_what_cannot_be_asked_is_named_and_the_rest_is_read():
    files = unzipped(write_package(WRITTEN[:2], "T"))
    files["items/odd.xml"] = one_item('<matchInteraction responseIdentifier="R"/>')
    files["items/two.xml"] = one_item('<textEntryInteraction responseIdentifier="R"/>' * 2)
    files["items/broken.xml"] = "<assessmentItem"
    files["notes.txt"] = "hello"
    read = read_file(zipped(files))
    assert read.questions == WRITTEN[:2]
    assert len(read.left_out) == 3
    assert any("matchInteraction" in line for line in read.left_out)


# --- hostile ---

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
)
HOSTILE = {
    "billion laughs": LAUGHS + "]><x>&m;</x>",
    "external entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + one_item("&e;"),
    "harmless doctype": '<!DOCTYPE assessmentItem SYSTEM "http://example.org/x.dtd">' + one_item("<p>x</p>"),
    "deep": one_item("<div>" * 5000 + "</div>" * 5000),
    "many": one_item("<br/>" * 200_000),
    "encoding": '<?xml version="1.0" encoding="no-such"?><x/>',
    "nothing": one_item(""),
    "no root": "<?xml version='1.0'?>",
}


@pytest.mark.parametrize("document", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_a_hostile_document_is_refused(document, coding):
    for data in (document.encode(coding), zipped({"a.xml": document.encode(coding)})):
        with pytest.raises(NotReadable) as refusal:
            read_file(data)
        assert "passwd" not in str(refusal.value)


def test_a_zip_that_would_fill_the_memory_is_refused():
    for files in ({"a.xml": b" " * 5_000_000}, {f"{n}.xml": b" " * 3_900_000 for n in range(9)}):
        bomb = zipped(files)
        assert len(bomb) < 100_000
        with pytest.raises(NotReadable, match="too large"):
            read_file(bomb)
    with pytest.raises(NotReadable, match="more than"):
        read_file(zipped({f"{n}.txt": "" for n in range(2001)}))


def test_a_path_out_of_the_package_is_only_a_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    item = unzipped(write_package(WRITTEN[:1], "T"))["items/item_001.xml"]
    read = read_file(zipped({"../../up.xml": item, "/root.xml": item}))
    assert len(read.questions) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_package_is_refused_or_read_but_never_fails():
    whole, chance = write_package(WRITTEN, "T"), random.Random(1)
    outcomes = set()
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        try:
            read_file(bytes(data[: chance.choice([len(data), chance.randrange(len(data))])]))
            outcomes.add("read")
        except NotReadable:
            outcomes.add("refused")
    assert outcomes == {"read", "refused"}


def test_a_damaged_document_is_refused_or_read_but_never_fails():
    chance, outcomes = random.Random(2), set()
    for content in unzipped(write_package(WRITTEN, "T")).values():
        words = re.split(rb'([<>"= ])', content)
        for _ in range(40):
            mixed = list(words)
            for _ in range(3):
                mixed[chance.randrange(len(mixed))] = chance.choice(words)
            try:
                read_file(b"".join(mixed))
                outcomes.add("read")
            except NotReadable:
                outcomes.add("refused")
    assert outcomes == {"read", "refused"}
