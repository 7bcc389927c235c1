from django.urls import path

from moderation.views import flags, people, queue, tags

app_name = "moderation"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("lists/", people.lists, name="lists"),
    path("lists/<id:pk>/forget/", people.forget, name="forget_entry"),
    path("people/<str:handle>/", people.person, name="person"),
    *(
        path(f"people/<str:handle>/{verb}/", people.act, {"verb": verb}, name=f"person_{verb}")
        for verb in people.FORMS
    ),
    path("tags/", tags.tags, name="tags"),
    path("tags/<id:pk>/", tags.tag, name="tag"),
    path("tags/<id:pk>/words/<id:synonym>/forget/", tags.forget, name="forget_word"),
    path("tags/banned/<id:synonym>/allow/", tags.allow, name="allow_word"),
    path("report/<slug:kind>/<id:object_id>/", flags.flag, name="flag"),
    path("<slug:kind>/<id:object_id>/", queue.case, name="case"),
]
