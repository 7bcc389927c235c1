"""What is counted of logging in, for /metrics. Never who."""

from prometheus_client import Counter

from kernel.watching.instruments import OURS

_FAILED = Counter(
    "rynek_logins_failed",
    'Log-ins with a wrong password ("wrong"), or turned away unread after too many ("slowed").',
    ["why"],
    registry=OURS,
)
WRONG, SLOWED = _FAILED.labels("wrong"), _FAILED.labels("slowed")
