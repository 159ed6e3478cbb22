import pytest

from explorer.model.surface_file import load_shipped


@pytest.fixture(scope="session")
def surface():
    return load_shipped("communities")
