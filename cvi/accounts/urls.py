"""Addresses of accounts that are our own pages."""

from django.urls import path

from cvi.accounts import views

app_name = "accounts"
urlpatterns = [
    path("demo/", views.demo_sign_in, name="demo_sign_in"),
    path("invitation/", views.invite_accept, name="invite_accept"),
    path("staff/", views.staff, name="staff"),
    path("staff/new/", views.staff_invite, name="staff_invite"),
    path("staff/<uuid:user_id>/code/", views.staff_new_code, name="staff_new_code"),
    path("staff/<uuid:user_id>/close/", views.staff_deactivate, name="staff_deactivate"),
    path("staff/<uuid:user_id>/roles/", views.staff_roles, name="staff_roles"),
    path("roles/", views.role_list, name="role_list"),
    path("roles/choose/", views.role_choose, name="role_choose"),
    path("roles/<uuid:membership_id>/end/", views.role_end, name="role_end"),
    path("roles/<uuid:membership_id>/approve/", views.role_approve, name="role_approve"),
    path("staff/<uuid:user_id>/devices/", views.staff_devices, name="staff_devices"),
    path("team/", views.team, name="team"),
    path("team/<uuid:user_id>/", views.team_devices, name="team_devices"),
    path("team/<uuid:user_id>/sign-out/", views.team_sign_out, name="team_sign_out"),
    path("staff/<uuid:user_id>/sign-out/", views.staff_sign_out, name="staff_sign_out"),
    path("devices/", views.devices, name="devices"),
    path("devices/<uuid:device_id>/", views.device_sign_out, name="device_sign_out"),
    path("devices/others/", views.device_sign_out_others, name="device_sign_out_others"),
    path("lock/", views.lock_now, name="lock_now"),
    path("drafts/key/", views.draft_key, name="draft_key"),
    path("drafts/open/", views.draft_open, name="draft_open"),
    path("stay/", views.stay, name="stay"),
    path("unlock/", views.unlock, name="unlock"),
    path("step-up/", views.step_up, name="step_up"),
]
