"""The shipped surfaces, opened once."""

import pytest

from explorer.model.surface import load_shipped


@pytest.fixture(scope="session")
def surface():
    return load_shipped("communities")
