"""The files for several servers agree with each other and with what the app reads."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import sqlalchemy as sa
import streamlit as st
import yaml

from explorer.widgets.descriptors import PAGES, needed
from tests.store.balancer import find_nginx, on_loopback

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
CONF = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
APP = SERVICES["app1"]
COMMAND = APP["command"][-1].replace("$$", "$")  # as Compose hands it on
PASSWORD = "0f1e2d3c4b5a"


@pytest.fixture
def secrets(tmp_path):
    """What the container's command writes before it starts the app."""
    assert APP["command"][:2] == ["sh", "-c"]
    script = COMMAND.replace("exec streamlit", "exec true")
    subprocess.run(["sh", "-ec", script], env={"HOME": str(tmp_path), "POSTGRES_PASSWORD": PASSWORD}, check=True)
    return tomllib.loads((tmp_path / ".streamlit" / "secrets.toml").read_text(encoding="utf-8"))


def test_two_app_servers_a_database_and_nginx():
    assert SERVICES.keys() == {"app1", "app2", "database", "nginx", "scheduler", "worker1", "worker2"}
    assert SERVICES["app2"] == APP
    assert APP["build"]["context"] == ".."
    assert (DEPLOY / APP["build"]["context"] / APP["build"]["dockerfile"]).samefile(DEPLOY / "Dockerfile")
    assert APP["depends_on"]["database"]["condition"] == "service_healthy"
    assert "healthcheck" in SERVICES["database"]


def test_a_class_s_pages_find_descriptors_enough():
    assert APP["ulimits"]["nofile"]["hard"] >= needed(PAGES)


def test_the_secrets_name_the_database_of_the_file(secrets):
    url = sa.make_url(secrets["connections"]["classroom"]["url"])
    names = SERVICES["database"]["environment"]
    assert url.host == "database"
    assert (url.username, url.database) == (names["POSTGRES_USER"], names["POSTGRES_DB"])
    assert url.password == PASSWORD
    assert sa.create_engine(url).dialect.name == "postgresql"  # and its driver is among the requirements


def test_nginx_s_word_on_the_client_s_address_is_trusted(secrets):
    assert secrets["trusted_proxy"] is True
    assert "proxy_set_header X-Real-IP $remote_addr;" in CONF


def test_every_variable_that_the_app_reads_is_set_and_no_password_is_written_down():
    source = (ROOT / "quizzes" / "store" / "connection.py").read_text(encoding="utf-8")
    read = set(re.findall(r'environ\.get\("(\w+)"\)', source))
    given = APP["environment"].keys() | set(re.findall(r"(\w+)=", re.search(r"^ENV (.*)$", DOCKERFILE, re.M)[1]))
    assert read
    assert read <= given
    for service in (APP, SERVICES["database"]):
        for name, value in service["environment"].items():
            if "PASS" in name:
                assert value.startswith(f"${{{name}:?"), "Compose stops where it is missing"


def test_the_ports_agree():
    (port,) = set(re.findall(r"server app[12]:(\d+)", CONF))
    assert f"EXPOSE {port}\n" in DOCKERFILE
    assert f"--server.port={port}" in COMMAND
    assert f"--server.port={port}" in DOCKERFILE
    (listening,) = re.findall(r"listen (\d+);", CONF)
    assert [mapping.split(":")[1] for mapping in SERVICES["nginx"]["ports"]] == [listening]
    assert SERVICES["nginx"]["volumes"] == ["./nginx.conf:/etc/nginx/nginx.conf:ro"]


@pytest.mark.parametrize("name", ["app1", "app2"])
def test_nginx_and_compose_know_the_same_servers(name):
    assert f"server {name}:" in CONF
    assert name in SERVICES["nginx"]["depends_on"]


def test_streamlit_knows_every_option():
    options = set(re.findall(r"--(\w+\.\w+)=", COMMAND + DOCKERFILE))
    assert "server.port" in options
    for option in options:
        st.get_option(option)  # raises on an unknown one


def test_the_data_of_the_plain_image_outlast_its_container():
    (folder,) = re.findall(r"CLASSROOM_DATA=(\S+)", DOCKERFILE)
    assert f"\nVOLUME {folder}\n" in DOCKERFILE
    (surfaces,) = re.findall(r"SURFACES_DATA=(\S+)", DOCKERFILE)
    assert surfaces.startswith(f"{folder}/")
    assert f"mkdir -p {surfaces} && chown -R app {folder}" in DOCKERFILE[: DOCKERFILE.index("VOLUME")]


def test_both_apps_know_the_scheduler_that_the_workers_serve():
    (address,) = re.findall(r"scheduler = \"(tcp://\S+)\"", COMMAND)
    name, port = address.removeprefix("tcp://").split(":")
    assert f"--port {port}" in SERVICES[name]["command"]
    for worker in (SERVICES["worker1"], SERVICES["worker2"]):
        assert address in worker["command"]
    assert not any("ports" in SERVICES[one] for one in (name, "worker1", "worker2"))
    (surfaces,) = re.findall(r"SURFACES_DATA=(\S+)", DOCKERFILE)
    assert f"surfaces:{surfaces}" in APP["volumes"]


def test_every_folder_that_the_app_imports_is_in_the_image():
    copied = set(re.findall(r"^COPY (\S+) ", DOCKERFILE, re.M))
    assert {"explorer", "quizzes", "streamlit_app.py", ".streamlit", "requirements.txt"} <= copied
    assert all((ROOT / name).exists() for name in copied)


def test_nginx_understands_its_configuration(tmp_path):
    if find_nginx() is None:
        pytest.skip("nginx is not installed")
    path = tmp_path / "nginx.conf"
    path.write_text(on_loopback(tmp_path, ("127.0.0.1:8501", "127.0.0.1:8502"), 8080), encoding="utf-8")
    done = subprocess.run(
        [find_nginx(), "-t", "-q", "-c", path, "-p", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
