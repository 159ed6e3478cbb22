"""Messages as no browser sends them: real ones of the app's protocol, changed at random from a seed."""

import random
from collections.abc import Iterator

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

PAGES = ("explore", "lesson", "activities", "challenges", "quiz", "class", "instructor", "projector", "sheet", "none")
QUERIES = (
    "",
    "p=0.3&tau=0.5",
    "p=nan&tau=-1&graph=../../etc/passwd&layer=",
    "activity=find-the-optimum&resume=BBBB-CCCC-DDDD",
    "code=BBBBBB&me=&room=%00",
    "me=BBBB-CCCC-DDDD&room=' OR 1=1 --",
    "embed=true&p=" + "9" * 5000,
    "%ff%fe&&&===",
    "room=" + "x" * 100_000,
)
TEXTS = (
    "",
    "\0",
    "0",
    "-1",
    "nan",
    "1e999",
    "9" * 5000,
    "../../../etc/passwd",
    "<script>alert(1)</script>",
    "**bold** $x^2$ :smile: ![](http://example.org/x.png)",
    '=HYPERLINK("http://example.org")',
    "{{7*7}} ${7*7} %s %n",
    "' OR 1=1; DROP TABLE answers; --",
    "\u202e\u200b\ufeff🙂",
    '{"moved": {"sequence": 1e400, "value": [[[]]]}}',
    '{"sequence": 99, "value": [999999, -1]}',
    "[" * 10_000,
    "x" * 100_000,
)
NUMBERS = (0.0, -1.0, 1e308, -1e308, float("nan"), float("inf"), 2.0**63)
WHOLE = (0, 1, -1, 2**31, 2**53, 2**63 - 1, -(2**63))


class Mutator:
    """Makes messages.

    Parameters
    ----------
    seed : int
        The same seed makes the same messages as long as the app's pages have the same widgets.
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.widgets: list[str] = ["$$ID-0-classroom:instructor"]
        self.fragments: list[str] = [""]

    def saw(self, widget: str, fragment: str) -> None:
        """Remember what a page named, to send it back changed."""
        for known, name in ((self.widgets, widget), (self.fragments, fragment)):
            if name and name not in known:
                known.append(name)

    def __iter__(self) -> Iterator[bytes]:
        while True:
            yield self._message()

    def _message(self) -> bytes:
        kind = self.random.random()
        message = self._command() if kind < 0.06 else self._rerun()
        data = message.SerializeToString()
        return self._broken(data) if self.random.random() < 0.15 else data

    def _command(self) -> BackMsg:
        message, pick = BackMsg(), self.random.choice
        name = pick(
            ["clear_cache", "stop_script", "set_run_on_save", "app_heartbeat", "debug_shutdown_runtime",
             "debug_disconnect_websocket", "file_urls_request", "backend_operation_request", "nothing"]
        )  # fmt: skip
        if name == "file_urls_request":
            message.file_urls_request.request_id = pick(TEXTS)
            message.file_urls_request.file_names.extend([pick(TEXTS), pick(TEXTS)])
            message.file_urls_request.session_id = pick(TEXTS)
        elif name == "backend_operation_request":
            message.backend_operation_request.request_id = pick(TEXTS)
            message.backend_operation_request.session_id = pick(TEXTS)
        elif name != "nothing":
            setattr(message, name, True)
        return message

    def _rerun(self) -> BackMsg:
        message, pick = BackMsg(), self.random.choice
        state = message.rerun_script
        state.query_string, state.page_name = pick(QUERIES), pick(PAGES)
        if self.random.random() < 0.1:
            state.page_script_hash = pick(TEXTS)
        if self.random.random() < 0.4:
            state.fragment_id = pick([*self.fragments, "no such fragment"])
        if self.random.random() < 0.1:
            state.is_auto_rerun, state.is_history_navigation = True, True
            state.cached_message_hashes.extend([pick(TEXTS)])
        context = state.context_info
        context.url = pick(["", "http://127.0.0.1/class", "javascript:alert(1)", "http://[", "x" * 10_000])
        context.timezone, context.locale = pick(["", "Europe/Berlin", "../etc"]), pick(["", "de-DE", "\0"])
        for _ in range(self.random.randrange(6)):
            self._value(state.widget_states.widgets.add(id=pick([*self.widgets[-40:], *self.widgets, *TEXTS[:6]])))
        return message

    def _value(self, widget: WidgetState) -> None:
        pick = self.random.choice
        field = pick([one.name for one in WidgetState.DESCRIPTOR.fields if one.name != "id"])
        if field in ("trigger_value", "bool_value"):
            setattr(widget, field, True)
        elif field == "double_value":
            widget.double_value = pick(NUMBERS)
        elif field == "int_value":
            widget.int_value = pick(WHOLE)
        elif field in ("string_value", "json_value", "json_trigger_value"):
            setattr(widget, field, pick(TEXTS))
        elif field in ("double_array_value", "int_array_value", "string_array_value"):
            values = {"double_array_value": NUMBERS, "int_array_value": WHOLE, "string_array_value": TEXTS}[field]
            getattr(widget, field).data.extend(pick(values) for _ in range(pick([0, 1, 2, 1000])))
        elif field == "bytes_value":
            widget.bytes_value = self.random.randbytes(pick([0, 1, 1000]))
        elif field == "string_trigger_value":
            widget.string_trigger_value.data = pick(TEXTS)
        else:
            getattr(widget, field).SetInParent()

    def _broken(self, data: bytes) -> bytes:
        changed, place = bytearray(data), self.random.randrange(len(data) + 1)
        how = self.random.randrange(4)
        if how == 0:
            del changed[place:]
        elif how == 1:
            changed[place:place] = self.random.randbytes(self.random.randrange(1, 20))
        elif how == 2:
            changed += changed[place:]
        for _ in range(self.random.randrange(1, 8) if changed else 0):
            changed[self.random.randrange(len(changed))] ^= 1 << self.random.randrange(8)
        return bytes(changed)
