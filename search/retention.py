"""What is kept of what people look for."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from kernel.retention.table import Work, keep_for
from search import misses

keep_for(
    "search.misses",
    what=_("Words with which nothing was found, without who looked for them"),
    why=_("so that we know what is missing"),
    since=_("after somebody looked for them"),
    term=timedelta(days=misses.KEPT),
    work=Work(due=misses.number_of_old, lot=misses.forget),
)
keep_for(
    "search.questions",
    what=_("What you search for, and what was found"),
    why=_("it is answered and not written down"),
    since=_("not kept"),
)
