"""Addresses of the shared record."""

from django.urls import path

from cvi.cases.views import (
    caseload,
    consents,
    documents,
    eligibility,
    matches,
    notes,
    people,
    plans,
)

app_name = "cases"
urlpatterns = [
    path("new/", people.person_new, name="person_new"),
    path("sight/<uuid:request_id>/", matches.sight_answer, name="sight_answer"),
    path("matches/", matches.match_list, name="match_list"),
    path("matches/<uuid:review_id>/", matches.match_review, name="match_review"),
    path("<uuid:case_id>/course/", caseload.case_course, name="case_course"),
    path("<uuid:case_id>/status/", caseload.case_status, name="case_status"),
    path("<uuid:case_id>/close/", caseload.case_close, name="case_close"),
    path("<uuid:case_id>/reopen/", caseload.case_reopen, name="case_reopen"),
    path("<uuid:case_id>/worker/", caseload.case_assign, name="case_assign"),
    path("<uuid:case_id>/transfers/new/", caseload.transfer_new, name="transfer_new"),
    path("transfers/<uuid:transfer_id>/", caseload.transfer_answer, name="transfer_answer"),
    path(
        "transfers/<uuid:transfer_id>/withdraw/",
        caseload.transfer_withdraw,
        name="transfer_withdraw",
    ),
    path("caseloads/", caseload.caseload_list, name="caseload_list"),
    path("caseloads/<uuid:membership_id>/", caseload.caseload_move, name="caseload_move"),
    path("<uuid:case_id>/eligibility/new/", eligibility.eligibility_new, name="eligibility_new"),
    path(
        "eligibility/<uuid:eligibility_id>/",
        eligibility.eligibility_review,
        name="eligibility_review",
    ),
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
