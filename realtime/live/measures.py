"""What a process that serves sockets counts of itself, for /metrics."""

from prometheus_client import Counter, Gauge

from kernel.watching.instruments import OURS

SOCKETS = Gauge("rynek_sockets_open", "Open websockets.", registry=OURS)
DELIVERIES = Counter(
    "rynek_deliveries", "Events given to a socket that watches their channel.", registry=OURS
)
RESYNCS = Counter(
    "rynek_resyncs",
    'Times that rows were read because a hint was missed ("gap") or a socket was behind ("behind").',
    ["why"],
    registry=OURS,
)
FOR_GAPS, FOR_THE_SLOW = RESYNCS.labels("gap"), RESYNCS.labels("behind")
