"""The shipped surfaces, opened once, and a store with an instructor."""

import pytest
import sqlalchemy as sa

from explorer.model.surface_file import load_shipped
from quizzes.store.access import Gate


@pytest.fixture(scope="session")
def surface():
    return load_shipped("communities")


@pytest.fixture
def engine(tmp_path):
    made = sa.create_engine(f"sqlite:///{tmp_path}/classroom.sqlite")
    yield made
    made.dispose()


@pytest.fixture
def instructor():
    return Gate("x").sign_in("x", "test")
