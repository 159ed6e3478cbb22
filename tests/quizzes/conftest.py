"""A store with an instructor."""

import pytest
import sqlalchemy as sa

from quizzes.store.access import Gate


@pytest.fixture
def engine(tmp_path):
    made = sa.create_engine(f"sqlite:///{tmp_path}/classroom.sqlite")
    yield made
    made.dispose()


@pytest.fixture
def instructor():
    return Gate("x").sign_in("x", "test")
