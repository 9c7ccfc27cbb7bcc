"""Addresses of accounts that are our own pages."""

from django.urls import path

from cvi.accounts import views

app_name = "accounts"
urlpatterns = [
    path("demo/", views.demo_sign_in, name="demo_sign_in"),
]
