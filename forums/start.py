"""What every new site starts with."""

from forums.models import Forum


def ensure_start() -> Forum:
    """The public forum "ogolne", made if it is not there."""
    forum, _made = Forum.objects.get_or_create(
        slug="ogolne",
        defaults={
            "name": "Ogólne",
            "description": "Wszystko, co nie mieści się gdzie indziej.",
            "position": 1,
        },
    )
    return forum
