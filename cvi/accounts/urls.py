"""Addresses of accounts that are our own pages."""

from django.urls import path

from cvi.accounts.views import devices, drafts, places, roles, sign_in, staff

app_name = "accounts"
urlpatterns = [
    path("demo/", sign_in.demo_sign_in, name="demo_sign_in"),
    path("invitation/", sign_in.invite_accept, name="invite_accept"),
    path("staff/", staff.staff, name="staff"),
    path("staff/new/", staff.staff_invite, name="staff_invite"),
    path("staff/<uuid:user_id>/code/", staff.staff_new_code, name="staff_new_code"),
    path("staff/<uuid:user_id>/close/", staff.staff_deactivate, name="staff_deactivate"),
    path("staff/<uuid:user_id>/roles/", roles.staff_roles, name="staff_roles"),
    path("places/<slug:slug>/", places.place_list, name="place_list"),
    path("places/<slug:slug>/add/", places.place_add, name="place_add"),
    path("places/<slug:slug>/<uuid:place_id>/", places.place_change, name="place_change"),
    path("places/<slug:slug>/<uuid:place_id>/close/", places.place_close, name="place_close"),
    path("places/<slug:slug>/<uuid:place_id>/open/", places.place_reopen, name="place_reopen"),
    path("roles/", roles.role_list, name="role_list"),
    path("roles/choose/", roles.role_choose, name="role_choose"),
    path("roles/<uuid:membership_id>/end/", roles.role_end, name="role_end"),
    path("roles/<uuid:membership_id>/approve/", roles.role_approve, name="role_approve"),
    path("staff/<uuid:user_id>/devices/", devices.staff_devices, name="staff_devices"),
    path("team/", devices.team, name="team"),
    path("team/<uuid:user_id>/", devices.team_devices, name="team_devices"),
    path("team/<uuid:user_id>/sign-out/", devices.team_sign_out, name="team_sign_out"),
    path("staff/<uuid:user_id>/sign-out/", devices.staff_sign_out, name="staff_sign_out"),
    path("devices/", devices.devices, name="devices"),
    path("devices/<uuid:device_id>/", devices.device_sign_out, name="device_sign_out"),
    path("devices/others/", devices.device_sign_out_others, name="device_sign_out_others"),
    path("lock/", sign_in.lock_now, name="lock_now"),
    path("drafts/key/", drafts.draft_key, name="draft_key"),
    path("drafts/open/", drafts.draft_open, name="draft_open"),
    path("stay/", sign_in.stay, name="stay"),
    path("unlock/", sign_in.unlock, name="unlock"),
    path("step-up/", sign_in.step_up, name="step_up"),
]
