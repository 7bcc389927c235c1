"""The set-up: what administrators see at /setup/."""

from django.urls import path

from portal.views.setup import documents, forums, people, saying, start, words

app_name = "setup"
urlpatterns = [
    path("", start.start, name="start"),
    path("history/", start.history, name="history"),
    path("place/<slug:name>/", saying.saying, name="saying"),
    path("logo/", saying.logo, name="logo"),
    path("documents/<slug:kind>/", documents.document, name="document"),
    path("documents/<slug:kind>/<id:number>/withdraw/", documents.withdraw, name="withdraw"),
    path("forums/", forums.forums, name="forums"),
    path("forums/new/", forums.new, name="forum-new"),
    path("forums/<id:pk>/", forums.one, name="forum"),
    *(
        path(f"forums/<id:pk>/{verb}/", forums.change, {"verb": verb}, name=f"forum-{verb}")
        for verb in ("up", "down", "archive", "reopen")
    ),
    path("rooms/", forums.rooms, name="rooms"),
    path("rooms/<id:pk>/", forums.room, name="room"),
    path("people/", people.people, name="people"),
    path("people/<str:handle>/", people.role, name="role"),
    path("people/<str:handle>/forums/", people.duties, name="duties"),
    path("people/<str:handle>/sessions/", people.log_ins, name="log-ins"),
    path("words/", words.words, name="words"),
    path("words/new/", words.practice, name="practice-new"),
    path("words/<id:pk>/", words.practice, name="practice"),
    path("words/<id:pk>/join/", words.practice_join, name="practice-join"),
    path("words/<id:pk>/remove/", words.practice_remove, name="practice-remove"),
    path("words/back/<slug:code>/", words.practice_back, name="practice-back"),
    path("region/", words.region, name="region"),
]
