"""Where the text of a licence is to be read."""

from django.utils.translation import gettext as _

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


def allows(licence: str) -> str:
    """What others may do with the text, in a sentence."""
    return {
        Licence.CC_BY: _("You may use and change it if you say who wrote it."),
        Licence.CC_BY_SA: _(
            "You may use and change it if you say who wrote it and share yours under the same licence."
        ),
        Licence.CC_BY_NC: _(
            "You may use and change it if you say who wrote it, and not to earn money with it."
        ),
        Licence.CC0: _("You may do with it whatever you like."),
    }.get(Licence(licence), _("You may read it. To use its text, ask the author."))
