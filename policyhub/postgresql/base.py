"""
The engine that `DATABASE_URL=postgres://...` chooses: Django's own, but for how a kept connection is looked at.

Django asks the server before each request whether a connection still stands; that is a journey of its own. A server
that closes a connection says so on it: where nothing has arrived there is nothing to ask.
"""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL."""

    def is_usable(self) -> bool:
        """Tell whether the connection still stands; ask the server only where something has arrived unasked."""
        connection = self.connection
        if connection is not None and not connection.closed and is_quiet(connection.fileno()):
            return True
        return bool(super().is_usable())


def is_quiet(descriptor: int) -> bool:
    """Tell whether nothing waits to be read from a socket, not even its end."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return not poll.poll(0)
