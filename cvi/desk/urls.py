"""Addresses of the desk."""

from django.urls import path

from cvi.desk.views import about, alerts, people, person, review, settings, today

app_name = "desk"
urlpatterns = [
    path("", today.start, name="start"),
    path("welcome/", today.nothing_here, name="nothing_here"),
    path("today/", today.today, name="today"),
    path("review/", review.review_queue, name="review_queue"),
    path("review/<uuid:subject_id>/", review.review_item, name="review_item"),
    path("people/", people.people, name="people"),
    path("start/<uuid:case_id>/", today.case_start, name="case_start"),
    path("people/<uuid:participant_id>/", person.participant, name="participant"),
    path("people/<uuid:participant_id>/plan/", person.plan, name="plan"),
    path("people/<uuid:participant_id>/sharing/", person.sharing, name="sharing"),
    path("people/<uuid:participant_id>/about/", about.about, name="about"),
    path("settings/", settings.settings, name="settings"),
    path("settings/teams/<uuid:team_id>/close/", settings.team_close, name="team_close"),
    path("settings/models/<uuid:standard_id>/teams/", settings.model_assign, name="model_assign"),
    path("alerts/about/<uuid:case_id>/", alerts.alert_raise, name="alert_raise"),
    path("calendar/<str:token>.ics", alerts.calendar_feed, name="calendar_feed"),
    path("components/", today.gallery, name="gallery"),
]
