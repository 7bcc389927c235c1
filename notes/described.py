"""A note for machines: schema.org as JSON-LD."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from directory.voices import Voice
from notes.access import is_public
from notes.licences import licence_url
from notes.models import PracticeNote
from notes.paths import note_path


def described(note: PracticeNote) -> SafeString:
    """As JSON that no HTML can break out of."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": ["CreativeWork", "LearningResource"],
        "name": note.title,
        "headline": note.title,
        "description": note.summary,
        "inLanguage": note.lang,
        "url": address_of(note),
        "author": [_author(note.voice), *(_person(one) for one in note.beside)],
        "dateModified": note.updated_at.isoformat(),
        "keywords": [tag.name for tag in note.tags.all()],
        "license": licence_url(note.licence, note.lang),
        "isBasedOn": _based_on(note),
        "translationOfWork": _work(note.translation_of),
        "timeRequired": f"PT{note.facts['minutes']}M" if note.facts.get("minutes") else "",
        "audience": [
            {"@type": "Audience", "audienceType": word.name} for word in note.audiences.all()
        ],
    }
    if note.published_at:
        data["datePublished"] = note.published_at.isoformat()
    if note.house:
        data["publisher"] = {"@type": "Organization", "name": note.house.name}
    text = json.dumps({name: value for name, value in data.items() if value}, ensure_ascii=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return mark_safe(text)


def address_of(note: PracticeNote) -> str:
    return f"{settings.BASE_URL}{note_path(note.slug)}"


def _based_on(note: PracticeNote) -> dict[str, Any] | str:
    return _work(note.based_on) or note.based_on_url


def _work(source: PracticeNote | None) -> dict[str, Any]:
    """What a note comes from, as far as everybody may read it: whose it is and what it allows."""
    if source is None or not is_public(source):
        return {}
    work = {
        "@type": "CreativeWork",
        "name": source.title,
        "url": address_of(source),
        "inLanguage": source.lang,
        "author": _author(source.voice),
        "license": licence_url(source.licence, source.lang),
    }
    return {name: value for name, value in work.items() if value}


def _author(shown: Voice) -> dict[str, str]:
    kind = "Organization" if shown.is_organisation else "Person"
    named = {"@type": kind, "name": shown.name}
    return {**named, "url": settings.BASE_URL + shown.url} if shown.url else named


def _person(person: User) -> dict[str, str]:
    url = f"{settings.BASE_URL}/people/{person.handle}/"
    return {"@type": "Person", "name": person.name, "url": url}
