"""What each process counts of itself. Rooms add their own to the same registry, with `rynek_` before the name.

Names, labels and meaning are a contract with deploy/alerts.yml and with graphs of operators. A label never holds
what a visitor can invent: of an address the pattern in urls.py, not the address.
"""

from prometheus_client import CollectorRegistry, Counter, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]

OURS = CollectorRegistry(auto_describe=False)
"""Of this process alone; kernel.watching.summing adds those of the others."""

TASKS = Counter(
    "rynek_tasks_done",
    'Background tasks by how they ended ("successful", "failed"); a failed one is tried five times in all.',
    ["outcome"],
    registry=OURS,
)
TICKS_FAILED = Counter(
    "rynek_ticks_failed",
    "Rounds of background work that failed, by its name.",
    ["work"],
    registry=OURS,
)
ERRORS = Counter(
    "rynek_errors_logged",
    "Lines of the level ERROR or above in the logs.",
    registry=OURS,
)
