"""Files that the app serves: named by content, gzipped, kept for good by browsers, and bounded on the server."""

import gzip
import threading

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from streamlit import config

from explorer.widgets import served
from explorer.widgets.served import FOREVER, Closed, Forward, Packed, Shelf, Unframed
from tests.loop import run

PLAIN = b"export default 1;" * 100


def get(app, path, **headers):
    """Ask an ASGI app, and return the status, the headers and the body."""
    messages = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        messages.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "root_path": "",
        "query_string": b"",
        "http_version": "1.1",
        "scheme": "http",
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
    }
    run(app(scope, receive, send))
    head = {k.decode(): v.decode() for k, v in messages[0]["headers"]}
    return messages[0]["status"], head, b"".join(message.get("body", b"") for message in messages[1:])


@pytest.fixture(params=["", "lessons/surface"])
def app(request, monkeypatch):
    """The routes, at the root and below a base path, which is returned too."""
    monkeypatch.setattr(served, "SHELF", Shelf())
    before = config.get_option("server.baseUrlPath")
    config.set_option("server.baseUrlPath", request.param)
    yield Starlette(routes=served.routes()), f"/{request.param}/" if request.param else "/"
    config.set_option("server.baseUrlPath", before)


def test_a_published_file_is_gzipped_and_kept_for_good(app):
    routes, base = app
    path = base + served.publish(PLAIN, "text/javascript")
    status, head, body = get(routes, path, accept_encoding="br, gzip")
    assert (status, gzip.decompress(body)) == (200, PLAIN)
    assert len(body) < len(PLAIN) / 5
    assert head["content-encoding"] == "gzip"
    assert head["cache-control"] == "public, max-age=31536000, immutable"
    assert head["vary"] == "Accept-Encoding"
    assert head["content-type"].startswith("text/javascript")


def test_who_cannot_unpack_gets_it_plain(app):
    routes, base = app
    status, head, body = get(routes, base + served.publish(PLAIN, "text/javascript"))
    assert (status, body) == (200, PLAIN)
    assert "content-encoding" not in head


def test_an_unknown_address_is_not_found_and_not_remembered(app):
    routes, base = app
    status, head, _ = get(routes, base + served.FOLDER + "/" + Shelf().put(PLAIN, "text/javascript"))
    assert (status, head["cache-control"]) == (404, "no-store")


def test_the_app_kept_by_the_server_finds_what_a_reloaded_module_published(app, monkeypatch):
    routes, base = app
    monkeypatch.setattr(served, "SHELF", Shelf())  # as after a source file was saved
    assert get(routes, base + served.publish(PLAIN, "text/javascript"))[0] == 200


def test_an_address_is_made_of_the_content():
    one, other = Shelf(), Shelf()
    assert one.put(PLAIN, "text/javascript") == other.put(bytes(bytearray(PLAIN)), "text/javascript")
    assert len({one.put(PLAIN, "text/javascript"), one.put(PLAIN, "application/json"), one.put(b"", "text/css")}) == 3
    assert one.get(one.put(PLAIN, "text/javascript")).packed == other.get(other.put(PLAIN, "text/javascript")).packed


def test_the_shelf_is_bounded_and_the_least_asked_for_leaves():
    shelf = Shelf(limit=10_000)
    texts = [bytes([i]) * 2000 for i in range(20)]
    first = shelf.put(texts[0], "text/plain")
    for text in texts[1:]:
        shelf.put(text, "text/plain")
        assert shelf.get(first).plain == texts[0]
        assert shelf.size <= 10_000
    assert shelf.get(Shelf().put(texts[1], "text/plain")) is None
    assert shelf.get(shelf.put(texts[1], "text/plain")).plain == texts[1]  # and comes back when it is published anew


def test_a_file_larger_than_the_shelf_is_served_nevertheless():
    shelf = Shelf(limit=100)
    name = shelf.put(PLAIN, "text/plain")
    assert shelf.get(name).plain == PLAIN


def test_many_threads_publish_at_once():
    shelf, wrong = Shelf(limit=30_000), []

    def work(k):
        for i in range(200):
            text = bytes([(k * 7 + i) % 40]) * 1000
            file = shelf.get(shelf.put(text, "text/plain"))
            if file is not None and file.plain != text:
                wrong.append(text)

    threads = [threading.Thread(target=work, args=(k,)) for k in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert shelf.size <= 30_000
    assert all(shelf.get(shelf.put(bytes([k]) * 1000, "text/plain")).plain == bytes([k]) * 1000 for k in range(40))


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/a/b/_stcore/metrics", "/_stcore/metrics/"])
def test_closed_addresses_answer_404_and_others_pass(path):
    async def inner(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"figures"})

    app = Closed(inner, ("/_stcore/metrics",))
    assert get(app, path)[0] == 404
    assert get(app, "/_stcore/health")[0] == 200


@pytest.mark.parametrize(("path", "framed"), [("/instructor", False), ("/base/instructor/", False), ("/explore", True)])
def test_a_page_that_must_not_be_framed_says_so(path, framed):
    page = Unframed(Response("here"), endings=("/instructor",))
    status, head, body = get(page, path)
    assert (status, body) == (200, b"here")
    assert ("content-security-policy" in head) is not framed


class Counted:
    """An app that gives one answer, and counts how often it is asked."""

    def __init__(self, status=200, media_type="application/javascript", **headers):
        headers = {"cache-control": FOREVER, "etag": '"plain"'} | {k.replace("_", "-"): v for k, v in headers.items()}
        self.answer, self.asked = Response(PLAIN, status, headers, media_type), 0

    async def __call__(self, scope, receive, send):
        self.asked += 1
        await self.answer(scope, receive, send)


def test_a_script_of_the_frontend_is_packed_once():
    script = Counted()
    app = Packed(script)
    for _ in range(3):
        status, head, body = get(app, "/static/js/index.abc.js", accept_encoding="gzip, br")
        assert (status, gzip.decompress(body), int(head["content-length"])) == (200, PLAIN, len(body))
        assert (head["content-encoding"], head["vary"], head["cache-control"]) == ("gzip", "Accept-Encoding", FOREVER)
        assert "etag" not in head  # which is the plain file's
    assert script.asked == 1


@pytest.mark.parametrize("sent", [0, 1, 100])
@pytest.mark.parametrize("ends", [True, False])
def test_a_script_that_was_cut_off_is_not_kept_for_the_next_browser(sent, ends):
    """A browser that leaves while the file is read: what has been read until then is no script."""
    whole = Counted()

    async def inner(scope, receive, send):
        if whole.asked:
            await whole(scope, receive, send)
            return
        whole.asked += 1
        await send({"type": "http.response.start", "status": 200, "headers": whole.answer.raw_headers})
        if sent:
            await send({"type": "http.response.body", "body": PLAIN[:sent], "more_body": not ends})

    app = Packed(inner)

    async def leave():
        scope = {"type": "http", "method": "GET", "path": "/index.js", "headers": [(b"accept-encoding", b"gzip")]}

        async def receive():
            return {"type": "http.disconnect"}

        async def send(message):
            raise AssertionError(f"nothing whole is there to send: {message}")

        await app(scope, receive, send)

    run(leave())
    status, _, body = get(app, "/index.js", accept_encoding="gzip")
    assert (status, gzip.decompress(body)) == (200, PLAIN)


@pytest.mark.parametrize("asks", [{}, {"accept_encoding": "br"}, {"accept_encoding": "gzip", "range": "bytes=0-9"}])
def test_a_script_stays_plain_for_whoever_cannot_unpack_it_or_wants_a_part(asks):
    app = Packed(Counted())
    get(app, "/index.js", accept_encoding="gzip")
    status, head, body = get(app, "/index.js", **asks)
    assert (status, body, "content-encoding" in head) == (200, PLAIN, False)


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 404},
        {"media_type": "font/woff2"},
        {"cache_control": "no-cache"},
        {"content_encoding": "gzip"},
    ],
)
def test_other_answers_pass_as_they_are_and_are_not_kept(answer):
    inner = Counted(**answer)
    app = Packed(inner)
    for _ in range(2):
        status, head, body = get(app, "/index.js", accept_encoding="gzip")
        assert (status, body, head["etag"]) == (inner.answer.status_code, PLAIN, '"plain"')
    assert inner.asked == 2


@pytest.mark.parametrize(
    ("asked", "sent_to", "led_to"),
    [
        ("/oauth2callback", "/", "/instructor"),
        ("/base/oauth2callback", "/base/", "/base/instructor"),
        ("/oauth2callback", "/elsewhere", "/elsewhere"),
        ("/auth/login", "/", "/"),
    ],
)
def test_who_is_sent_to_the_first_page_from_an_address_is_led_to_another(asked, sent_to, led_to):
    app = Forward(Response("", 302, {"location": sent_to}), "/oauth2callback", "instructor")
    status, head, _ = get(app, asked)
    assert (status, head["location"]) == (302, led_to)
