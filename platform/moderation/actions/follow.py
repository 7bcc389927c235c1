"""Reports and decisions go with the thing they are about when that gets another id."""

from collections.abc import Mapping

from django.db.models import Exists, OuterRef

from moderation.models import Decision, Report, Statement


def follow(*, kind: str, moves: Mapping[int, int], to: str = "") -> None:
    """`moves`: old ids and new ones; `to`: the kind it is now, where that is another. Inside the action's
    transaction. A report stays where its reporter has already reported the new thing."""
    new_kind = to or kind
    reports = Report.objects.filter(kind=kind, object_id__in=list(moves))
    for old in set(reports.values_list("object_id", flat=True)):
        there = Report.objects.filter(
            kind=new_kind, object_id=moves[old], reporter=OuterRef("reporter"), decision=None
        )
        mine = reports.filter(object_id=old).exclude(Exists(there), decision=None)
        mine.update(kind=new_kind, object_id=moves[old])
    decisions = Decision.objects.filter(kind=kind, object_id__in=list(moves))
    for old in set(decisions.values_list("object_id", flat=True)):
        decisions.filter(object_id=old).update(kind=new_kind, object_id=moves[old])
    statements = Statement.objects.filter(kind=kind, object_id__in=list(moves))
    for old in set(statements.values_list("object_id", flat=True)):
        statements.filter(object_id=old).update(kind=new_kind, object_id=moves[old])
