"""The people and places of the tests: the same that the demo region shows.

Ola is a member who belongs; Jan is a stranger to what is Ola's; Ewa used to belong; Marta moderates;
Adam administers; Nowa has not confirmed her address yet. `visitor` is nobody: not logged in.
"""

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from accounts.levels import Level
from accounts.models import Role, User
from accounts.viewer import Audience
from directory.models import Membership, Organisation, OrganisationKind, Site
from forums.models import Forum
from realtime.chat.models import Room
from taxonomy.models import Audience as For
from taxonomy.models import PracticeArea, Region

PASSWORD = "farbka-i-wapno-1"


def person(handle: str, name: str, *, role: str = Role.MEMBER, verified: bool = True) -> User:
    """A person whose address is confirmed, as allauth knows it too."""
    from allauth.account.models import EmailAddress

    email = f"{handle}@example.org"
    user = User.objects.create_user(
        email,
        PASSWORD,
        handle=handle,
        name=name,
        role=role,
        verified=verified,
        level=Level.MEMBER if verified else Level.NEWCOMER,
    )
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"verified": verified, "primary": True}
    )
    return user


@dataclass
class Cast:
    ola: User
    jan: User
    ewa: User
    marta: User
    adam: User
    nowa: User
    house: Organisation
    """Dom Kultury w Brzozówce: Ola edits its page, Ewa used to."""
    square: Forum
    """"ogolne", which everybody may read."""
    backroom: Forum
    """"moderacja", which only moderators may see."""
    market: Room
    """"rynek", where everybody may read and members may speak."""
    duty: Room
    """"dyzur-moderatorow", which only moderators may see."""
    gmina: Region
    visitor: AnonymousUser = field(default_factory=AnonymousUser)

    def client(self, viewer: User | AnonymousUser | None = None, **options: object) -> Client:
        """A browser of this person; of a visitor without one. It speaks English unless told."""
        browser = Client(headers={"accept-language": "en"}, **options)  # type: ignore[arg-type]
        if isinstance(viewer, User):
            browser.force_login(viewer)
        return browser


def regions() -> Region:
    """Małopolskie, powiat krakowski, gmina Skawina; returns the gmina."""
    top, _ = Region.objects.get_or_create(
        code="12", defaults={"level": "wojewodztwo", "name": "małopolskie"}
    )
    powiat, _ = Region.objects.get_or_create(
        code="1206", defaults={"level": "powiat", "name": "krakowski", "parent": top}
    )
    gmina, _ = Region.objects.get_or_create(
        code="120611",
        defaults={
            "level": "gmina",
            "name": "Skawina",
            "parent": powiat,
            "lon": 19.82,
            "lat": 49.97,
        },
    )
    return gmina


def assemble() -> Cast:
    """Everybody and everything, in the database of the running test."""
    gmina = regions()
    ola, ewa = person("ola", "Ola Wrona"), person("ewa", "Ewa Kostka")
    house = Organisation.objects.create(
        slug="dom-kultury-w-brzozowce",
        name="Dom Kultury w Brzozówce",
        kind=OrganisationKind.DOM_KULTURY,
        summary="Pracownie, scena i sala do wypożyczenia.",
        is_example=True,
    )
    Site.objects.create(organisation=house, gmina=gmina, locality="Brzozówka", lon=19.82, lat=49.97)
    Membership.objects.create(organisation=house, person=ola, role=Membership.Role.EDITOR)
    Membership.objects.create(
        organisation=house, person=ewa, role=Membership.Role.EDITOR, left_at=timezone.now()
    )
    PracticeArea.objects.get_or_create(
        code="teatr", defaults={"name_pl": "teatr", "name_en": "theatre"}
    )
    For.objects.get_or_create(
        code="seniorzy", defaults={"name_pl": "seniorzy", "name_en": "older people"}
    )
    return Cast(
        ola=ola,
        jan=person("jan", "Jan Zubek"),
        ewa=ewa,
        marta=person("marta", "Marta Lis", role=Role.MODERATOR),
        adam=person("adam", "Adam Pasternak", role=Role.ADMIN),
        nowa=person("nowa", "Nina Nowa", verified=False),
        house=house,
        square=Forum.objects.create(slug="ogolne", name="Ogólne"),
        backroom=Forum.objects.create(
            slug="moderacja", name="Moderacja", audience=Audience.MODERATORS
        ),
        market=Room.objects.create(slug="rynek", name="Rynek", always_listed=True),
        duty=Room.objects.create(
            slug="dyzur-moderatorow", name="Dyżur moderatorów", audience=Audience.MODERATORS
        ),
        gmina=gmina,
    )
