"""Addresses of what keeps records true: histories, reviews, claims, yearly questions, merges."""

from django.urls import path

from directory.views import asked, claim, history, merge, review

urlpatterns = [
    path("review/", review.queue, name="review"),
    path("review/changes/<id:pk>/", review.change, name="review_change"),
    path("review/claims/<id:pk>/", review.claim, name="review_claim"),
    path("asked/stop/<str:token>/", asked.stop, name="stop_asking"),
    path("asked/<str:token>/", asked.still_right, name="still_right"),
    path("<slug:slug>/history/", history.history, name="history"),
    path("<slug:slug>/history/review/", history.switch_review, name="switch_review"),
    path("<slug:slug>/history/<id:pk>/undo/", history.undo, name="undo"),
    path("<slug:slug>/history/<id:pk>/withdraw/", history.withdraw, name="withdraw_change"),
    path("<slug:slug>/claim/", claim.claim, name="claim"),
    path("<slug:slug>/claim/withdraw/", claim.withdraw, name="withdraw_claim"),
    path("<slug:slug>/claim/<str:token>/", claim.prove, name="prove_claim"),
    path("<slug:slug>/people/asks/<id:pk>/", claim.answer, name="answer_claim"),
    path("<slug:slug>/merge/", merge.merge, name="merge"),
]
