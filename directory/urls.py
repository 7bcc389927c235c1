from django.urls import path

from directory.views import (
    card,
    cards,
    contacts,
    edit,
    listing,
    members,
    needs,
    networks,
    organisation,
    region,
    stop,
)

app_name = "directory"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("map/", region.region, name="map"),
    path("needs/", needs.needs, name="needs"),
    path("needs/<id:pk>/", card.card, name="card"),
    path("needs/<id:pk>/write/", card.write, name="card_write"),
    path("needs/<id:pk>/aside/<id:other>/", card.aside, name="card_aside"),
    path("needs/stop/<str:token>/", stop.stop, name="stop_matches"),
    path("add/", edit.add, name="add"),
    path("<slug:slug>/", organisation.organisation, name="organisation"),
    path("<slug:slug>/edit/", edit.edit, name="edit"),
    path("<slug:slug>/confirm/", edit.confirm, name="confirm"),
    path("<slug:slug>/people/", members.people, name="people"),
    path("<slug:slug>/people/remove/", members.remove, name="remove_person"),
    path("<slug:slug>/contacts/", contacts.contacts, name="contacts"),
    path("<slug:slug>/contacts/<id:pk>/", contacts.contact, name="contact"),
    path("<slug:slug>/contacts/<id:pk>/remove/", contacts.remove, name="remove_contact"),
    path("<slug:slug>/contacts/<id:pk>/up/", contacts.up, name="raise_contact"),
    path("<slug:slug>/networks/", networks.networks, name="networks"),
    path("<slug:slug>/networks/<slug:code>/", networks.network, name="network"),
    path("<slug:slug>/networks/<slug:code>/leave/", networks.leave, name="leave_network"),
    path("<slug:slug>/cards/", cards.ours, name="cards"),
    path("<slug:slug>/cards/new/", cards.new, name="new_card"),
    path("<slug:slug>/cards/<id:pk>/edit/", cards.edit, name="card_edit"),
    path("<slug:slug>/cards/<id:pk>/done/", cards.done, name="card_done"),
    path("<slug:slug>/cards/<id:pk>/renew/", cards.renew, name="card_renew"),
]
