"""What the views of the notes do alike."""

from django.http import HttpResponse


def see_other(address: str) -> HttpResponse:
    """What was sent is done; the browser goes on by GET to `address`, a path of this site."""
    return HttpResponse(status=303, headers={"Location": address})
