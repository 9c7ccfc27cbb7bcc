"""Addresses of the shared record."""

from django.urls import path

from cvi.cases.views import consents, documents, matches, notes, people, plans

app_name = "cases"
urlpatterns = [
    path("new/", people.person_new, name="person_new"),
    path("sight/<uuid:request_id>/", matches.sight_answer, name="sight_answer"),
    path("matches/", matches.match_list, name="match_list"),
    path("matches/<uuid:review_id>/", matches.match_review, name="match_review"),
    path("<uuid:case_id>/goals/new/", plans.goal_new, name="goal_new"),
    path("goals/<uuid:goal_id>/", plans.goal_change, name="goal_change"),
    path("<uuid:case_id>/follow-ups/new/", plans.follow_up_new, name="follow_up_new"),
    path("follow-ups/<uuid:follow_up_id>/", plans.follow_up_finish, name="follow_up_finish"),
    path("<uuid:case_id>/notes/new/", notes.note_new, name="note_new"),
    path("<uuid:case_id>/documents/", documents.document_list, name="document_list"),
    path("<uuid:case_id>/documents/new/", documents.document_add, name="document_add"),
    path("documents/<uuid:document_id>/", documents.document, name="document"),
    path("documents/<uuid:document_id>/remove/", documents.document_remove, name="document_remove"),
    path("<uuid:case_id>/consents/new/", consents.consent_new, name="consent_new"),
    path(
        "<uuid:case_id>/consents/<uuid:consent_id>/revoke/",
        consents.consent_revoke,
        name="consent_revoke",
    ),
    path("<uuid:case_id>/person/", people.participant_edit, name="participant_edit"),
]
