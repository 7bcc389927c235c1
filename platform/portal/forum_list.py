from django.contrib.auth.models import AnonymousUser

from forums.models import Forum


def public_forums() -> list[Forum]:
    """The forums that everybody may read, in their order."""
    return list(Forum.objects.visible_to(AnonymousUser()))
