"""Addresses of staffing."""

from django.urls import path

from cvi.staffing.views import mine, team

app_name = "staffing"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("out/", mine.outing_start, name="outing_start"),
    path("out/longer/", mine.outing_longer, name="outing_longer"),
    path("out/back/", mine.outing_end, name="outing_end"),
    path("how-i-am/", mine.wellbeing_new, name="wellbeing_new"),
    path("how-i-am/<uuid:row_id>/remove/", mine.wellbeing_remove, name="wellbeing_remove"),
    path("sessions/<uuid:session_id>/", mine.session, name="session"),
    path("sessions/<uuid:session_id>/agreed/", team.action_new, name="action_new"),
    path("agreed/<uuid:action_id>/done/", mine.action_done, name="action_done"),
    path("team/", team.team, name="team"),
    path("team/<uuid:user_id>/", team.worker, name="worker"),
    path("team/<uuid:user_id>/back/", team.worker_back, name="worker_back"),
    path("team/<uuid:user_id>/session/", team.session_new, name="session_new"),
    path("team/<uuid:user_id>/training/", team.training_new, name="training_new"),
    path("training/<uuid:training_id>/remove/", team.training_remove, name="training_remove"),
    path("team/<uuid:user_id>/hard/", team.exposure_new, name="exposure_new"),
    path("hard/<uuid:exposure_id>/", team.exposure, name="exposure"),
]
