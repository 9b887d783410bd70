"""systemd's notifications (sd_notify): ready, alive, ending; nothing where systemd does not listen."""

from __future__ import annotations

import contextlib
import os
import socket


def notify(*lines: str) -> bool:
    """Send lines such as "READY=1" to the socket that systemd named in NOTIFY_SOCKET; whether it took them.

    The protocol is a datagram of KEY=VALUE lines (sd_notify(3)); a name that begins with @ is abstract.
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address or not hasattr(socket, "AF_UNIX"):
        return False
    if address.startswith("@"):
        address = "\0" + address[1:]
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
        out.settimeout(1)
        out.sendto("\n".join(lines).encode(), address)
        return True
    return False
