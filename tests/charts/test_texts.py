"""Numbers as sentences write them."""

import pytest

from explorer.charts.texts import percent, place_text, temperature_text, true_minus, typeset


@pytest.mark.parametrize(
    ("temperature", "text"),
    [(0.05, "0.05"), (0.0583, "0.058"), (0.1, "0.1"), (0.3155, "0.32"), (1.08, "1.08"), (5.0, "5")],
)
def test_a_temperature_reads_as_on_the_map(temperature, text):
    assert temperature_text(temperature) == text


def test_a_place_and_a_share():
    assert place_text(0.2, 0.5) == "strength 0.20, τ = 0.5"
    assert percent(0.207) == "21\u00a0%"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A_τ = -1.92", "A_τ = −1.92"),
        ("(1, -5) and 4.1 − (-0.3)", "(1, −5) and 4.1 − (−0.3)"),
        ("**-0.62**", "**−0.62**"),
        ("log(2N-1), 15-20, 1e-05", "log(2N-1), 15-20, 1e-05"),
        ("`exp(-2 d)` and $e^{-2d}$", "`exp(-2 d)` and $e^{-2d}$"),
    ],
)
def test_negative_numbers_get_a_minus_and_code_does_not(before, after):
    assert true_minus(before) == after


def test_a_symbol_gets_its_subscript_in_words_and_none_in_code_or_mathematics():
    assert typeset("**ℓ_align** of (ℓ\\_uniform, A_τ)") == (
        r"**$\ell_\text{align}$** of ($\ell_\text{uniform}$, $A_\tau$)"
    )
    for text in ("`ℓ_align`", "$A_τ$", "mean_i x", "x_A_τ", "N_effective"):
        assert typeset(text) == text
