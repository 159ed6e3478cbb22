"""Every shipped surface, and its page without a server, made once."""

import pytest

from explorer import microsim
from explorer.model.scenario import SHIPPED
from explorer.model.surface_file import load_shipped


@pytest.fixture(scope="session", params=SHIPPED)
def surface(request):
    return load_shipped(request.param)


@pytest.fixture(scope="session")
def files(surface):
    return microsim.files(surface)
