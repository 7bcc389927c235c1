"""Requests that another server before this one could read differently are refused, and the connection ends.

Twisted keeps the first of two transfer encodings and takes a request without a host for one of ours.
"""

from daphne import http_protocol


class StrictRequest(http_protocol.WebRequest):
    def process(self) -> None:
        """As Daphne does it, for a request that can be read in one way only."""
        if why := self._doubtful():
            self.channel.persistent = False  # whatever follows on this connection is not read
            self.requestHeaders.removeHeader(b"upgrade")
            self.basic_error(400, b"Bad Request", why)
            return
        super().process()

    def _doubtful(self) -> str:
        """What of it could be read in two ways, or ""."""
        headers = self.requestHeaders
        if len(headers.getRawHeaders(b"transfer-encoding", [])) > 1:
            return "More than one Transfer-Encoding"
        hosts = headers.getRawHeaders(b"host", [])
        if len(hosts) > 1 or (not hosts and self.clientproto != b"HTTP/1.0"):
            return "Exactly one Host is needed"
        return ""


def install() -> None:
    """From now on Daphne makes these requests; before its server is built."""
    http_protocol.WebRequest = StrictRequest
