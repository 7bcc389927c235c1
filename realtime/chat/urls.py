from django.urls import path

from realtime.chat.views import about, conversation, index, message, room, rooms

app_name = "chat"
urlpatterns = [
    path("", index.index, name="index"),
    path("new/", conversation.new, name="new"),
    path("new/people/", conversation.find, name="find"),
    path("open/", rooms.open_one, name="open"),
    path("archive/", index.archive, name="archive"),
    path("conversations/", conversation.mine, name="conversations"),
    path("about/<slug:kind>/<id:pk>/", about.room_about, name="room_about"),
    path("<slug:slug>/", room.room, name="room"),
    path("<slug:slug>/about/", rooms.about_room, name="about"),
    path("<slug:slug>/search/", rooms.search, name="search"),
    path("<slug:slug>/silence/<str:handle>/", rooms.silencing, name="silence"),
    path("<slug:slug>/settings/", rooms.settings, name="settings"),
    path("<slug:slug>/archive/", rooms.archiving, name="archiving"),
    path("<slug:slug>/belong/", rooms.belonging, name="belong"),
    path("<slug:slug>/people/", conversation.people, name="people"),
    path("<slug:slug>/company", conversation.company, name="company"),
    path("<slug:slug>/leave/", conversation.leaving, name="leave"),
    path("<slug:slug>/mute/", conversation.muting, name="mute"),
    path("<slug:slug>/say/", message.say, name="say"),
    path("<slug:slug>/messages", room.messages, name="messages"),
    path("<slug:slug>/events", room.events, name="events"),
    path("<slug:slug>/messages/<id:seq>/", message.actions, name="actions"),
    path("<slug:slug>/messages/<id:seq>/reactions/", message.reactions, name="reactions"),
    path("<slug:slug>/messages/<id:seq>/react/", message.react_to, name="react"),
    path("<slug:slug>/messages/<id:seq>/edit/", message.edit, name="edit"),
    path("<slug:slug>/messages/<id:seq>/remove/", message.remove, name="remove"),
]
