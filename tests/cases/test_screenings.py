"""Screenings are scored as their authors say, sealed as medical, and act on a sign of danger."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.accounts.roles import Role
from cvi.cases import services
from cvi.cases.models import Case, FollowUp, Screening
from cvi.cases.scoring import is_danger, score
from cvi.standards import reading as standards
from cvi.standards.models import Instrument
from cvi.vault.errors import DomainDenied
from cvi.vault.keyring import open_ring
from tests.cast import Cast, SignIn


@pytest.fixture
def hana(cast: Cast) -> User:
    return cast.specialist()


@pytest.fixture
def case(cast: Cast, hana: User) -> Case:
    return cast.case(hana, cast.mercy_team)


def instrument(code: str) -> Instrument:
    found = standards.instrument(code)
    assert found is not None
    return found


def points(code: str, value: int, **other: int) -> dict[str, int]:
    same = {str(item.position): value for item in instrument(code).items.all()}
    return same | {name.removeprefix("q"): given for name, given in other.items()}


def new(case: Case, code: str) -> str:
    return f"{reverse('cases:screening_new', args=[case.pk])}?with={code}"


@pytest.mark.django_db
class TestScores:
    @pytest.mark.parametrize(
        ("code", "value", "total", "positive"),
        [
            ("phq_2", 1, 2, False),
            ("phq_2", 2, 4, True),
            ("phq_9", 1, 9, False),
            ("phq_9", 3, 27, True),
            ("pcl_5", 1, 20, False),
            ("pcl_5", 2, 40, True),
            ("pc_ptsd_5", 1, 5, True),
        ],
    )
    def test_are_sums_against_the_cut(
        self, code: str, value: int, total: int, positive: bool
    ) -> None:
        row = instrument(code)

        assert score(row, points(code, value)) == total
        assert row.is_positive(total) is positive

    @pytest.mark.parametrize(("yes", "positive"), [(3, False), (4, True)])
    def test_of_the_pc_ptsd_5_turn_at_four(self, yes: int, positive: bool) -> None:
        row = instrument("pc_ptsd_5")
        scored = [item for item in row.items.all() if item.kind == "scored"]
        given = {str(item.position): int(place < yes) for place, item in enumerate(scored)}
        gate = next(str(item.position) for item in row.items.all() if item.kind == "gate")

        total = score(row, given | {gate: 1})

        assert total == yes
        assert row.is_positive(yes) is positive

    def test_are_nothing_after_a_no_to_the_first_question(self) -> None:
        row = instrument("pc_ptsd_5")
        gate = next(str(item.position) for item in row.items.all() if item.kind == "gate")

        assert score(row, {gate: 0}) == 0

    def test_are_not_made_of_some_of_the_answers(self) -> None:
        given = points("phq_9", 2)
        given.popitem()

        assert score(instrument("phq_9"), given) is None

    @pytest.mark.parametrize(
        ("total", "band"),
        [(4, "Minimal"), (5, "Mild"), (10, "Moderate"), (15, "Moderately severe"), (20, "Severe")],
    )
    def test_of_the_phq_9_have_its_five_levels(self, total: int, band: str) -> None:
        found = instrument("phq_9").band_of(total)

        assert found is not None
        assert found.label_en == band

    def test_leave_safety_off(self) -> None:
        codes = {row.code for row in standards.instruments()}

        assert "safety" not in codes
        assert {"pc_ptsd_5", "pcl_5", "phq_2", "phq_9"} <= codes


class TestDanger:
    @pytest.mark.parametrize("ninth", [1, 2, 3])
    def test_opens_a_safety_task_for_today(self, case: Case, hana: User, ninth: int) -> None:
        given = points("phq_9", 0) | {"9": ninth}

        services.record_screening(
            case=case, instrument=instrument("phq_9"), points=given, language="en", by=hana
        )

        task = FollowUp.objects.get(case=case)
        assert (task.kind, task.due_on) == (FollowUp.Kind.SAFETY, timezone.localdate())

    def test_is_seen_though_the_rest_was_skipped(self, case: Case, hana: User) -> None:
        row = instrument("phq_9")
        what = {"case": case, "instrument": row, "points": {"9": 1}, "language": "es"}

        screening = services.record_screening(**what, by=hana)

        assert screening.total is None
        assert is_danger(row, screening.answers)
        assert FollowUp.objects.filter(case=case, kind=FollowUp.Kind.SAFETY).exists()

    def test_is_none_in_a_zero(self, case: Case, hana: User) -> None:
        given = points("phq_9", 3) | {"9": 0}

        services.record_screening(
            case=case, instrument=instrument("phq_9"), points=given, language="en", by=hana
        )

        assert not FollowUp.objects.exists()

    def test_says_what_to_do_now(self, case: Case, hana: User, sign_in: SignIn) -> None:
        browser = sign_in(hana)
        typed = {f"item_{place}": "0" for place in range(1, 9)} | {"item_9": "1"}

        browser.post(new(case, "phq_9"), typed)
        url = reverse("cases:screening", args=[Screening.objects.get().pk])
        page = browser.get(url).content.decode()

        assert "988" in page
        assert reverse("cases:safety_plan", args=[case.pk]) in page


class TestTheForm:
    def test_presets_nothing_and_asks_in_the_words_of_its_authors(
        self, case: Case, hana: User, sign_in: SignIn
    ) -> None:
        form = sign_in(hana).get(new(case, "phq_9")).context["form"]

        assert len(form.fields) == 9
        assert not any(field.initial for field in form.fields.values())
        assert form.fields["item_1"].label == "Little interest or pleasure in doing things"

    def test_takes_the_total_alone_of_a_licensed_tool(
        self, case: Case, hana: User, sign_in: SignIn
    ) -> None:
        typed = {"total": "4", "band": "moderate", "taken_on": timezone.localdate().isoformat()}

        sign_in(hana).post(new(case, "oras"), typed)

        row = Screening.objects.get()
        assert (row.total, row.band, row.answers) == (4, "moderate", {})

    @pytest.mark.parametrize(
        ("code", "typed", "field"),
        [
            ("phq_9", {"item_1": "4"}, "item_1"),
            ("phq_9", {"item_1": "x"}, "item_1"),
            ("oras", {"total": "-1"}, "total"),
            ("oras", {"total": "nine"}, "total"),
            ("ace", {"total": "11"}, "total"),
            ("ace", {"total": "3", "taken_on": "2199-01-01"}, "taken_on"),
            ("ace", {"total": "3", "band": "x" * 10_000}, "band"),
        ],
    )
    def test_refuses_what_cannot_be(
        self,
        case: Case,
        hana: User,
        sign_in: SignIn,
        code: str,
        typed: dict[str, str],
        field: str,
    ) -> None:
        answer = sign_in(hana).post(new(case, code), typed)

        assert field in answer.context["form"].errors
        assert not Screening.objects.exists()

    @pytest.mark.parametrize("code", ["safety", "nothing", ""])
    def test_of_what_is_off_is_not_there(
        self, case: Case, hana: User, sign_in: SignIn, code: str
    ) -> None:
        answer = sign_in(hana).get(new(case, code))

        assert answer.url == reverse("cases:screening_list", args=[case.pk])


class TestWhoSees:
    def test_is_never_someone_without_the_medical_keys(
        self, cast: Cast, case: Case, hana: User, sign_in: SignIn
    ) -> None:
        what = {"case": case, "instrument": instrument("ace"), "total": 6, "by": hana}
        row = services.record_total(**what)
        lead = cast.user("lea", Role.SUPERVISOR, cast.mercy_team)

        answer = sign_in(lead).get(reverse("cases:screening", args=[row.pk]))

        assert answer.status_code == 403
        with open_ring({("core", cast.mercy.pk)}), pytest.raises(DomainDenied):
            _sealed = Screening.objects.get(pk=row.pk).total

    def test_is_the_clinician_too(
        self, cast: Cast, case: Case, hana: User, sign_in: SignIn
    ) -> None:
        services.record_total(case=case, instrument=instrument("ace"), total=6, by=hana)
        clara = cast.user("clara", Role.CLINICIAN, cast.mercy_team)

        page = sign_in(clara).get(reverse("cases:screening_list", args=[case.pk]))

        assert "ACE" in page.content.decode()
