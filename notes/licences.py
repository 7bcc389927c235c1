"""Where the text of a licence is to be read."""

from notes.models import Licence

_DEEDS = {
    Licence.CC_BY: "licenses/by/4.0",
    Licence.CC_BY_SA: "licenses/by-sa/4.0",
    Licence.CC_BY_NC: "licenses/by-nc/4.0",
    Licence.CC0: "publicdomain/zero/1.0",
}


def licence_url(licence: str, lang: str) -> str:
    """The licence's own page in this language; empty where all rights are reserved."""
    deed = _DEEDS.get(Licence(licence)) if licence in Licence.values else None
    return f"https://creativecommons.org/{deed}/deed.{lang}" if deed else ""
