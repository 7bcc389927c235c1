"""A person's own lists, under /forums/."""

from django.urls import path

from notifications.views import unread

app_name = "own_lists"
urlpatterns = [
    path("unread/", unread.unread, name="unread"),
    path("unread/read/", unread.read, name="read"),
    path("mine/", unread.mine, name="mine"),
]
