"""Correcting who someone is."""

from django.urls import reverse

from cvi.cases.models import ContactPoint
from tests.cast import Cast, SignIn


def test_takes_a_number_away_that_is_no_longer_safe(cast: Cast, sign_in: SignIn) -> None:
    mo = cast.messenger()
    case = cast.case(mo)
    assert ContactPoint.objects.exists()

    url = reverse("cases:participant_edit", args=[case.pk])
    sign_in(mo).post(url, {"name_to_use": "Zedd Testperson", "phone": ""})

    assert not ContactPoint.objects.exists()
    assert ContactPoint.history.filter(history_type="-").count() == 1
