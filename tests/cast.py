"""The people and places of the tests: the same that the demo region shows.

Ola is a member who belongs; Jan is a stranger to what is Ola's; Ewa used to belong; Marta moderates;
Adam administers; Nowa has not confirmed her address yet. `visitor` is nobody: not logged in.
"""

from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
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
    (made,) = _people(_user(handle, name, role=role, verified=verified))
    return made


def _user(handle: str, name: str, *, role: str = Role.MEMBER, verified: bool = True) -> User:
    return User(
        email=f"{handle}@example.org",
        password=make_password(PASSWORD),
        handle=handle,
        name=name,
        role=role,
        verified=verified,
        level=Level.MEMBER if verified else Level.NEWCOMER,
    )


def _people(*users: User) -> list[User]:
    """All of them with two statements: thousands of tests begin with this."""
    from allauth.account.models import EmailAddress

    made = User.objects.bulk_create(users)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=user.verified, primary=True)
        for user in made
    )
    return made


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
    there = {one.code: one for one in Region.objects.filter(code__in=("12", "1206", "120611"))}

    def region(code: str, **fields: object) -> Region:
        return there.get(code) or Region.objects.create(code=code, **fields)

    top = region("12", level="wojewodztwo", name="małopolskie")
    powiat = region("1206", level="powiat", name="krakowski", parent=top)
    return region("120611", level="gmina", name="Skawina", parent=powiat, lon=19.82, lat=49.97)


def assemble() -> Cast:
    """Everybody and everything, in the database of the running test."""
    gmina = regions()
    ola, ewa, jan, marta, adam, nowa = _people(
        _user("ola", "Ola Wrona"),
        _user("ewa", "Ewa Kostka"),
        _user("jan", "Jan Zubek"),
        _user("marta", "Marta Lis", role=Role.MODERATOR),
        _user("adam", "Adam Pasternak", role=Role.ADMIN),
        _user("nowa", "Nina Nowa", verified=False),
    )
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
        jan=jan,
        ewa=ewa,
        marta=marta,
        adam=adam,
        nowa=nowa,
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
