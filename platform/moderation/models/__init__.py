"""Reports and notices, decisions and their statements, appeals, the queue's holds, and the log of it all."""

from moderation.models.appeals import Appeal, Turn
from moderation.models.audit import Entry, EntryWords
from moderation.models.decisions import QUIET, Decision, Ground, Statement, Verdict
from moderation.models.people import Act, Screened
from moderation.models.queue import Hold
from moderation.models.reports import Notice, Report

__all__ = [
    "QUIET",
    "Act",
    "Appeal",
    "Decision",
    "Entry",
    "EntryWords",
    "Ground",
    "Hold",
    "Notice",
    "Report",
    "Screened",
    "Statement",
    "Turn",
    "Verdict",
]
