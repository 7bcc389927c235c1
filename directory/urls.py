from django.urls import path

from directory.views import (
    cards,
    edit,
    imports,
    listing,
    members,
    needs,
    organisation,
    region,
    table,
)

app_name = "directory"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("map/", region.region, name="map"),
    path("table/", table.table, name="table"),
    path("needs/", needs.needs, name="needs"),
    path("add/", edit.add, name="add"),
    path("import/", imports.imports, name="imports"),
    path("import/<id:pk>/", imports.one, name="import"),
    path("import/<id:pk>/columns/", imports.plan, name="import_plan"),
    path("import/<id:pk>/choices/", imports.choices, name="import_choices"),
    path("import/<id:pk>/yes/", imports.apply, name="import_yes"),
    path("import/<id:pk>/again/", imports.again, name="import_again"),
    path("import/<id:pk>/remove/", imports.remove, name="import_remove"),
    path("import/<id:pk>/report.csv", imports.as_csv, name="import_report"),
    path("<slug:slug>/", organisation.organisation, name="organisation"),
    path("<slug:slug>/edit/", edit.edit, name="edit"),
    path("<slug:slug>/confirm/", edit.confirm, name="confirm"),
    path("<slug:slug>/people/", members.people, name="people"),
    path("<slug:slug>/people/remove/", members.remove, name="remove_person"),
    path("<slug:slug>/cards/new/", cards.new, name="new_card"),
    path("<slug:slug>/cards/<id:pk>/done/", cards.done, name="card_done"),
]
