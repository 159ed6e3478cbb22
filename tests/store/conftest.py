"""Every test of the store runs on SQLite and on a real PostgreSQL."""

import os

import pytest
import sqlalchemy as sa

from quizzes.store.access import Gate
from quizzes.store.answers import own_rounds
from quizzes.store.backoff import Backoff
from quizzes.store.classes import create_class
from quizzes.store.items import choose, open_item
from quizzes.store.members import join
from tests.store.balancer import Balancer, find_nginx
from tests.store.cluster import Cluster, find_binaries

NOW = 1_800_000_000.0


def own_answers(engine, member, item_id, round_=None):
    """What a member answered to an item, in one round or in all."""
    return [attempt for number, attempt in own_rounds(engine, member, item_id) if round_ in (None, number)]


@pytest.fixture(scope="session")
def cluster():
    binaries = find_binaries()
    if binaries is None:
        reason = "found no PostgreSQL server; tests/run installs one"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    server = Cluster(binaries)
    yield server
    server.close()


@pytest.fixture
def balancer(tmp_path_factory):
    """Starts nginx in front of two servers."""
    if find_nginx() is None:
        reason = "nginx is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    started = []

    def start(servers):
        started.append(Balancer(tmp_path_factory.mktemp("nginx"), servers))
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """A new, empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/classroom.sqlite"
    return request.getfixturevalue("cluster").new_database()


@pytest.fixture
def connect():
    """Makes engines as the app does, and closes them after the test."""
    engines = []

    def make(url):
        engines.append(sa.create_engine(url, pool_pre_ping=True, pool_timeout=5))
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()


@pytest.fixture
def engine(url, connect):
    return connect(url)


@pytest.fixture
def guard():
    return Backoff(free=1000, base=1, longest=1, forgive=1)


@pytest.fixture(scope="session")
def instructor():
    return Gate("correct horse").sign_in("correct horse", "test")


@pytest.fixture
def classroom(engine, instructor):
    return create_class(engine, instructor, "Graphs", now=NOW)


@pytest.fixture
def enter(engine, classroom, guard):
    """Makes members of the class."""

    def make(nickname):
        return join(engine, classroom.code, nickname, client="test", guard=guard, now=NOW)[0]

    return make


@pytest.fixture
def item(engine, instructor, classroom):
    """An open item, since ten seconds."""
    chosen = choose(engine, instructor, classroom.id, "optimum", {"seed": 1}, now=NOW - 20)
    return open_item(engine, instructor, chosen, now=NOW - 10)
