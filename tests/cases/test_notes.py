"""Notes: sealed, sensitive ones for few, corrected for a day, later only added to."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.accounts.roles import Role
from cvi.cases import services
from cvi.cases.errors import CaseClosed, WrongStep
from cvi.cases.models import Case, Note, NoteAddendum
from tests.cast import Cast, SignIn

SECRET = "Cried about the hearing"


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo)


@pytest.fixture
def note(case: Case, mo: User) -> Note:
    return services.add_note(case=case, text=SECRET, is_sensitive=True, by=mo)


def age(note: Note, monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    written = timezone.now() - dt.timedelta(hours=hours)
    monkeypatch.setattr("cvi.cases.models.notes.made_at", lambda _pk: written)


class TestSensitive:
    def pages(self, note: Note) -> list[str]:
        return [
            reverse("desk:participant", args=[note.case.participant_id]),
            reverse("cases:note", args=[note.pk]),
            reverse("cases:note_add", args=[note.pk]),
        ]

    def test_is_read_by_its_author_and_the_supervisor(
        self, cast: Cast, note: Note, mo: User, sign_in: SignIn
    ) -> None:
        for reader in (mo, cast.supervisor()):
            browser = sign_in(reader)
            person, page, add = (browser.get(url) for url in self.pages(note))

            assert SECRET in person.content.decode()
            assert SECRET in page.content.decode()
            assert add.status_code == 200

    def test_is_known_but_not_read_by_a_colleague_of_the_case(
        self, cast: Cast, note: Note, sign_in: SignIn
    ) -> None:
        may = cast.messenger("may")
        cast.lend(note.case, may)

        person, page, add = (sign_in(may).get(url) for url in self.pages(note))

        assert "Note kept private by Mo" in person.content.decode()
        assert SECRET not in person.content.decode()
        assert (page.status_code, add.status_code) == (404, 404)

    def test_is_not_even_known_to_others_who_see_the_case(
        self, cast: Cast, note: Note, sign_in: SignIn
    ) -> None:
        night = cast.messenger("nia", cast.harbor_night_team())
        cast.lend(note.case, night)

        text = sign_in(night).get(self.pages(note)[0]).content.decode()

        assert "kept private" not in text
        assert SECRET not in text

    def test_is_read_by_the_clinician_of_a_bedside_team(self, cast: Cast, sign_in: SignIn) -> None:
        hana = cast.specialist()
        case = cast.case(hana, team=cast.mercy_team)
        note = services.add_note(case=case, text=SECRET, is_sensitive=True, by=hana)
        cleo = cast.user("cleo", Role.CLINICIAN, cast.mercy_team)
        hugo = cast.specialist("hugo")

        assert SECRET in sign_in(cleo).get(self.pages(note)[0]).content.decode()
        assert SECRET not in sign_in(hugo).get(self.pages(note)[0]).content.decode()

    def test_never_loads_its_words_for_others(self, cast: Cast, note: Note) -> None:
        may = cast.messenger("may")
        cast.lend(note.case, may)

        row = Note.objects.kept_private_from(may).get()

        assert "text" in row.get_deferred_fields()
        assert not Note.objects.visible_to(may).exists()
        assert not NoteAddendum.objects.visible_to(may).exists()


class TestCorrection:
    def url(self, note: Note) -> str:
        return reverse("cases:note_correct", args=[note.pk])

    def test_keeps_what_stood_there(self, note: Note, mo: User, sign_in: SignIn) -> None:
        browser = sign_in(mo)

        answer = browser.post(self.url(note), {"text": "Upset 😀 about the hearing"})

        page = browser.get(answer.url)
        note.refresh_from_db()
        assert (note.text, note.is_sensitive) == ("Upset 😀 about the hearing", False)
        assert [row.text for row in page.context["earlier"]] == [SECRET]
        assert "What it said before" in page.content.decode()

    def test_is_refused_after_a_day(
        self, note: Note, mo: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        age(note, monkeypatch, 25)

        page = sign_in(mo).post(self.url(note), {"text": "Other words"})

        note.refresh_from_db()
        assert "You can add to it." in page.content.decode()
        assert "Other words" in page.content.decode()
        assert note.text == SECRET

    def test_is_refused_to_the_supervisor(self, cast: Cast, note: Note) -> None:
        with pytest.raises(WrongStep):
            services.correct_note(note=note, text="Mine", is_sensitive=False, by=cast.supervisor())

    @pytest.mark.parametrize("text", ["", "x" * 10_000, "a\x00b"])
    def test_saves_nothing_when_something_is_wrong(
        self, note: Note, mo: User, sign_in: SignIn, text: str
    ) -> None:
        for name in ("note_correct", "note_add"):
            page = sign_in(mo).post(reverse(f"cases:{name}", args=[note.pk]), {"text": text})
            assert "text" in page.context["form"].errors

        note.refresh_from_db()
        assert note.text == SECRET
        assert not NoteAddendum.objects.exists()


class TestAddendum:
    def test_stands_beside_the_note(
        self, note: Note, mo: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        age(note, monkeypatch, 25)
        browser = sign_in(mo)

        answer = browser.post(reverse("cases:note_add", args=[note.pk]), {"text": "Better שלום"})

        text = browser.get(answer.url).content.decode()
        assert SECRET in text
        assert "Better שלום" in text
        assert reverse("cases:note_correct", args=[note.pk]) not in text

    def test_of_a_closed_case_is_refused(self, case: Case, note: Note, mo: User) -> None:
        services.close_case(case=case, status="closed", closed_on=timezone.localdate(), by=mo)
        note.refresh_from_db()

        with pytest.raises(CaseClosed):
            services.add_to_note(note=note, text="More", by=mo)
        with pytest.raises(CaseClosed):
            services.correct_note(note=note, text="More", is_sensitive=False, by=mo)
