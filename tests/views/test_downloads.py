"""The files that can be taken away hold the surface's own numbers."""

import csv
import io

import pytest

from explorer.model.scenario import SHIPPED
from explorer.views import downloads, loaders, state


def test_the_surface_has_a_row_for_each_cell(surface):
    rows = list(csv.DictReader(io.StringIO(downloads.surface_csv(surface))))
    assert len(rows) == surface.loss.size
    for t, p in [(0, 0), (15, 10), (30, 30)]:
        row = rows[t * len(surface.strengths) + p]
        assert float(row["strength"]) == pytest.approx(surface.strengths[p])
        assert float(row["temperature"]) == pytest.approx(surface.temperatures[t])
        for name in downloads.COLUMNS:
            assert float(row[name]) == pytest.approx(getattr(surface, name)[t, p], rel=1e-8, abs=1e-12)
            assert float(row[f"{name}_sd"]) == pytest.approx(surface.spread[name][t, p], rel=1e-8, abs=1e-12)


def test_a_point_has_a_row_for_each_quantity(surface):
    point = surface.nearest(0.2, 0.5)
    rows = {row["quantity"]: row for row in csv.DictReader(io.StringIO(downloads.point_csv(surface, point)))}
    assert float(rows["loss"]["mean"]) == pytest.approx(surface.loss[surface.cell(point)])
    assert float(rows["chance_level"]["mean"]) == pytest.approx(surface.chance_level)
    assert set(downloads.COLUMNS) < rows.keys()
    for name, read in surface.baselines.items():
        assert float(rows[f"accuracy_of_{name}"]["mean"]) == pytest.approx(read.accuracy)


@pytest.mark.parametrize("name", SHIPPED)
def test_theory_is_in_the_files_where_it_applies(name):
    surface = loaders.surface(name)
    files = downloads.surface_csv(surface), downloads.point_csv(surface, surface.point(1, 1))
    assert ("collapse_temperature" in files[1]) == surface.scenario.theory_applies
    assert files[0].count("\n") == surface.loss.size + 1


@pytest.mark.parametrize(("form", "start"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_the_map_is_drawn(form, start):
    pytest.importorskip("vl_convert")
    assert downloads.picture(state.first_view(), form, "light").startswith(start)


def test_the_name_says_what_is_in_the_file():
    assert downloads.file_name(state.first_view(), "surface.csv") == "contrastive-communities-surface.csv"
