"""
AWS on one machine: moto (https://docs.getmoto.org) for the services, and a CloudFormation that rolls back as AWS does.

    python3 server.py PORT

Serves on loopback only. `POST /_emulator/fail?WebhookFunction` makes the next creations and updates of resources fail whose logical
id begins like that, `POST /_emulator/fail` ends it. API Gateway routes nothing here and Lambda runs nothing: the caller does both.
EMULATED_API_ENDPOINT is what a deployed HTTP API calls its endpoint.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import Any, Iterable

PORT = int(sys.argv[1])
# For the calls that CloudFormation makes itself: to this very server.
os.environ.update(
    AWS_ENDPOINT_URL=f"http://127.0.0.1:{PORT}", AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_EC2_METADATA_DISABLED="true",
)  # fmt: skip

import cloudformation  # noqa: E402
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app  # noqa: E402
from stacks import FAULT  # noqa: E402
from werkzeug.serving import WSGIRequestHandler, run_simple  # noqa: E402

moto = DomainDispatcherApplication(create_backend_app)


def emulator(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    if path == "/_emulator/ready":
        return reply(start_response, 200, "ready")
    if path == "/_emulator/fail":
        FAULT.prefix = query or None
        return reply(start_response, 200, "ok")
    authorization = environ.get("HTTP_AUTHORIZATION", "")
    if "/cloudtrail/aws4_request" in authorization:
        # CDK looks there for the causes of failures. It takes a refusal for an answer, and an unknown action for a reason to try again.
        return reply(start_response, 400, '{"__type":"AccessDeniedException","message":"not emulated"}')
    if "/cloudformation/aws4_request" not in authorization:
        return moto(environ, start_response)
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
    return reply(start_response, *cloudformation.answer(body))


def reply(start_response: Any, status: int, text: str) -> Iterable[bytes]:
    start_response(f"{status} {'OK' if status == 200 else 'Bad Request'}", [("content-type", "application/x-amz-json-1.1" if text.startswith("{") else "text/xml")])
    return [text.encode()]


def end_with(parent: int) -> None:
    """Whoever started this may be ended in a way that leaves no time to end it too."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


class Quiet(WSGIRequestHandler):
    def log_request(self, *_: Any) -> None:
        pass


threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
run_simple("127.0.0.1", PORT, emulator, threaded=True, request_handler=Quiet)
