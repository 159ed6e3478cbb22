"""The scripts are complete and put no data into markup."""

from pathlib import Path

import explorer.widgets.stage.assets as assets

STATIC = Path(assets.__file__).parent / "static"


def test_every_script_and_style_is_used():
    used = {*assets.SCRIPTS, *assets.STYLES, "loader.js"}
    assert used == {path.name for path in STATIC.iterdir()}


def test_nothing_is_written_as_markup():
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert word not in assets.CODE + assets.LOADER


def test_what_a_rerun_sends_is_small():
    assert len(assets.LOADER) < 3000


def test_browser_and_server_keep_as_many_values():
    from explorer.widgets.stage.component import KEPT

    assert f"const KEPT = {KEPT};" in assets.CODE
