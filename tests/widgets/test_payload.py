"""What is packed is what the browser reads, and what is hidden is not in it."""

import numpy as np
import pytest

from explorer.charts.stage.layers import LAYERS, READOUTS, TERMS, all_hidden
from explorer.charts.stage.sentences import why
from explorer.widgets.stage.payload import ANGLE_STEPS, DIGEST_LENGTH, digest_of, pack, unpack


def test_round_trip_keeps_every_layer(surface):
    header, arrays = unpack(pack(surface, 0, frozenset()))
    assert header["strengths"] == pytest.approx(surface.strengths)
    assert header["temperatures"] == pytest.approx(surface.temperatures, rel=1e-5)
    for name in (*LAYERS, *TERMS):
        assert arrays[name] == pytest.approx(getattr(surface, name), rel=1e-6, abs=1e-6)
    for name in READOUTS:
        assert arrays[f"spread:{name}"] == pytest.approx(surface.spread[name], rel=1e-6, abs=1e-6)


def test_angles_are_those_of_the_seed_to_a_pixel(surface):
    _, arrays = unpack(pack(surface, 1, frozenset()))
    sent = arrays["angles"] * np.pi / ANGLE_STEPS
    difference = np.angle(np.exp(1j * (sent - surface.angles(1))))
    assert np.abs(difference).max() < 1e-4


def test_every_array_starts_on_a_boundary_of_four_bytes(surface):
    header, _ = unpack(pack(surface, 0, frozenset()))
    packed = pack(surface, 0, frozenset())
    length = int.from_bytes(packed[DIGEST_LENGTH : DIGEST_LENGTH + 4], "little")
    assert length % 4 == 0
    assert all(entry["offset"] % 4 == 0 for entry in header["arrays"].values())


def test_values_are_packed_once(surface):
    assert pack(surface, 0, frozenset()) is pack(surface, 0, frozenset())
    digests = {digest_of(pack(surface, seed, hidden)) for seed in (0, 1) for hidden in (frozenset(), {"accuracy"})
               for hidden in [frozenset(hidden)]}  # fmt: skip
    assert len(digests) == 4


@pytest.mark.parametrize("name", [*LAYERS, "split", "circle", "sentences"])
def test_hidden_values_are_nowhere_in_the_payload(surface, name):
    hidden = all_hidden({name})
    packed = pack(surface, 0, hidden)
    header, arrays = unpack(packed)
    for gone in hidden & set(LAYERS):
        assert gone not in arrays
        assert f"spread:{gone}" not in arrays
        assert gone not in header["layers"]
        assert gone not in header["readouts"]
        assert np.asarray(getattr(surface, gone)).astype("<f4").tobytes() not in packed
    if "split" in hidden:
        assert not set(TERMS) & set(arrays)
        assert "chanceLevel" not in header
    if "circle" in hidden:
        assert "angles" not in arrays
    if "sentences" in hidden:
        assert "sentences" not in arrays
        assert "sentences" not in header
    if "accuracy" in hidden:
        assert "accuracy_stderr" not in arrays


def test_hiding_also_hides_what_would_give_it_away():
    assert {"split", "relative_loss"} <= all_hidden({"loss"})
    assert {"uniformity", "collapse", "sentences"} <= all_hidden({"effective_directions"})
    assert all_hidden({"accuracy"}) == {"accuracy"}
    assert all_hidden(()) == frozenset()


def test_every_cell_has_its_sentence(surface):
    header, arrays = unpack(pack(surface, 0, frozenset()))
    assert header["sentences"] == list(why(surface).sentences)
    assert arrays["sentences"].shape == surface.loss.shape
    assert arrays["sentences"].max() < len(why(surface).sentences)
