"""A visitor's connection: opens pages by their addresses and says what came."""

from contextlib import ExitStack

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol


class Visitor:
    """One session.

    Parameters
    ----------
    server : Server
    """

    def __init__(self, server):
        self._open = ExitStack()
        stream = connect(server.address, subprotocols=[Subprotocol("streamlit")], max_size=None, compression=None)
        self.socket = self._open.enter_context(stream)
        self.values = {}
        self.elements, self.session_id = [], ""

    def close(self):
        self._open.close()

    def visit(self, page, query="", press=None):
        """Run a page with the widgets' values in `values`, and perhaps a button pressed; all that came, as bytes."""
        message = BackMsg()
        state = message.rerun_script
        state.page_name, state.query_string = page, query
        state.context_info.url = f"http://127.0.0.1/{page}?{query}"
        for identifier, (field, value) in self.values.items():
            widget = state.widget_states.widgets.add(id=identifier)
            if field == "string_array_value":
                widget.string_array_value.data.extend(value)
            else:
                setattr(widget, field, value)
        if press is not None:
            state.widget_states.widgets.add(id=press, trigger_value=True)
        self.socket.send(message.SerializeToString())
        came = []
        while True:
            data = self.socket.recv(timeout=60)
            came.append(data)
            answer = ForwardMsg.FromString(data)
            kind = answer.WhichOneof("type")
            if kind == "new_session":
                self.elements, self.session_id = [], answer.new_session.initialize.session_id
            elif kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
                element = answer.delta.new_element
                self.elements.append(getattr(element, element.WhichOneof("type")))
            elif kind == "script_finished" and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return b"".join(came)

    def found(self, label):
        """The widget with this label."""
        return next(one for one in self.elements if getattr(one, "label", None) == label)

    def deferred(self, file_id):
        """Ask for a file that is made when it is asked for; the address, or an empty text where that is refused."""
        message = BackMsg()
        request = message.backend_operation_request
        request.request_id, request.deferred_file.file_id = "1", file_id
        request.session_id = self.session_id
        self.socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(self.socket.recv(timeout=60))
            if answer.WhichOneof("type") == "backend_operation_response":
                return answer.backend_operation_response.deferred_file.url
