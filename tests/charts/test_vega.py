"""The module that a browser draws charts with."""

import pytest
import vl_convert

from explorer.charts import vega

pytestmark = pytest.mark.slow


def test_the_bundle_is_one_module_and_made_once():
    module = vega.bundle()
    assert module.decode() == vl_convert.javascript_bundle(vega.MODULE)
    assert vega.bundle() is module
