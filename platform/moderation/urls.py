from django.urls import path

from moderation.views import flags, queue

app_name = "moderation"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("report/<slug:kind>/<id:object_id>/", flags.flag, name="flag"),
    path("<slug:kind>/<id:object_id>/", queue.case, name="case"),
]
