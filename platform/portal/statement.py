"""The statement of accessibility, from what administrators have said: the words that the technical conditions
of the Act of 4 April 2019 prescribe stand in the templates, the facts here."""

from typing import Any

from django.conf import settings

from kernel.markdown import PAGE_HEADING, render
from place.reading import everything


def statement(language: str) -> dict[str, Any]:
    """What the page shows; texts that nobody has written are empty, and the page marks what is missing."""
    place = everything()
    return {
        "operator": place["operator"],
        "url": settings.BASE_URL,
        "published": place["site_published"],
        "updated": place["site_updated"],
        "prepared": place["statement_prepared"],
        "reviewed": place["statement_reviewed"],
        "status": place["access_status"],
        "burden": place["access_burden"],
        "basis": place["access_basis"],
        "auditor": place["access_auditor"],
        "person": place["access_person"],
        "email": place["access_email"] or place["email"],
        "phone": place["access_phone"],
        **{
            name: render(place[f"{name}_{language}"], top=PAGE_HEADING + 2)
            for name in ("gaps", "exempt", "building")
        },
        "complete": all(
            place[name] for name in ("operator", "access_person", "access_phone", "building_pl")
        ),
    }
