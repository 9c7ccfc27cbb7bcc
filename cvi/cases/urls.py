"""Addresses of the shared record."""

from django.urls import path

from cvi.cases import views

app_name = "cases"
urlpatterns = [
    path("new/", views.person_new, name="person_new"),
    path("sight/<uuid:request_id>/", views.sight_answer, name="sight_answer"),
    path("matches/", views.match_list, name="match_list"),
    path("matches/<uuid:review_id>/", views.match_review, name="match_review"),
    path("<uuid:case_id>/goals/new/", views.goal_new, name="goal_new"),
    path("goals/<uuid:goal_id>/", views.goal_change, name="goal_change"),
    path("<uuid:case_id>/follow-ups/new/", views.follow_up_new, name="follow_up_new"),
    path("follow-ups/<uuid:follow_up_id>/", views.follow_up_finish, name="follow_up_finish"),
    path("<uuid:case_id>/notes/new/", views.note_new, name="note_new"),
    path("<uuid:case_id>/documents/", views.document_list, name="document_list"),
    path("<uuid:case_id>/documents/new/", views.document_add, name="document_add"),
    path("documents/<uuid:document_id>/", views.document, name="document"),
    path("documents/<uuid:document_id>/remove/", views.document_remove, name="document_remove"),
    path("<uuid:case_id>/consents/new/", views.consent_new, name="consent_new"),
    path(
        "<uuid:case_id>/consents/<uuid:consent_id>/revoke/",
        views.consent_revoke,
        name="consent_revoke",
    ),
    path("<uuid:case_id>/person/", views.participant_edit, name="participant_edit"),
]
