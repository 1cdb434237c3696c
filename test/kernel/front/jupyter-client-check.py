"""Drives a kernel through jupyter_client and checks every message against the field lists of the messaging protocol.

In: the path of a connection file of a kernel whose cells are scripted by jupyter-client.test.ts.
Out: one JSON object, the types of the messages checked and which validators checked them; an exception ends it with 1.
"""

import json
import re
import sys

from jupyter_client import BlockingKernelClient

try:
    from jupyter_kernel_test.msgspec_v5 import validate_message as packaged_validator
except ImportError:
    packaged_validator = None

TIMEOUT = 15
NUMBER, TEXT, FLAG, LIST, DICT = int, str, bool, list, dict
MIME = "mime bundle"
ERROR = {"ename": TEXT, "evalue": TEXT, "traceback": [TEXT]}
STATUS = {"status": TEXT}

# Required fields by message type, from the messaging protocol 5.4. A list holds the type of its items.
FIELDS = {
    "kernel_info_reply": {
        **STATUS, "protocol_version": TEXT, "implementation": TEXT, "implementation_version": TEXT, "banner": TEXT,
        "language_info": {"name": TEXT, "version": TEXT, "mimetype": TEXT, "file_extension": TEXT},
        "help_links": [{"text": TEXT, "url": TEXT}],
    },
    "execute_reply": {**STATUS, "execution_count": NUMBER},
    "complete_reply": {**STATUS, "matches": [TEXT], "cursor_start": NUMBER, "cursor_end": NUMBER, "metadata": DICT},
    "inspect_reply": {**STATUS, "found": FLAG, "data": MIME, "metadata": DICT},
    "is_complete_reply": STATUS,
    "history_reply": {**STATUS, "history": [LIST]},
    "comm_info_reply": {**STATUS, "comms": DICT},
    "interrupt_reply": STATUS,
    "shutdown_reply": {**STATUS, "restart": FLAG},
    "status": {"execution_state": TEXT},
    "execute_input": {"code": TEXT, "execution_count": NUMBER},
    "stream": {"name": TEXT, "text": TEXT},
    "display_data": {"data": MIME, "metadata": DICT, "transient": DICT},
    "update_display_data": {"data": MIME, "metadata": DICT, "transient": DICT},
    "execute_result": {"data": MIME, "metadata": DICT, "execution_count": NUMBER},
    "error": ERROR,
    "clear_output": {"wait": FLAG},
    "comm_open": {"comm_id": TEXT, "target_name": TEXT, "data": DICT},
    "comm_msg": {"comm_id": TEXT, "data": DICT},
    "comm_close": {"comm_id": TEXT, "data": DICT},
    "input_request": {"prompt": TEXT, "password": FLAG},
    "iopub_welcome": {"subscription": TEXT},
}
HEADER = {"msg_id": TEXT, "msg_type": TEXT, "session": TEXT, "username": TEXT, "version": TEXT}
# It knows the protocol up to 5.1: not these types, not the status 'aborted', and a password as a number only.
UNKNOWN_TO_PACKAGED = {"iopub_welcome", "comm_open", "comm_msg", "comm_close", "input_request"}

checked = set()


def check(value, wanted, place):
    if isinstance(wanted, dict):
        check(value, DICT, place)
        for name, part in wanted.items():
            assert name in value, f"{place}.{name} is missing"
            check(value[name], part, f"{place}.{name}")
    elif isinstance(wanted, list):
        check(value, LIST, place)
        for index, item in enumerate(value):
            check(item, wanted[0], f"{place}[{index}]")
    elif wanted == MIME:
        check(value, DICT, place)
        for name in value:
            assert re.fullmatch(r"[\w.+-]+/[\w.+-]+", name), f"{place}: {name} is no MIME type"
    else:
        assert type(value) is wanted, f"{place} is {type(value)}, not {wanted}"


def checked_message(message, wanted_type=None, parent=None):
    kind, content = message["header"]["msg_type"], message["content"]
    if wanted_type is not None:
        assert kind == wanted_type, f"{kind} came instead of {wanted_type}"
    check(message["header"], HEADER, f"{kind} header")
    assert message["header"]["version"] == "5.4", message["header"]["version"]
    assert message["header"]["date"].utcoffset() is not None, "the date has no time zone"
    if parent is not None:
        assert message["parent_header"]["msg_id"] == parent, f"{kind} belongs to another request"
    status = content.get("status")
    fields = FIELDS[kind]
    if status == "error":
        fields = {**STATUS, **ERROR}
    check(content, fields, kind)
    if kind.endswith("_reply") and kind != "is_complete_reply":
        assert status in ("ok", "error", "aborted"), status
    if packaged_validator is not None and kind not in UNKNOWN_TO_PACKAGED and status != "aborted":
        packaged_validator(message, kind, parent if kind.endswith("_reply") else None)
    checked.add(kind)
    return message


def published(client, parent):
    """Checks and gives the iopub messages of one request, from busy to idle."""
    messages = []
    while True:
        message = client.get_iopub_msg(timeout=TIMEOUT)
        if message["parent_header"].get("msg_id") != parent:
            checked_message(message)
            continue
        messages.append(checked_message(message, parent=parent))
        if message["content"].get("execution_state") == "idle":
            return messages


def reply_to(client, request, kind, get="get_shell_msg"):
    return checked_message(getattr(client, get)(timeout=TIMEOUT), kind, request)["content"]


def run_cells(client):
    request = client.execute("everything")
    assert reply_to(client, request, "execute_reply")["status"] == "ok"
    kinds = [message["msg_type"] for message in published(client, request)]
    assert kinds[:2] == ["status", "execute_input"] and kinds[-1] == "status", kinds

    requests = [client.execute("fail"), client.execute("next")]
    assert reply_to(client, requests[0], "execute_reply")["status"] == "error"
    assert reply_to(client, requests[1], "execute_reply")["status"] == "aborted"
    for request in requests:
        published(client, request)

    request = client.execute("ask", allow_stdin=True)
    checked_message(client.get_stdin_msg(timeout=TIMEOUT), "input_request", request)
    client.input("typed")
    reply_to(client, request, "execute_reply")
    texts = [message["content"].get("text") for message in published(client, request)]
    assert "typed" in texts, texts


def ask_about_code(client):
    for ask, kind in [
        (lambda: client.kernel_info(), "kernel_info_reply"),
        (lambda: client.complete("va", 2), "complete_reply"),
        (lambda: client.inspect("va", 2), "inspect_reply"),
        (lambda: client.is_complete("va"), "is_complete_reply"),
        (lambda: client.history(hist_access_type="tail", n=5), "history_reply"),
        (lambda: client.comm_info(), "comm_info_reply"),
    ]:
        request = ask()
        reply_to(client, request, kind)
        published(client, request)


def interrupt_and_shut_down(client):
    running = client.execute("wait")
    while checked_message(client.get_iopub_msg(timeout=TIMEOUT))["msg_type"] != "execute_input":
        pass
    interrupt = client.session.msg("interrupt_request", {})
    client.control_channel.send(interrupt)
    assert reply_to(client, running, "execute_reply")["status"] == "error"
    reply_to(client, interrupt["header"]["msg_id"], "interrupt_reply", "get_control_msg")

    request = client.shutdown()
    reply_to(client, request, "shutdown_reply", "get_control_msg")
    kinds = [message["msg_type"] for message in published(client, request)]
    assert "shutdown_reply" in kinds, kinds


def main():
    client = BlockingKernelClient(connection_file=sys.argv[1])
    client.load_connection_file()
    client.start_channels()
    client.wait_for_ready(timeout=TIMEOUT)
    assert client.is_alive(), "the heart does not beat"
    run_cells(client)
    ask_about_code(client)
    interrupt_and_shut_down(client)
    client.stop_channels()
    print(json.dumps({"checked": sorted(checked), "packagedValidator": packaged_validator is not None}))


if __name__ == "__main__":
    main()
