"""What is left of a mail: one's own words, all of them and nothing else, whatever program wrote it."""

from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from typing import Any

import pytest

from accounts.models import User
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Post
from forums.paths import verb_path
from notes.actions.write_note import write_note
from notifications.inbound.taking import take
from notifications.inbound.trimming import own_words
from notifications.mail.links import MUTE, Deed, link
from notifications.mail.replying import reply_address
from realtime.chat.actions.say import say
from tests.cast import Cast
from tests.notifications.post_office import BOX

pytestmark = pytest.mark.django_db
CODE = "ad7" * 15 + "ab"
US = f"odpowiedz+{CODE}@rynek.example.org"

QUOTED = "\n> Tak, przy lampkach.\n>\n> -- \n> Rynek\n"
PLAIN = "\n\nTak, przy lampkach.\n"
INTRODUCED = {
    "gmail pl": f"W dniu pon., 30 lis 2026 o 21:12 Rynek <\n{US}> napisał(a):\n{QUOTED}",
    "gmail en": f"On Mon, 30 Nov 2026 at 21:12, Rynek <\n{US}> wrote:\n{QUOTED}",
    "gmail uk": f"пн, 30 лист. 2026 р. о 21:12 Rynek <{US}> пише:\n{QUOTED}",
    "gmail uk, broken": f"пн, 30 лист. 2026 р. о 21:12 Rynek <\n{US}> пише:\n{QUOTED}",
    "gmail de": f"Am Mo., 30. Nov. 2026 um 21:12 Uhr schrieb Rynek <{US}>:{PLAIN}",
    "gmail fr": f"Le lun. 30 nov. 2026 à 21:12, Rynek <kontakt@rynek.example.org> a écrit :{PLAIN}",
    "apple pl": f"Wiadomość napisana przez Rynek <{US}> w dniu 30 lis 2026, o godz. 21:12:{PLAIN}",
    "apple pl, marked": f"> Wiadomość napisana przez Rynek <{US}> w dniu 30 lis 2026, o godz. 21:12:\n> \n{QUOTED}",
    "apple en": f"On 30 Nov 2026, at 21:12, Rynek <{US}> wrote:{PLAIN}",
    "apple uk": f"30 лист. 2026 р. о 21:12 Rynek <{US}> пише:{PLAIN}",
    "thunderbird pl": f"W dniu 30.11.2026 o 21:12, Rynek pisze:{QUOTED}",
    "thunderbird en": f"On 30/11/2026 21:12, Rynek wrote:{QUOTED}",
    "thunderbird uk": f"30.11.2026 21:12, Rynek пише:{QUOTED}",
    "roundcube": f"W dniu 2026-11-30 21:12, Rynek napisał(a):{QUOTED}",
    "o2": f"Dnia 30 listopada 2026 21:12 Rynek <{US}> napisał(a):{PLAIN}",
    "wp": f"Dnia 30-11-2026 o godz. 21:12 Rynek napisał(a):{PLAIN}",
    "onet": f"W dniu 2026-11-30 21:12:33 użytkownik Rynek <{US}> napisał:{PLAIN}",
    "interia": f'Od: "Rynek" <{US}>\nDo: ola@example.org\nWysłane: 21:12 Poniedziałek 2026-11-30\nTemat: Noc{PLAIN}',
    "outlook pl": f"Od: Rynek <kontakt@rynek.example.org>\nWysłano: poniedziałek, 30 listopada 2026 21:12\nDo: Ola\nTemat: Noc{PLAIN}",
    "outlook pl, no address": f"Od: Rynek\nWysłano: poniedziałek, 30 listopada 2026 21:12\nDo: Ola\nTemat: Noc{PLAIN}",
    "outlook en": f"From: Rynek [mailto:{US}]\nSent: Monday, November 30, 2026 9:12 PM\nTo: Ola\nSubject: Noc{PLAIN}",
    "outlook uk": f"Від: Rynek <{US}>\nНадіслано: 30 листопада 2026 р. 21:12\nКому: Ola\nТема: Noc{PLAIN}",
    "outlook xx": f"Feladó: Rynek <{US}>\nElküldve: 2026. 11. 30. 21:12\nCímzett: Ola\nTárgy: Noc{PLAIN}",
    "outlook mobile": f"Pobierz aplikację Outlook dla systemu Android\n________________________________\nFrom: Rynek <{US}>\nSent: Monday, November 30, 2026 9:12 PM\nTo: Ola\nSubject: Noc{PLAIN}",
    "outlook mobile uk": f"Отримати Outlook для iOS<https://aka.ms/o0ukef>\n________________________________\nВід: Rynek <kontakt@rynek.example.org>\nНадіслано: 30 листопада 2026 21:12\nКому: Ola\nТема: Noc{PLAIN}",
    "divider": "-----Oryginalna wiadomość-----\nOd: Rynek\nTak.\n",
    "iphone": f"Wysłano z iPhone'a\n\n> Wiadomość napisana przez Rynek <{US}> w dniu 30.11.2026, o godz. 21:12:\n> \n{QUOTED}",
    "signed below": f"W dniu 30.11.2026 o 21:12, Rynek pisze:{QUOTED}\n-- \nOla Wrona\nDom Kultury",
}  # fmt: skip


@pytest.fixture(autouse=True)
def box(settings: Any) -> None:
    settings.REPLY_ADDRESS = BOX


@pytest.mark.parametrize("program", INTRODUCED)
def test_the_old_letter_is_cut_whatever_program_quotes_it(program: str) -> None:
    own = "Super, spróbuję.\nO której?"
    assert own_words(f"{own}\n\n{INTRODUCED[program]}") == own
    assert own_words(f"{own}\n{INTRODUCED[program]}") == own
    assert own_words(f"{own}\n\n{INTRODUCED[program]}".replace("\n", "\r\n")) == own


@pytest.mark.parametrize(
    "own",
    [
        "Byłam tam.\nW dniu premiery dyrektorka napisała:\nZapraszamy wszystkich.\nI przyszli.",
        "W dniu 5 grudnia dyrektorka napisała:\n„Zapraszamy”.",
        "W dniu 30.11.2026 dyrektorka napisała:\n„Zapraszamy”.",
        "On the first day somebody wrote:\nCome in.",
        "Plan:\n____________________\nSobota: scena\nNiedziela: ognisko",
        "Nad kreską\n________________________________\nPod kreską",
        "Od: 12:00\nDo: 14:00\nTemat: lampki",
        "Od: poniedziałku\nDo: piątku\nData: 2026\nTemat: lampki",
        "Napiszcie do nas na biblioteka@example.org:\n- kto\n- kiedy",
        f"Napiszcie na {BOX}:\n- kto\n- kiedy",
        "Kontakt: Ola <ola@example.org>\nTelefon: 12 345\nAdres: Rynek 1",
        "Wtorek 12:30 próba:\n- scena\n- światło",
    ],
)  # fmt: skip
def test_words_that_look_like_a_quotation_stay(own: str) -> None:
    assert own_words(own) == own


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (f"{INTRODUCED['thunderbird pl']}\nPod spodem.", "Pod spodem."),
        (f"Cześć!\n\n{INTRODUCED['thunderbird pl']}\nPod spodem.", "Cześć!\n\nPod spodem."),
        ("Cześć!\n\nW dniu 30.11.2026 o 21:12, Rynek pisze:\n> raz?\nTak.\n> dwa?\nNie.\n> trzy?",
         "Cześć!\n\n> raz?\nTak.\n> dwa?\nNie."),
        (f"W dniu 30.11.2026 o 21:12, Rynek <{US}> pisze:\n> raz?\n\nTak.\n\n> {US}\n> dwa?\n\nNie.",
         f"> raz?\n\nTak.\n\n> {BOX}\n> dwa?\n\nNie."),
        ("Tak.\n\nW dniu 30.11.2026 o 21:12, Rynek pisze:\n> " + "długi wiersz " * 6 + "\nłamany\n> dalej",
         "Tak."),
        (f"Napisałem na {US} i nic.", f"Napisałem na {BOX} i nic."),
        (f"{INTRODUCED['thunderbird pl']}", ""),
        (f"{INTRODUCED['gmail uk']}", ""),
        ("-- \nOla Wrona", ""),
        ("Так.\n\nНадіслано з iPhone", "Так."),
    ],
)  # fmt: skip
def test_answers_below_and_between_stay_and_addresses_go(text: str, own: str) -> None:
    assert own_words(text) == own


def mailed(cast: Cast, *, html: str = "", text: str = "") -> tuple[str, str]:
    """What the topic says after Ola's answer, and the address to which it went."""
    topic = start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")
    post = post_reply(by=cast.jan, topic=topic, body="Tak, przy lampkach.")
    to = reply_address(cast.ola.pk, post, alone=True)
    mute = link(Deed(MUTE, cast.ola.pk, topic.pk))
    mail: EmailMessage | MIMEMultipart = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "ola@example.org", to, "<a@b.example>"
    words = (html or text).replace("{to}", to).replace("{mute}", mute)
    mail.set_content(words, subtype="html" if html else "plain")
    assert take(mail.as_bytes()).outcome == "posted"
    return Post.objects.get(topic=topic, number=3).body, to


def test_a_ukrainian_answer_does_not_publish_the_address(cast: Cast) -> None:
    body, _to = mailed(
        cast, text="Дякую.\n\nпн, 30 лист. 2026 р. о 21:12 Rynek <{to}> пише:\n\n> Tak.\n"
    )
    assert body == "Дякую."


def test_what_is_pasted_by_hand_publishes_neither_address_nor_link(cast: Cast) -> None:
    User.objects.update(language="en")
    topic = start_topic(by=cast.ola, forum=cast.square, title="Noc", body="Jak?")
    to = reply_address(cast.ola.pk, topic.posts.get(), alone=False)
    mute = link(Deed(MUTE, cast.ola.pk, topic.pk))
    body = f"Dostałam z {to}, a [tu]({mute}) wyciszam. Piszcie: mailto:{to.replace('+', '%2B')}"
    answer = cast.client(cast.ola).post(verb_path(topic.pk, "reply"), {"body": body})
    assert answer.status_code == 303
    page = cast.client(cast.jan).get(answer["Location"], follow=True).content.decode()
    code = to.partition("+")[2].partition("@")[0]
    assert "Dostałam z" in page and code not in page
    assert mute.rpartition("by-mail/")[2].strip("/") not in page


def test_nor_does_a_note_or_a_message(cast: Cast) -> None:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Noc", body="Jak?")
    to = reply_address(cast.ola.pk, topic.posts.get(), alone=False)
    code = to.partition("+")[2].partition("@")[0]
    said, _made = say(by=cast.ola, room=cast.market, body=f"Piszę z {to}.")
    note = write_note(by=cast.ola, title="Lampki", body=f"Piszę z {to}.")
    for text in (said.body, said.html, note.body, note.html):
        assert "Piszę z" in text and code not in text


OUTLOOK = (
    "<html><body><div>Tak.</div><div id='appendonsend'></div><hr><div id='divRplyFwdMsg' dir='ltr'><b>From:</b>"
    " Rynek &lt;{to}&gt;<br><b>Sent:</b> Monday<br></div><div>Stary list {mute}</div></body></html>"
)
WORD = (
    "<html><body><p class=MsoNormal>Tak.<o:p></o:p></p><div><div style='border-top:solid #E1E1E1 1.0pt'>"
    "<p class=MsoNormal><b>Od:</b> Rynek &lt;{to}&gt;<br><b>Wysłano:</b> poniedziałek 2026<br><b>Do:</b> Ola<br>"
    "<b>Temat:</b> Noc</p></div></div><p>Stary list {mute}</p></body></html>"
)
THUNDERBIRD = (
    "<html><body><div class='moz-cite-prefix'>W dniu 30.11.2026 o 21:12, Rynek pisze:<br></div>"
    "<blockquote type='cite' cite='mid:x'>Stary list<br>w dwóch wierszach</blockquote><p>Tak.</p></body></html>"
)
APPLE = (
    "<html><body>Tak.<div><br><blockquote type='cite'><div>Wiadomość napisana przez Rynek &lt;{to}&gt; w dniu 30"
    " lis 2026:</div><br><div>Stary list {mute}</div></blockquote></div></body></html>"
)
BETWEEN = (
    "<html><body><p>W dniu 30.11.2026 o 21:12, Rynek pisze:</p><blockquote>raz?</blockquote><p>Tak.</p>"
    "<blockquote><p>dwa?</p></blockquote><p>Nie.</p></body></html>"
)


@pytest.mark.parametrize(
    ("html", "own"),
    [
        (OUTLOOK, "Tak."), (WORD, "Tak."), (THUNDERBIRD, "Tak."), (APPLE, "Tak."),
        (BETWEEN, "> raz?\n\nTak.\n\n> dwa?\n\nNie."),
    ],
)  # fmt: skip
def test_mails_of_html_alone(cast: Cast, html: str, own: str) -> None:
    assert mailed(cast, html=html)[0] == own
