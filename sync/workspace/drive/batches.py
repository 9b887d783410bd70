"""Several calls in one request (`/batch/drive/v3`, `/batch`), as Google's client libraries send them.

Each is answered as if it had come alone, with its own token or the outer one's, in the order given.
"""

from __future__ import annotations

from email.message import Message
from email.parser import BytesParser
from secrets import token_hex
from urllib.parse import unquote

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message as Event

from sync.workspace.drive.refusals import bad_request
from sync.workspace.strain.wire import CONNECTION

MOST_CALLS = 100
"""Google's own limit."""

_CALLS = ("/drive/v3/", "/v4/", "/v1/")


async def batch(request: Request) -> Response:
    """POST multipart/mixed of application/http parts; 200 with as many, each with its own status."""
    calls = _calls(request.headers.get("content-type", ""), await request.body())
    boundary = f"batch_{token_hex(16)}"
    try:
        answers = [await _answered(request, one) for one in calls]
    except _BrokenOffError:
        return Response()  # nobody hears it
    parts = [b"--" + boundary.encode() + b"\r\n" + answer + b"\r\n" for answer in answers]
    content = b"".join(parts) + b"--" + boundary.encode() + b"--\r\n"
    return Response(content, headers={"Content-Type": f"multipart/mixed; boundary={boundary}"})


class _BrokenOffError(Exception):
    """A call ended without an answer: the connection is closed."""


def _calls(content_type: str, body: bytes) -> list[Message]:
    message = BytesParser().parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    if message.get_content_type() != "multipart/mixed" or not message.is_multipart():
        raise bad_request("Failed to parse batch request, error: a multipart/mixed body is needed.")
    calls = [part for part in message.get_payload() if isinstance(part, Message)]
    if len(calls) > MOST_CALLS:
        raise bad_request(f"The batch request has exceeded the maximum number of calls: {MOST_CALLS}.")
    return calls


async def _answered(request: Request, part: Message) -> bytes:
    """One call's answer as a part of the batch's."""
    identity = str(part.get("Content-ID", "")).strip()
    head = b"Content-Type: application/http\r\n"
    if identity.startswith("<"):
        head += f"Content-ID: <response-{identity[1:]}\r\n".encode()
    status, kind, content = await _done(request, part)
    inner = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n"
    return head + b"\r\n" + inner.encode() + content


async def _done(request: Request, part: Message) -> tuple[str, str, bytes]:
    """Have the workspace itself answer a call: its status, media type and content."""
    payload = part.get_payload(decode=True)
    line, _, rest = (payload if isinstance(payload, bytes) else b"").lstrip().partition(b"\n")
    words = line.decode("utf-8", "replace").split()
    if part.get_content_type() != "application/http" or len(words) < 2 or not words[1].startswith(_CALLS):
        refusal = bad_request("Failed to parse batch request, error: a part is no call of this API.")
        return "400 Bad Request", "application/json", orjson.dumps(refusal.body())
    inner = BytesParser().parsebytes(rest)
    body = inner.get_payload(decode=True)
    events: list[Event] = []
    told: list[Event] = [{"type": "http.request", "body": body or b"", "more_body": False}]

    async def receive() -> Event:
        return told.pop() if told else await request.receive()

    async def send(event: Event) -> None:
        events.append(event)

    await request.app.state.entrance(_scope(request, words[0], words[1], inner), receive, send)
    if not events:
        raise _BrokenOffError
    headers = dict(events[0]["headers"])
    kind = headers.get(b"content-type", b"application/json").decode()
    content = b"".join(event.get("body", b"") for event in events[1:])
    return f"{events[0]['status']} {'OK' if events[0]['status'] < 300 else 'Error'}", kind, content


def _scope(request: Request, method: str, target: str, inner: Message) -> dict[str, object]:
    """What the server would hand on for the call alone."""
    path, _, query = target.partition("?")
    kept = {"type", "asgi", "http_version", "scheme", "client", "server", CONNECTION}
    scope = {name: value for name, value in request.scope.items() if name in kept}
    given = {name.lower(): value for name, value in inner.items()}
    given["host"] = request.headers.get("host", "")
    given.pop("content-length", None)
    if "authorization" not in given and "authorization" in request.headers:
        given["authorization"] = request.headers["authorization"]
    headers = [(name.encode(), str(value).encode("utf-8", "replace")) for name, value in given.items()]
    return scope | {
        "method": method,
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": headers,
    }


routes = [Route(path, batch, methods=["POST"], name="batch") for path in ("/batch/drive/v3", "/batch")]
