"""Django's PostgreSQL, but for one thing: whether a connection is alive is seen at its socket."""

import select

import psycopg
from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Django asks the server so before the first statement of each request, of which a page has about five.

        A server that was stopped or has ended the connection says so, and its words, or the end of the stream,
        wait at the socket. Where nothing waits there is nothing to ask.
        """
        if self.connection is None:
            return False
        try:
            waiting = select.poll()
            waiting.register(self.connection.fileno(), select.POLLIN)
            quiet = not waiting.poll(0)
        except (OSError, psycopg.Error):
            return False
        return quiet or super().is_usable()
