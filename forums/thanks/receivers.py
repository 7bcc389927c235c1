"""Thanks follow the posts that they are for, and the organisations that become one."""

from directory.facts import OrganisationChanged
from directory.models import Organisation
from forums.facts import PostsMoved
from forums.thanks.models import Thanks
from kernel.facts import receives


@receives(PostsMoved)
def posts_moved(fact: PostsMoved) -> None:
    moves = dict(fact.moves)
    rows = Thanks.objects.filter(post__in=list(moves))
    for old in list(rows.order_by().values_list("post", flat=True).distinct()):
        Thanks.objects.filter(post=old).update(post=moves[old])


@receives(OrganisationChanged)
def organisation_changed(fact: OrganisationChanged) -> None:
    """What was said to a twin was said to the one that is left."""
    merged = Organisation.objects.filter(pk=fact.organisation_id).exclude(merged_into=None)
    heir = merged.values_list("merged_into", flat=True).first()
    if heir is not None:
        Thanks.objects.filter(organisation=fact.organisation_id).update(organisation=heir)
