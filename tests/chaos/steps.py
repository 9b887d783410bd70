"""Steps of a cycle at which a kill may come: after each request, before and after each commit."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sync.google_transport import Transport
from sync.ledger import Ledger


class Steps:
    """Counts them, and kills this process at one."""

    def __init__(self, kill_at: int | None) -> None:
        self.passed, self._kill_at = 0, kill_at
        self._lock = threading.Lock()  # forms are asked by several threads

    def step(self) -> None:
        with self._lock:
            self.passed += 1
            if self.passed == self._kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Step before and after each request and each commit."""
        send, transaction = Transport.send, Ledger.transaction

        def stepped_send(transport: Transport, request: Any, *args: Any, **kwargs: Any) -> Any:
            self.step()
            response = send(transport, request, *args, **kwargs)
            self.step()
            return response

        @contextmanager
        def stepped_transaction(ledger: Ledger) -> Iterator[Any]:
            with transaction(ledger) as tx:
                yield tx
                self.step()
            self.step()

        with (
            patch.object(Transport, "send", stepped_send),
            patch.object(Ledger, "transaction", stepped_transaction),
        ):
            yield
