"""What a place can offer a visitor with a disability, and what people ask for.

An *attribute* is one thing that can be checked at a place: yes, partly, no, or nobody has checked.
A *need* is what a person asks for; it is met by attributes. "Nobody has checked" is never counted as
a yes and never as a no: a place about which we do not know is shown apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise


@dataclass(frozen=True)
class Attribute:
    """One line of the table: its code in files and addresses, its name, what exactly is asked."""

    code: str
    name: Words
    group: str
    hint: Words = ""
    unit: Words = ""
    """In what its figure is given: cm, %, steps …"""


@dataclass(frozen=True)
class Need:
    """What a person asks for: one of its attributes is enough."""

    code: str
    name: Words
    attributes: tuple[str, ...]
    hint: Words = ""


GROUPS: Mapping[str, Words] = {
    "entrance": _("Getting in and around"),
    "hearing": _("Hearing"),
    "sight": _("Seeing"),
    "understanding": _("Understanding and calm"),
    "help": _("Help and comfort"),
    "way": _("Getting there"),
}

_ATTRIBUTES = (
    Attribute(
        "wejscie_bez_stopni", _("step-free entrance"), "entrance", _("No step and no high threshold."),
        unit=_("threshold in cm"),
    ),
    Attribute(
        "jeden_stopien", _("at most one step at the entrance"), "entrance",
        _("With somebody’s help a wheelchair gets over it."), unit=_("number of steps"),
    ),
    Attribute("podjazd", _("ramp or platform"), "entrance", _("A ramp, a platform or a stair lift.")),
    Attribute(
        "podjazd_lagodny", _("gentle ramp"), "entrance",
        _("At most 8 % steep, at most 9 m without a landing."), unit="%",
    ),
    Attribute("drzwi_90", _("doors 90 cm wide"), "entrance", _("On the whole way to the room."), unit="cm"),
    Attribute(
        "drzwi_70", _("doors 70 cm wide"), "entrance", _("Enough for a narrow wheelchair with help."), unit="cm"
    ),
    Attribute(
        "winda", _("lift"), "entrance", _("To every floor that visitors use."), unit=_("car in cm, width × depth")
    ),
    Attribute("winda_glos", _("lift with Braille and a voice"), "entrance"),
    Attribute("wszystkie_sale", _("way to all rooms for visitors"), "entrance", _("Without stairs, also to the stage and the yard.")),
    Attribute(
        "toaleta", _("accessible toilet"), "entrance", _("Room to turn a wheelchair, a grab rail."),
        unit=_("free floor in cm"),
    ),
    Attribute("przebieralnia", _("changing bench for adults"), "entrance", _("A bench and room for two; a hoist perhaps."), unit=_("bench in cm")),
    Attribute("miejsca_wozki", _("places for wheelchairs in the audience"), "entrance", unit=_("number of places")),
    Attribute("wozek", _("wheelchair to borrow"), "entrance", unit=_("number of wheelchairs")),
    Attribute("krzeslo_ewakuacyjne", _("evacuation chair"), "entrance", _("And somebody who can use it.")),
    Attribute(
        "lokal_dostosowany", _("adapted for voters, says the gmina"), "entrance",
        _("What the gmina told the electoral commission; not checked on the spot."),
    ),
    Attribute("petla_indukcyjna", _("hearing loop"), "hearing", _("Fixed or portable; say where.")),
    Attribute("fm_ir", _("FM or infrared hearing system"), "hearing", unit=_("number of receivers")),
    Attribute(
        "pjm", _("Polish Sign Language interpreter"), "hearing", _("On the spot; say how early to ask."),
        unit=_("days ahead"),
    ),
    Attribute("tlumacz_online", _("sign language interpreter online"), "hearing"),
    Attribute("pjm_film", _("film in Polish Sign Language"), "hearing", _("On the page: what you do and how to come.")),
    Attribute("napisy", _("captions"), "hearing", _("At films, performances and meetings.")),
    Attribute("audiodeskrypcja", _("audio description"), "sight"),
    Attribute("audioprzewodnik", _("audio guide"), "sight"),
    Attribute("informacja_glosowa", _("information by voice"), "sight", _("On where things are in the building.")),
    Attribute("plan_dotykowy", _("plan of the building to touch"), "sight"),
    Attribute("sciezki_dotykowe", _("guiding strips on the floor"), "sight"),
    Attribute("braille", _("texts in Braille"), "sight"),
    Attribute("pismo_powiekszone", _("large print"), "sight", unit=_("size of letters")),
    Attribute("dotykowe", _("things to touch"), "sight", _("Models, plans, reliefs, Braille.")),
    Attribute("kontrast", _("contrasting marks on stairs and doors"), "sight"),
    Attribute("oswietlenie", _("good light"), "sight", _("Even light without glare.")),
    Attribute("etr", _("easy-to-read text"), "understanding"),
    Attribute("przedprzewodnik", _("guide to read before a visit"), "understanding", _("With photographs of the way and the rooms.")),
    Attribute("historia_spoleczna", _("social story"), "understanding", _("What will happen, step by step.")),
    Attribute("mapa_sensoryczna", _("sensory map"), "understanding", _("Where it is loud, bright, crowded, or smells.")),
    Attribute("ciche_godziny", _("quiet hours"), "understanding", _("Fewer people, less sound and light.")),
    Attribute("miejsce_wyciszenia", _("a quiet place"), "understanding"),
    Attribute("sluchawki", _("ear defenders or a sensory kit"), "understanding", _("To borrow at the entrance.")),
    Attribute("oprowadzanie", _("guided visits on request"), "help"),
    Attribute("asystent", _("a person who helps"), "help", _("Somebody meets you and goes with you.")),
    Attribute("bilet_opiekuna", _("free ticket for a companion"), "help"),
    Attribute("przeszkoleni", _("staff trained in accessibility"), "help", _("Say when.")),
    Attribute("koordynator", _("accessibility coordinator"), "help", _("How to reach the coordinator.")),
    Attribute("forma_kontaktu", _("contact in the form you need"), "help", _("Text message, e-mail, an interpreter: on request.")),
    Attribute("pies_asystujacy", _("assistance dog welcome"), "help"),
    Attribute("miejsca_siedzace", _("places to sit"), "help", _("Also on the way and in the queue.")),
    Attribute("przewijak", _("changing table"), "help"),
    Attribute("deklaracja", _("declaration of accessibility"), "help", _("Its address and its date.")),
    Attribute("certyfikat", _("certificate of accessibility"), "help", _("Which one, from whom, until when.")),
    Attribute(
        "parking", _("parking for disabled people"), "way", _("How many places, how far."), unit=_("number of places, m"),
    ),
    Attribute("komunikacja_publiczna", _("public transport nearby"), "way", _("How far the stop is."), unit="m"),
    Attribute("opis_dojazdu", _("description of the way"), "way", _("In words, with photographs perhaps.")),
)  # fmt: skip
ATTRIBUTES: Mapping[str, Attribute] = {attribute.code: attribute for attribute in _ATTRIBUTES}

_NEEDS = (
    Need(
        "wheelchair", _("entrance for a wheelchair"), ("wejscie_bez_stopni", "podjazd"),
        _("A step-free entrance or a ramp."),
    ),
    Need("toilet", _("accessible toilet"), ("toaleta",)),
    Need("hearing_loop", _("hearing loop"), ("petla_indukcyjna",)),
    Need(
        "pjm", pgettext_lazy("need", "sign language"), ("pjm", "tlumacz_online"),
        _("An interpreter on the spot or online."),
    ),
    Need("captions", _("captions"), ("napisy",)),
    Need("blind", _("for blind people"), ("audiodeskrypcja", "dotykowe")),
    Need("low_vision", _("for people who see little"), ("pismo_powiekszone", "kontrast")),
    Need("easy_read", _("easy-to-read text"), ("etr",)),
    Need("quiet", _("quiet hours or a quiet place"), ("ciche_godziny", "miejsce_wyciszenia")),
    Need("assistance_dog", _("assistance dog welcome"), ("pies_asystujacy",)),
    Need("assistant", _("a person who helps"), ("asystent",)),
    Need("seats", _("places to sit"), ("miejsca_siedzace",)),
    Need("parking", _("parking for disabled people"), ("parking",)),
    Need("transport", _("public transport nearby"), ("komunikacja_publiczna",)),
    Need("changing", _("changing table"), ("przewijak",)),
    Need("changing_adults", _("changing bench for adults"), ("przebieralnia",)),
    Need("wheelchair_places", _("places for wheelchairs in the audience"), ("miejsca_wozki",)),
    Need(
        "prepare", _("something to prepare a visit"), ("przedprzewodnik", "historia_spoleczna", "mapa_sensoryczna"),
        _("A guide, a social story or a sensory map."),
    ),
    Need("companion", _("free ticket for a companion"), ("bilet_opiekuna",)),
    Need("declared", _("adapted for voters, says the gmina"), ("lokal_dostosowany",)),
)  # fmt: skip
NEEDS: Mapping[str, Need] = {need.code: need for need in _NEEDS}


def need_of(code: str) -> Need | None:
    """What this code asks for: a need, or a single attribute. None for an unknown code."""
    if code in NEEDS:
        return NEEDS[code]
    return Need(code, ATTRIBUTES[code].name, (code,)) if code in ATTRIBUTES else None


def answer(need: Need, values: Mapping[str, str]) -> str:
    """Whether a place with these values (attribute to "yes", "partly", "no", "unknown") meets the need:
    "yes" if one of its attributes is there, "no" if every one is known to be missing, "partly" if
    something is there in part, else "unknown"."""
    found = [values.get(code, "unknown") for code in need.attributes]
    if "yes" in found:
        return "yes"
    if all(value == "no" for value in found):
        return "no"
    return "partly" if "partly" in found else "unknown"
