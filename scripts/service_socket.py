"""HTTP over a Unix socket, for those who ask a service's diagnostics."""

import http.client
import socket


class SocketConnection(http.client.HTTPConnection):
    def __init__(self, path, timeout):
        super().__init__("localhost", timeout=timeout)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def ask(path, target, timeout=30):
    """The body of the answer to a GET; raises OSError for any status but 200."""
    connection = SocketConnection(path, timeout)
    try:
        connection.request("GET", target)
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise OSError(f"{target} answered {answer.status}: {body[:200]!r}")
    return body.decode(errors="replace")
