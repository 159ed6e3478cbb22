"""*Play* as Vega computes it: where a step leads from every cell, forward, back, and at the ends."""

import json
import re

import numpy as np
import pytest
import vl_convert

from explorer.charts.stage import play
from explorer.charts.stage.compiled import CHARTS, compiled

ROWS, COLUMNS = 7, 5


def computed(expression, **signals):
    """Return what an expression gives in every cell of a small map, as Vega evaluates it."""
    of_row = re.sub(r"\bcell\b", "datum.cell", expression)
    values = {"rows": ROWS, "columns": COLUMNS, "stride": 1} | signals
    spec = {
        "width": 10,
        "height": 10,
        "signals": [{"name": name, "value": value} for name, value in values.items()],
        "data": [
            {
                "name": "cells",
                "transform": [
                    {"type": "sequence", "start": 0, "stop": ROWS * COLUMNS, "as": "cell"},
                    {"type": "formula", "expr": of_row, "as": "to"},
                ],
            }
        ],
        "marks": [
            {
                "type": "text",
                "from": {"data": "cells"},
                "encode": {"update": {"text": {"signal": "datum.cell + ':' + toNumber(datum.to)"}}},
            }
        ],
    }
    found = dict(re.findall(r">(\d+):(-?\d+)<", vl_convert.vega_to_svg(json.dumps(spec))))
    return np.array([int(found[str(cell)]) for cell in range(ROWS * COLUMNS)]).reshape(ROWS, COLUMNS)


CELLS = np.arange(ROWS * COLUMNS).reshape(ROWS, COLUMNS)


@pytest.mark.parametrize("stride", [1, 5])
def test_cooling_goes_down_the_rows_and_stops_at_the_coldest(stride):
    rows = np.maximum(np.arange(ROWS) - stride, 0)
    assert (computed(play.FORWARD, along="temperature", stride=stride) == CELLS[rows]).all()
    assert (computed(play.ENDED, along="temperature") == (CELLS < COLUMNS)).all()
    assert (computed(play.START, along="temperature") == CELLS[[-1] * ROWS]).all()


@pytest.mark.parametrize("stride", [1, 5])
def test_strength_goes_along_the_row_and_stops_at_the_strongest(stride):
    columns = np.minimum(np.arange(COLUMNS) + stride, COLUMNS - 1)
    assert (computed(play.FORWARD, along="strength", stride=stride) == CELLS[:, columns]).all()
    assert (computed(play.ENDED, along="strength") == (np.arange(COLUMNS) == COLUMNS - 1)).all()
    assert (computed(play.START, along="strength") == CELLS[:, [0] * COLUMNS]).all()


def test_a_step_back_undoes_a_step_forward_but_at_the_ends():
    assert (computed(play.BACK, along="temperature") == CELLS[[*range(1, ROWS), ROWS - 1]]).all()
    assert (computed(play.BACK, along="strength") == CELLS[:, [0, *range(COLUMNS - 1)]]).all()


def test_only_the_map_of_a_page_has_controls():
    bound = {name: [one["name"] for one in compiled(name, "light")["signals"] if "bind" in one] for name in CHARTS}
    assert bound == {name: ["play", "along", "loop", "speed"] if name == "ground" else [] for name in CHARTS}
