"""The files for several servers say what they should, and nginx understands its own."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
CONF = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
COMPOSE = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")


def test_nginx_understands_its_configuration(tmp_path):
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if nginx is None:
        pytest.skip("nginx is not installed")
    # The names of the servers are known only where they run.
    text = re.sub(r"app[12]:8501", "127.0.0.1:8501", CONF)
    path = tmp_path / "nginx.conf"
    path.write_text(f"pid {tmp_path}/nginx.pid;\nerror_log {tmp_path}/error.log;\n{text}", encoding="utf-8")
    done = subprocess.run([nginx, "-t", "-q", "-c", path, "-p", tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_browser_stays_with_its_server():
    assert "hash $browser consistent;" in CONF
    assert "proxy_set_header Upgrade $http_upgrade;" in CONF
    assert "proxy_set_header X-Real-IP $remote_addr;" in CONF


@pytest.mark.parametrize("name", ["app1", "app2"])
def test_both_servers_are_in_both_files(name):
    assert f"server {name}:8501" in CONF
    assert re.search(rf"^  {name}: \*app$", COMPOSE, re.MULTILINE)


def test_no_password_is_written_down():
    assert "${POSTGRES_PASSWORD:?" in COMPOSE
    assert "${CLASSROOM_PASSPHRASE:?" in COMPOSE
    assert "trusted_proxy = true" in COMPOSE
