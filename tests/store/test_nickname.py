import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.store.errors import BadNickname
from quizzes.store.nickname import LONGEST, clean_nickname, folded


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Ada", "Ada"),
        ("  Ada   Lovelace ", "Ada Lovelace"),
        ("Ａｄａ", "Ada"),
        ("e\u0301mile", "émile"),
        ("🦊", "🦊"),
        ("<b>Ada</b>", "<b>Ada</b>"),
        ("=1+1", "=1+1"),
        ("x" * LONGEST, "x" * LONGEST),
    ],
)
def test_accepted(typed, shown):
    assert clean_nickname(typed) == shown


@pytest.mark.parametrize(
    "typed",
    [
        *("", "   ", "x" * (LONGEST + 1), "x" * 10**5, "ﷺ" * 2, "a\nb", "a\tb", "a\x00b", "a\u2028b"),
        *("a\u202eb", "a\u200bb", "\ud800", "\u3164", "a\u2800", "\u0301"),
    ],
)
def test_rejected_with_a_reason(typed):
    with pytest.raises(BadNickname, match="nickname"):
        clean_nickname(typed)


@pytest.mark.parametrize(
    ("one", "other"), [("Ada", "ADA"), ("Straße", "STRASSE"), ("ﬁ", "FI"), ("Σίσυφος", "ΣΊΣΥΦΟΣ"), ("❤", "❤\ufe0f")]
)
def test_the_same_name(one, other):
    assert folded(clean_nickname(one)) == folded(clean_nickname(other))


@given(st.text(max_size=60))
def test_whatever_is_typed_is_refused_or_clean(typed):
    try:
        shown = clean_nickname(typed)
    except BadNickname:
        return
    assert 1 <= len(shown) <= LONGEST
    assert shown == clean_nickname(shown) == unicodedata.normalize("NFKC", shown)
    assert not any(unicodedata.category(char)[0] == "C" for char in shown)
    assert folded(folded(shown)) == folded(shown) == folded(clean_nickname(typed))


@given(st.text(alphabet="aAbB éÉßẞıİǅ", min_size=1, max_size=12))
def test_case_never_tells_two_names_apart(typed):
    assert folded(typed.lower().upper()) == folded(typed.upper())
