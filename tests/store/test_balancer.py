"""nginx with the shipped configuration, in front of two servers that say who they are and what they were asked."""

import http.client
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class _Echo(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(
            {"port": self.connection.getsockname()[1], **{k.lower(): v for k, v in self.headers.items()}}
        ).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def servers():
    """Two servers; closing one is a failure."""
    made = [ThreadingHTTPServer(("127.0.0.1", 0), _Echo) for _ in range(2)]
    threads = [threading.Thread(target=server.serve_forever) for server in made]
    for thread in threads:
        thread.start()
    yield made
    for server, thread in zip(made, threads, strict=True):
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def ask(balancer, servers):
    """Asks as a browser with this cookie; what the server heard, and the cookie that nginx sets."""
    port = balancer([f"127.0.0.1:{server.server_port}" for server in servers]).port

    def get(cookie=None, source="127.0.0.1", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20, source_address=(source, 0))
        if cookie is not None:
            headers["Cookie"] = f"server={cookie}"
        connection.request("GET", "/", headers=headers)
        answer = connection.getresponse()
        heard = json.loads(answer.read())
        connection.close()
        return heard, answer.getheader("Set-Cookie")

    return get


def test_who_comes_first_gets_a_cookie_and_stays(ask):
    heard, cookie = ask()
    name, _, value = cookie.split(";")[0].partition("=")
    assert name == "server"
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    for _ in range(10):
        again, another = ask(value)
        assert (again["port"], another) == (heard["port"], None)


def test_a_class_behind_one_address_is_spread(ask):
    ports = [ask()[0]["port"] for _ in range(60)]
    assert len(set(ports)) == 2
    assert min(ports.count(port) for port in set(ports)) >= 10  # 60 fair coins: less than one in 10⁷


def test_the_browsers_of_a_server_that_is_down_go_to_the_other(ask, servers):
    cookies = {ask(str(number))[0]["port"]: str(number) for number in range(60)}
    assert len(cookies) == 2
    down, other = servers
    down.shutdown()
    down.socket.close()
    assert ask(cookies[down.server_port])[0]["port"] == other.server_port
    assert ask(cookies[other.server_port])[0]["port"] == other.server_port


def test_the_address_is_nginx_s_word_and_not_the_browser_s(ask):
    heard, _ = ask(source="127.0.0.2", **{"X-Real-IP": "10.1.2.3", "X-Forwarded-For": "10.1.2.3"})
    assert heard["x-real-ip"] == "127.0.0.2"
    assert heard["x-forwarded-for"] == "127.0.0.2"


def test_a_tls_proxy_s_word_on_the_client_is_taken_and_not_what_the_client_told_it(ask):
    proxied = {"X-Real-IP": "10.1.2.3", "X-Forwarded-For": "10.1.2.3, 198.51.100.7", "X-Forwarded-Proto": "https"}
    heard, _ = ask(**proxied)
    assert heard["x-real-ip"] == "198.51.100.7"
    assert heard["x-forwarded-for"] == "198.51.100.7"
    assert heard["x-forwarded-proto"] == "https"


def test_the_host_stays_the_one_that_the_browser_asked_for(ask):
    heard, _ = ask(Host="class.example.org:8080")
    assert heard["host"] == "class.example.org:8080"  # Streamlit compares it with the page's origin
