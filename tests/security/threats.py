"""What proves that each threat is answered; proofs are written as in `verification.py`."""

from tests.security.verification import row

_PAGES = "security/test_pages.py::TestEveryPageAs"
_SWEEPS = "security/test_sweeps.py"
_HEADERS = "security/test_headers.py"
_HARD = "security/test_hardening.py"
_LOCK = "accounts/test_lock.py"
_DEVICES = "accounts/test_devices.py"
_FACTOR = "accounts/test_second_factor.py"
_UPLOADS = "papers/test_uploads.py"

THREATS = (
    row("1", "Stolen database, replica or disk", "security/test_stolen_disk.py"),
    row(
        "2",
        "An old backup leaks",
        "vault/test_seal.py::TestRing::test_cannot_open_what_was_destroyed",
        "by hand: Backups",
    ),
    row(
        "3",
        "Lost or seized phone",
        f"{_DEVICES}::TestOwnDevices::test_end_one_by_one_at_once",
        "journeys/test_drafts.py::TestSecrecy",
        "security/test_leak_places.py::TestOfflineCaches",
    ),
    row(
        "4",
        "Borrowed computer, back button",
        f"{_LOCK}::TestLocked",
        f"{_LOCK}::TestSharedDevice",
        _HEADERS,
    ),
    row(
        "5",
        "Someone with an account looks for a target",
        "security/test_leak_places.py::TestSearch",
        "cases/test_person_new_match.py",
        "reports/test_anomalies.py",
    ),
    row(
        "6",
        "Someone reads or exports many files",
        "cases/test_pace.py",
        "reports/test_anomalies.py",
    ),
    row(
        "7",
        "Police reach into the files",
        "accounts/test_roles.py::test_no_role_is_for_police",
        "security/test_drop_box.py",
        "accounts/test_gate.py::TestRoutes::test_only_these_are_open_without_sign_in",
    ),
    row("8", "Subpoena or warrant", "by hand: Legal process"),
    row(
        "9",
        "A breach of the hospital spreads",
        "hospital/test_medical_lock.py",
        "referrals/test_referral_services.py::TestAccept",
    ),
    row(
        "10",
        "A messenger is talked out of password and code",
        f"{_FACTOR}::TestSigningIn",
        f"{_DEVICES}::TestNewDevice",
        "accounts/test_passkey_duty.py",
    ),
    row(
        "11",
        "Stolen passwords are tried",
        "accounts/test_limits.py",
        f"{_HARD}::TestProxies",
        "accounts/test_passwords.py",
    ),
    row("12", "Stolen session", "accounts/test_gate.py::TestSessions", _LOCK),
    row("13", "Somebody else's id in an address", _PAGES, f"{_SWEEPS}::TestIds"),
    row(
        "14",
        "A note that becomes a script",
        f"{_SWEEPS}::TestMarkup",
        _HEADERS,
        "architecture/test_files.py::test_templates_are_short_and_closed",
    ),
    row(
        "15",
        "A query that becomes another",
        "architecture/test_files.py::test_no_side_door_to_a_table",
    ),
    row(
        "16",
        "A document that fetches or does something",
        "papers/test_pdf.py::TestNoFetch",
        f"{_UPLOADS}::TestWhatIsRefused",
    ),
    row(
        "17",
        "The trail is tampered with",
        "audit/test_chain.py",
        "audit/test_proof.py",
        "audit/test_partitions.py",
    ),
    row(
        "18",
        "An administrator gives themselves a role",
        "accounts/test_roles.py::TestGivingRoles::test_is_never_for_oneself",
        "accounts/test_roles.py::TestSecondPerson",
        "audit/test_proof.py::TestVersions",
    ),
    row("19", "People are found in public tables", "by hand: Public tables"),
    row(
        "20",
        "A lost or wrong key",
        "vault/test_keys.py::TestWrongKey",
        "scripts/test_scripts.py::TestKeyring",
    ),
)
