from django.urls import path

from realtime.push import views

app_name = "push"
urlpatterns = [
    path("notifications/push/", views.browsers, name="browsers"),
    path("notifications/push/begin/", views.begin, name="begin"),
    path("notifications/push/end/", views.end, name="end"),
    path("push-worker.js", views.worker, name="worker"),
]
