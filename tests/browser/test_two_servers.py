"""A class that spans two app servers on one PostgreSQL, behind nginx, in real browsers; and its database away."""

import re

import pytest
import sqlalchemy as sa

from tests.benchmarks.load.server import Server
from tests.browser.teaching import code_of, join, move, new_class, put, whole_class
from tests.store.balancer import Balancer, find_nginx
from tests.store.cluster import Cluster, find_binaries

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def cluster():
    if find_binaries() is None:
        pytest.skip("found no PostgreSQL server; tests/run installs one")
    server = Cluster(find_binaries())
    yield server
    server.close()


@pytest.fixture(scope="module")
def database(cluster):
    return cluster.new_database().replace("postgresql:", "postgresql+psycopg:")


@pytest.fixture(scope="module")
def servers(database, tmp_path_factory):
    script = "tests/browser/apps/classroom.py"
    both = [Server(tmp_path_factory.mktemp("server"), database, script, browsers=True) for _ in range(2)]
    for server in both:
        server.start()
    yield both
    for server in both:
        server.stop()


@pytest.fixture(scope="module")
def nginx(servers, tmp_path_factory):
    if find_nginx() is None:
        pytest.skip("nginx is not installed")
    balancer = Balancer(tmp_path_factory.mktemp("nginx"), [f"127.0.0.1:{server.port}" for server in servers])
    yield balancer
    balancer.stop()


@pytest.fixture
def page_on(nginx, servers, new_page):
    """Opens a page whose browser nginx sends to the server of this number."""

    def opened(number, **options):
        wanted = f"127.0.0.1:{servers[number].port}"
        page = new_page(**options)
        for value in range(100):
            cookie = {"name": "server", "value": str(value), "url": nginx.address}
            page.context.add_cookies([cookie])
            if page.request.get(f"{nginx.address}/_stcore/health").headers["x-server"] == wanted:
                return page
        raise AssertionError(f"none of 100 browsers was sent to {wanted}")

    return opened


def stored(database):
    engine = sa.create_engine(database)
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT item_id, round, question FROM answers")).all()
    engine.dispose()
    return rows


def test_a_whole_class_on_two_servers(nginx, page_on):
    instructor = page_on(0)
    new_class(instructor, nginx.address)
    whole_class(nginx.address, instructor, page_on(1, **PHONE), page_on(1))


def test_an_answer_given_while_the_database_is_away_is_sent_when_it_is_back(nginx, cluster, database, page_on):
    instructor, student = page_on(0), page_on(1, **PHONE)
    new_class(instructor, nginx.address)
    join(student, nginx.address, code_of(instructor), "Ada")
    put(instructor, "Least loss point")
    submit = student.get_by_role("button", name=re.compile("^Submit"))
    submit.wait_for()
    move(student)
    before = stored(database)
    cluster.stop()
    try:
        for page in (student, instructor):
            page.get_by_text("database cannot be reached just now").first.wait_for()
        submit.click()
        student.get_by_text("Your answer waits here to be sent").first.wait_for()
        student.get_by_text("Please keep this page open").wait_for()
        assert student.get_by_text("Your answer is kept").count() == 0
    finally:
        cluster.start()
    student.get_by_text("Your answer is kept").wait_for()
    student.get_by_text("database cannot be reached just now").wait_for(state="hidden")
    student.get_by_text("waits here to be sent").first.wait_for(state="hidden")
    instructor.get_by_text("1 of 1 answered").wait_for()
    assert len(stored(database)) == len(before) + 1


# The last one: its server stays dead.
def test_students_of_a_server_that_dies_go_on_with_the_other(nginx, servers, page_on):
    instructor, student = page_on(0), page_on(1)
    new_class(instructor, nginx.address)
    join(student, nginx.address, code_of(instructor), "Ada")
    put(instructor, "Least loss point")
    move(student)
    student.get_by_role("button", name=re.compile("^Submit")).click()
    student.get_by_text("Your answer is kept").wait_for()
    servers[1].kill()
    instructor.get_by_role("button", name=re.compile("Close")).first.click()
    # Nobody reloads: the page connects again, nginx sends it to the other server, and its address says who it is.
    student.get_by_text("Your answer is kept. Talk with your neighbour").wait_for(timeout=60_000)
