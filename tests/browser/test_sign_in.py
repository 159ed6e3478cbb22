"""Instructors sign in at a provider of OpenID Connect, here one that a package starts on loopback, and out again."""

import contextlib
import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.benchmarks.load.server import Server, free_port

pytestmark = pytest.mark.browser
SECRETS = (Path(__file__).parents[2] / ".streamlit" / "secrets.example.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def provider():
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    for name in ("ada", "emmy", "eve"):
        claims = {"sub": name, "email": f"{name.capitalize()}@uni.example", "email_verified": True}
        command += ["--user-claims", json.dumps(claims)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{url}/.well-known/openid-configuration", timeout=1).close()
            break
        with contextlib.suppress(subprocess.TimeoutExpired):
            raise RuntimeError(f"the provider ended with code {process.wait(timeout=0.1)}")
    yield url
    process.terminate()
    process.wait(timeout=10)


@pytest.fixture(scope="module")
def server(provider, tmp_path_factory):
    # As the example says, at this provider.
    secrets = SECRETS.replace("https://SERVER", "http://127.0.0.1:{port}").replace("https://PROVIDER", provider)
    one = Server(tmp_path_factory.mktemp("listed"), browsers=True, secrets=secrets)
    one.start()
    yield f"http://127.0.0.1:{one.port}"
    one.stop()


def sign_in(page, server, name):
    page.goto(f"{server}/instructor")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url(f"{server}/instructor")


def test_each_signs_in_to_the_own_classes_and_out_of_every_tab(new_page, server, provider):
    page = new_page()
    sign_in(page, server, "ada")
    page.get_by_label("New class").fill("Graphs of Ada")
    page.get_by_role("button", name="Create").click()
    page.get_by_text("Choose the first question").wait_for()
    room = page.url

    screen = page.context.new_page()
    screen.goto(room.replace("instructor", "projector"))
    screen.get_by_text("Graphs of Ada").wait_for()

    other = new_page()
    sign_in(other, server, "emmy")
    other.goto(room)
    other.get_by_role("button", name="Sign out").wait_for()  # which comes last
    assert other.get_by_text("Graphs of Ada").count() == 0

    stranger = new_page()
    sign_in(stranger, server, "eve")
    stranger.get_by_text("is not on this server’s list of instructors").wait_for()

    page.get_by_role("button", name="All classes").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{provider}/**")
    page.goto(room)
    page.get_by_role("button", name="Sign in").wait_for()
    screen.get_by_text("Your sign-in has ended").wait_for()
