"""The files for several servers agree with each other and with what the app reads."""

import json
import re
import shutil
import subprocess
import sys
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
COMMAND = json.loads(re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.M)[1])
PASSWORD = "0f1e2d3c4b5a"
GIVEN = {"CLASSROOM_PASSPHRASE": "correct horse", "POSTGRES_PASSWORD": PASSWORD}
PROVIDER = {
    "INSTRUCTORS": "ada@uni.example, emmy@uni.example",
    "OIDC_REDIRECT_URI": "https://class.example/oauth2callback",
    "OIDC_COOKIE_SECRET": "5" * 64,
    "OIDC_CLIENT_ID": "surface",
    "OIDC_CLIENT_SECRET": """a'b"c\\d$e ü""",
    "OIDC_METADATA_URL": "https://provider.example/.well-known/openid-configuration",
}


@pytest.fixture
def start(tmp_path):
    """Runs the image's command with a stand-in for Streamlit; what it made, and the secrets that it wrote."""

    def run(environment):
        (tmp_path / "deploy").mkdir(exist_ok=True)
        shutil.copy(DEPLOY / "write_secrets.py", tmp_path / "deploy")
        for name, does in (("streamlit", 'echo "started $*"'), ("python", f'exec "{sys.executable}" "$@"')):
            (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
            (tmp_path / name).chmod(0o700)
        environment = environment | {"HOME": str(tmp_path), "PATH": f"{tmp_path}:/usr/bin:/bin"}
        done = subprocess.run(COMMAND, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        path = tmp_path / ".streamlit" / "secrets.toml"
        return done, tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    return run


def environment_of(service, given):
    """What Compose hands on, with these values in .env."""

    def value(found):
        name, _, otherwise = found[1].partition(":")
        assert name in given or otherwise == "-", name
        return given.get(name, "")

    return {name: re.sub(r"\$\{([^}]*)\}", value, text) for name, text in service["environment"].items()}


@pytest.fixture
def secrets(start):
    done, written = start(environment_of(APP, GIVEN))
    assert "started run streamlit_app.py" in done.stdout
    return written


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


def test_without_a_provider_the_passphrase_holds(secrets):
    assert secrets.keys() == {"connections", "scheduler", "trusted_proxy"}


def test_instructors_sign_in_at_the_provider_of_the_environment(start):
    _, written = start(environment_of(APP, GIVEN | PROVIDER))
    example = tomllib.loads((ROOT / ".streamlit" / "secrets.example.toml").read_text(encoding="utf-8"))
    assert written["instructors"] == example["instructors"]
    assert written["auth"].keys() == example["auth"].keys()
    assert written["auth"]["client_secret"] == PROVIDER["OIDC_CLIENT_SECRET"]
    assert written["connections"]["classroom"]["url"]


@pytest.mark.parametrize("name", PROVIDER)
def test_half_a_provider_starts_nothing(start, name):
    done, written = start(environment_of(APP, GIVEN | PROVIDER | {name: " "}))
    assert done.returncode == 1
    assert written is None
    assert name in done.stderr
    assert not done.stdout


def test_nobody_else_reads_the_secrets(start, tmp_path):
    start(environment_of(APP, GIVEN | PROVIDER))
    assert (tmp_path / ".streamlit" / "secrets.toml").stat().st_mode & 0o077 == 0


def test_no_secret_of_a_checkout_goes_into_the_image():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignored
    taken = {line[1:] for line in ignored if line.startswith("!")}
    copied = set(re.findall(r"^COPY (\S+) ", DOCKERFILE, re.M))
    assert all(any(one == name or one.startswith(f"{name}/") for one in taken) for name in copied)
    assert not any("secrets.toml" in one or one == ".streamlit" for one in taken)


def test_the_header_of_a_space_names_the_image_s_port_in_keys_that_spaces_know():
    page = (ROOT / "docs" / "instructor.md").read_text(encoding="utf-8")
    header = yaml.safe_load(re.search(r"^    ---\n(.*?)^    ---\n", page, re.M | re.S)[1])
    assert header.keys() == {"title", "sdk", "app_port"}  # of huggingface.co/docs/hub/spaces-config-reference
    assert header["sdk"] == "docker"
    assert f"EXPOSE {header['app_port']}\n" in DOCKERFILE
    assert "useradd --uid 1000 " in DOCKERFILE  # as which a Space runs


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
    assert f"--server.port={port}" in DOCKERFILE
    (listening,) = re.findall(r"listen (\d+);", CONF)
    assert [mapping.split(":")[1] for mapping in SERVICES["nginx"]["ports"]] == [listening]
    assert SERVICES["nginx"]["volumes"] == ["./nginx.conf:/etc/nginx/nginx.conf:ro"]


@pytest.mark.parametrize("name", ["app1", "app2"])
def test_nginx_and_compose_know_the_same_servers(name):
    assert f"server {name}:" in CONF
    assert name in SERVICES["nginx"]["depends_on"]


def test_streamlit_knows_every_option():
    options = set(re.findall(r"--(\w+\.\w+)=", DOCKERFILE))
    assert "server.port" in options
    for option in options:
        st.get_option(option)  # raises on an unknown one


def test_the_data_of_the_plain_image_outlast_its_container():
    (folder,) = re.findall(r"CLASSROOM_DATA=(\S+)", DOCKERFILE)
    assert f"\nVOLUME {folder}\n" in DOCKERFILE
    (surfaces,) = re.findall(r"SURFACES_DATA=(\S+)", DOCKERFILE)
    assert surfaces.startswith(f"{folder}/")
    assert f"mkdir -p {surfaces} && chown -R app {folder}" in DOCKERFILE[: DOCKERFILE.index("VOLUME")]


def test_both_apps_know_the_scheduler_that_the_workers_serve(secrets):
    address = secrets["scheduler"]
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
