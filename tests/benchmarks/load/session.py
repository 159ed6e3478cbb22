"""One student's connection: speaks the app's own protocol as a browser does, and draws nothing."""

import asyncio
import random
import time

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.typing import Subprotocol

DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Session:
    """A student in the class.

    Parameters
    ----------
    address : str
        The server's stream.
    query : str
        The part of the page's address that says who this is.
    """

    def __init__(self, address: str, query: str) -> None:
        self.address, self.query = address, query
        self.sliders: dict[str, list[str]] = {}
        self.fragments: dict[str, str] = {}
        self.buttons: dict[str, str] = {}
        self.alerts: list[str] = []
        self.page_hash = ""
        self.turn, self.done = asyncio.Lock(), asyncio.Event()
        self.socket: websockets.ClientConnection = None
        self.reader: asyncio.Task[None] = None
        self.failure: Exception = None
        self.values: dict[str, str] = {}
        self.runs, self.finished_at, self.acknowledged = 0, 0.0, 0
        self.clocked = False

    async def open(self) -> None:
        """Connect and draw the page for the first time."""
        await self._connect()
        self.values = {}
        await self.run()

    async def come_back(self) -> float:
        """Do what Streamlit's page does where its server is gone: try again and again, then ask for a run.

        It asks only where a fragment runs by the clock (`explorer.widgets.reconnect`), with the values that it has.

        Returns
        -------
        float
            When the page was complete, on ``time.monotonic``.
        """
        attempt = 0
        while True:
            try:
                await self._connect()
                break
            except (OSError, TimeoutError, websockets.InvalidHandshake, websockets.InvalidMessage):
                longest = min(4.0, 0.5 * 2**attempt)
                await asyncio.sleep(longest / 2 + random.random() * longest / 2)
                attempt += 1
        if not self.clocked:
            raise RuntimeError("a browser would not ask this server for a run")
        await self.run()
        return time.monotonic()

    async def _connect(self) -> None:
        self.socket = await websockets.connect(
            self.address, subprotocols=[Subprotocol("streamlit")], max_size=None, compression=None, ping_interval=None
        )
        self.failure = None
        self.reader = asyncio.create_task(self._read())

    async def close(self) -> None:
        """Hang up."""
        if self.socket is not None:
            await self.socket.close()

    async def run(self, *, press: str | None = None, touched: str = "") -> float:
        """Ask for a run of the page; the seconds until it was complete, with every run that it led to.

        Parameters
        ----------
        press : str, optional
            What the label of the pressed button starts with.
        touched : str
            The widget whose value in `values` is new.
        """
        async with self.turn:
            self.done.clear()
            message = BackMsg()
            state = message.rerun_script
            state.query_string, state.page_name, state.page_script_hash = self.query, "class", self.page_hash
            state.context_info.url = f"http://127.0.0.1/class?{self.query}"
            for identifier, value in self.values.items():
                state.widget_states.widgets.add(id=identifier).string_array_value.data.append(value)
            if press is not None:
                identifier = next(i for label, i in self.buttons.items() if label.startswith(press))
                state.widget_states.widgets.add(id=identifier, trigger_value=True)
            state.fragment_id = self.fragments.get(touched or (press and identifier), "")
            asked = time.perf_counter()
            await self.socket.send(message.SerializeToString())
            await asyncio.wait_for(self.done.wait(), 120)
            if self.failure is not None:
                raise self.failure
        return time.perf_counter() - asked

    async def _read(self) -> None:
        try:
            async for data in self.socket:
                self._take(ForwardMsg.FromString(data))
            self.failure = ConnectionError("the server hung up")
        except Exception as error:
            self.failure = error
        self.done.set()

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "delta":
            self._element(message.delta.new_element, message.delta.fragment_id)
        elif kind == "new_session":
            self.alerts = []
            if not message.metadata.run.fragment_ids:
                self.buttons, self.sliders = {}, {}
        elif kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
        elif kind == "auto_rerun":
            self.clocked = True
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "script_finished" and message.script_finished in DONE:
            self.runs += 1
            self.finished_at = time.time()
            self.done.set()

    def _element(self, element, fragment: str) -> None:
        kind = element.WhichOneof("type")
        if kind in ("slider", "button"):
            self.fragments[getattr(element, kind).id] = fragment
        if kind == "slider":
            self.sliders[element.slider.id] = list(element.slider.options)
        elif kind == "button":
            self.buttons = {label: i for label, i in self.buttons.items() if i != element.button.id}
            self.buttons[element.button.label] = element.button.id
        elif kind == "alert":
            self.alerts.append(element.alert.body)
        elif kind == "exception":
            raise RuntimeError(element.exception.message + "\n".join(element.exception.stack_trace))
