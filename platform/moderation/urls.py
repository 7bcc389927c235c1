from django.urls import path

from moderation.views import flags, queue, tags

app_name = "moderation"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("tags/", tags.tags, name="tags"),
    path("tags/<id:pk>/", tags.tag, name="tag"),
    path("tags/<id:pk>/words/<id:synonym>/forget/", tags.forget, name="forget_word"),
    path("tags/banned/<id:synonym>/allow/", tags.allow, name="allow_word"),
    path("report/<slug:kind>/<id:object_id>/", flags.flag, name="flag"),
    path("<slug:kind>/<id:object_id>/", queue.case, name="case"),
]
