"""How a daemon lives, for who looks at it from outside: heartbeat file, /healthz, /metrics, systemd."""

from sync.health.heartbeat import Heartbeat, read_heartbeat
from sync.health.vitals import Vitals
from sync.health.watcher import Watcher

__all__ = ["Heartbeat", "Vitals", "Watcher", "read_heartbeat"]
