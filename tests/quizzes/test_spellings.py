"""Spellings right, wrong and unreadable, by hand and from public papers and code, against the grammar and the judge."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from quizzes.formula import FormulaError, judge_formula

LINES = Path(__file__).with_name("formula_spellings.tsv").read_text(encoding="utf-8").splitlines()
ROWS = [tuple(row) for row in csv.reader(LINES[1:], delimiter="\t", quoting=csv.QUOTE_NONE)]


def test_there_are_300_distinct_spellings_of_every_kind():
    assert len({(target, text) for target, _, _, _, text in ROWS}) == len(ROWS) >= 300
    kinds = Counter(verdict for _, verdict, *_ in ROWS)
    assert set(kinds) == {"right", "wrong", "unreadable"}
    assert kinds["right"] >= 100
    assert kinds["wrong"] >= 100
    assert sum(not source.startswith("by hand") for _, _, _, source, _ in ROWS) >= 80


@pytest.mark.parametrize(("target", "verdict", "detail", "source", "text"), ROWS, ids=[row[4] for row in ROWS])
def test_spelling(target, verdict, detail, source, text):
    assert source
    if verdict == "unreadable":
        with pytest.raises(FormulaError) as caught:
            judge_formula(text, target)
        assert len(str(caught.value)) > 10
        return
    found = judge_formula(text, target)
    assert found.correct is (verdict == "right"), found
    if found.correct:
        assert found.form == detail
    else:
        assert set(found.slips) == set(detail.split(","))
    assert found.message.endswith((".", "?"))
