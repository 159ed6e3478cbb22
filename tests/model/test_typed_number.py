"""Numbers as people type them: one value each, or a sentence that says what to change."""

import pytest

from explorer.model.typed_number import NoNumberError, typed_number

READ = {
    0.25: "0.25|0,25|.25|,25|+0.25|０．２５|0.25.|0.25,|(0.25)|$0.25$|'0.25'|`0.25`|0. 25|\u200b0.25\u00a0|"
    "0·25|1/4|1 / 4|¼|"
    "0,5/2|25%|25 %|25 percent|25٪|≈0.25|~ 0,25|ca. 0.25|about 0.25|= 0.25|x = 0.25|τ=0,25|N_eff ≈ 0.25|ℓ_align: 0.25",
    -1.5: "-1.5|−1,5|–1.5|—1.5|- 1.5|－1.5|-3/2|minus 1.5|A_τ = −1,5|-150 %",
    1234.5: "1,234.5|1.234,5|1 234,5|1\u202f234,5|1'234.5|1’234.5|1234,5|1.2345e3|1,2345·10³",
    1234567.0: "1,234,567|1.234.567|1 234 567",
    0.0015: "1.5e-3|1,5E-3|1.5×10^-3|1.5 x 10^-3|1.5*10**-3|1.5·10⁻³|1.5e−3|0,15 %",
    0.001: "10^-3|10⁻³|1/1000",
    1.234: "1.234|1,234",
    3.0: "3|٣|300%|6/2",
}
REFUSED = {
    "not a range": "0.2-0.3|0.2 – 0.3|0.2 to 0.3|0.2...0.3|[0.2, 0.3]|0.25 or 0.3|1; 2",
    "may be off by": "0.25 ± 0.01|0.25 +/- 0.01",
    "without < or >": "<0.25|≤ 0.25|> 2",
    "0.25 alone": "0.25 nats|0.25cm|0.25 (rounded)",
    "letter among": "O.25|l.5",
    "a blank between": "1 2|12 34|0.25 0.3",
    "comes to": "log(95)|ln 2|2*3|1+1|sqrt(2)|e^-1|π|2π",
    "finite": "nan|NaN|inf|-inf|∞|infinity|1e999",
    "divided by 0": "1/0",
    "at most 40": "9" * 41,
    "Type a number": " |\u200b|\n",
    "not a number yet": "two|.|,|-|--1|+-1|1_000|0x10|0.2.5|1,23,456|1/2/3|None|1e|<b>1</b>|'; DROP TABLE",
}


@pytest.mark.parametrize(
    ("number", "text"), [(number, text) for number, all_ in READ.items() for text in all_.split("|")]
)
def test_a_number_is_read(number, text):
    assert typed_number(text) == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize(
    ("words", "text"), [(words, text) for words, all_ in REFUSED.items() for text in all_.split("|")]
)
def test_what_is_no_number_is_refused_with_what_to_change(words, text):
    with pytest.raises(NoNumberError) as caught:
        typed_number(text)
    assert words in str(caught.value) or (
        words == "not a number yet" and str(caught.value).startswith(("Leave", "Type"))
    )
    assert text not in str(caught.value) or not text.strip("., -\u200b\n")


def test_a_unit_may_stand_behind_and_percent_may_be_it():
    assert typed_number("25 %", "%") == 25
    assert typed_number("25", "%") == 25
    assert typed_number("1.5 NATS", "nats") == 1.5
