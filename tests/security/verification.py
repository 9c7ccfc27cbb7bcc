"""What proves each requirement of the OWASP ASVS 5.0.0 that we hold ourselves to.

A proof is a test, as `folder/test_file.py::Class::test`, a whole file of tests, or a check that a
person makes, as the heading in `docs/threat-model.md` that describes it: `by hand: Heading`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """Requirements that are met together, or one threat, and what proves it."""

    ids: tuple[str, ...]
    says: str
    proofs: tuple[str, ...]


def row(ids: str, says: str, *proofs: str) -> Row:
    """Make a row of ids that are written one after the other."""
    return Row(tuple(ids.split()), says, proofs)


_PAGES = "security/test_pages.py::TestEveryPageAs"
_SWEEPS = "security/test_sweeps.py"
_HEADERS = "security/test_headers.py"
_HARD = "security/test_hardening.py"
_LOCK = "accounts/test_lock.py"
_DEVICES = "accounts/test_devices.py"
_FACTOR = "accounts/test_second_factor.py"
_UPLOADS = "papers/test_uploads.py"
_DOCUMENTS = "cases/test_documents.py"

ASVS = (
    row(
        "1.2.10", "No cell of a spreadsheet becomes a formula", "papers/test_xlsx.py::TestFormulas"
    ),
    row(
        "1.3.6",
        "Nothing is fetched from an address in a document",
        "papers/test_pdf.py::TestNoFetch",
    ),
    row(
        "1.3.7",
        "No template is made of what somebody typed",
        "architecture/test_files.py::test_no_template_is_made_of_text",
    ),
    row(
        "1.3.11",
        "No typed word is in the head of a mail",
        "accounts/test_change_mail.py::TestMail::test_names_nobody_and_nothing",
        f"{_DEVICES}::TestNewDevice::test_is_told_by_mail_without_a_name_or_a_place",
    ),
    row(
        "2.2.2",
        "The server checks every form by itself",
        "architecture/test_files.py::test_forms_clean_and_never_save",
        f"{_SWEEPS}::TestIds::test_of_others_reach_nothing_in_a_form",
    ),
    row(
        "2.3.3",
        "What belongs together is written together or not at all",
        "audit/test_trail.py::TestSave::test_refuses_a_value_that_breaks_a_rule_and_writes_nothing",
        "security/test_lines.py::TestWithoutItsLine",
    ),
    row(
        "2.3.5",
        "Two people give a role that reaches far",
        "accounts/test_roles.py::TestSecondPerson",
        "by hand: Destroying and bulk exports",
    ),
    row("2.4.1", "Reading many files is slowed down", "cases/test_pace.py"),
    row(
        "3.2.1",
        "A download is saved and never shown as a page",
        "papers/test_downloads.py::TestDownload::test_hands_over_an_attachment_that_can_do_nothing",
        f"{_DOCUMENTS}::TestDownload::test_hands_over_an_attachment_that_can_do_nothing",
    ),
    row(
        "3.3.1 3.3.2 3.3.3 3.3.4",
        "Cookies are Secure, __Host-, HttpOnly and SameSite",
        f"{_HARD}::TestProduction::test_cookies_are_bound_to_this_host_over_tls_and_out_of_reach_of_scripts",
    ),
    row(
        "3.4.1",
        "Browsers come back by TLS only, for two years",
        f"{_HARD}::TestProduction::test_every_visit_is_by_tls_for_two_years",
    ),
    row(
        "3.4.3 3.4.4 3.4.5 3.4.6 3.4.8",
        "Every answer carries its security headers",
        f"{_HEADERS}::test_stand_on_every_page",
        f"{_HEADERS}::test_stand_on_the_page_of_an_error",
    ),
    row(
        "3.5.1 3.5.3",
        "Opening a page changes nothing; whatever changes something is asked for by a form of ours",
        "security/test_get.py",
    ),
    row("3.5.4", "Outside portals have their own hostname", "by hand: Portals"),
    row(
        "3.5.8",
        "No other site can make a browser fetch a paper",
        f"{_DOCUMENTS}::TestDownload::test_answers_no_other_site",
        "papers/test_downloads.py::TestDownload::test_is_not_done_by_following_a_link",
    ),
    row(
        "3.7.2",
        "Nobody is sent on to another site",
        "accounts/test_gate.py::TestRoutes::test_goes_to_no_site_of_a_stranger_after_sign_in",
        f"{_LOCK}::TestUnlocking::test_goes_to_no_other_site",
        "accounts/test_step_up.py::TestStepUp::test_goes_to_no_other_site",
    ),
    row("4.1.3", "No visitor can pretend to be a proxy", f"{_HARD}::TestProxies"),
    row(
        "5.2.1 5.2.2 5.2.3 5.2.6",
        "Uploads are small, what they say they are, and no bombs",
        f"{_UPLOADS}::TestWhatIsRefused",
        f"{_UPLOADS}::TestReceiving",
    ),
    row(
        "5.3.2 5.4.1 5.4.2",
        "The server names files itself, and hands them out under safe names",
        f"{_DOCUMENTS}::TestAdd::test_takes_no_name_for_a_place_or_a_header",
        f"{_UPLOADS}::TestNames",
    ),
    row(
        "5.4.3",
        "A scanner for viruses looks at each upload, or none is taken",
        f"{_UPLOADS}::TestTheVirusCheck",
    ),
    row(
        "6.2.1 6.2.9 6.2.4 6.2.12 6.2.5 6.2.10",
        "Passwords are 12 to 128 characters, hard to guess, with no rules of composition",
        "accounts/test_passwords.py::TestHardToGuess",
    ),
    row(
        "6.2.7",
        "Passwords can be pasted and filled in",
        f"{_HARD}::TestSignIn::test_lets_people_paste_and_programs_fill_in",
    ),
    row(
        "6.3.1",
        "Guessing is stopped",
        f"{_FACTOR}::TestSigningIn::test_refuses_the_right_password_after_five_wrong_ones",
        "accounts/test_limits.py",
    ),
    row(
        "6.3.3",
        "Nobody gets anywhere without a second factor",
        "accounts/test_gate.py::TestSecondFactorGate",
    ),
    row(
        "6.3.4",
        "There is no weaker way in",
        "accounts/test_gate.py::TestRoutes::test_only_these_of_the_sign_in_package_are_mounted",
    ),
    row(
        "6.3.7",
        "People are told when their sign-in is changed",
        "accounts/test_change_mail.py::TestMail",
    ),
    row(
        "6.3.8",
        "Nobody learns who has an account",
        f"{_FACTOR}::TestSigningIn::test_says_the_same_of_a_wrong_name_and_a_wrong_password",
        "accounts/test_invitations.py::TestInviteAccept::test_answers_the_same_for_an_unknown_a_used_an_old_and_an_ended_code",
    ),
    row(
        "6.4.3 6.4.4 6.4.6",
        "Whoever lost a factor is let in anew in person, and chooses the password alone",
        "accounts/test_invitations.py::TestNewCode",
        "accounts/test_gate.py::TestRoutes::test_nobody_signs_up_or_resets_a_password",
    ),
    row(
        "6.5.1",
        "Codes work once",
        f"{_FACTOR}::TestSigningIn::test_takes_a_code_once",
        f"{_FACTOR}::TestSigningIn::test_takes_a_recovery_code_once",
    ),
    row(
        "6.5.2",
        "Secrets of factors are sealed",
        f"{_FACTOR}::TestSettingUp::test_leaves_neither_secret_nor_seed_readable_in_the_database",
    ),
    row(
        "6.5.6 7.5.2",
        "People see where they are signed in and end it there",
        f"{_DEVICES}::TestOwnDevices",
        f"{_DEVICES}::TestStaffDevices",
    ),
    row(
        "7.1.1 7.3.1 7.3.2",
        "Sessions lock when idle and end in time, by role",
        f"{_LOCK}::TestLimits::test_are_those_of_the_table",
        f"{_LOCK}::TestIdle",
        f"{_LOCK}::TestAbsolute",
    ),
    row(
        "7.2.4",
        "Signing in begins a new session",
        f"{_HARD}::TestSignIn::test_begins_a_new_session",
    ),
    row(
        "7.4.1 7.4.2 7.4.3 7.4.5",
        "Sign-out, closing, a changed factor and an administrator end sessions on the server",
        "accounts/test_gate.py::TestSessions::test_end_with_sign_out",
        f"{_DEVICES}::TestOtherSessionsEnd",
        f"{_DEVICES}::TestStaffDevices::test_end_all_at_once",
    ),
    row(
        "7.5.1 7.5.3", "A factor is shown again before something grave", "accounts/test_step_up.py"
    ),
    row(
        "8.1.1 8.1.2",
        "Who may do what is written down, and is what the program does",
        "docs/test_generated.py::test_a_generated_page_says_what_the_code_says",
    ),
    row(
        "8.2.1 8.2.2 8.2.3",
        "Every page, record and field is shut to whom it is not for",
        _PAGES,
        "security/test_canaries.py::TestCanaries",
        _SWEEPS,
    ),
    row(
        "8.3.1 8.3.2",
        "The server decides, and a change holds from the next request on",
        "security/test_revocation.py",
    ),
    row(
        "8.4.1",
        "No agency reaches into another",
        f"{_PAGES}::test_opens_what_is_within_reach_and_shuts_the_rest",
        "vault/test_seal.py::TestRing::test_refuses_another_agency",
    ),
    row("11.1.1 11.1.2", "Keys and ciphers are written down", "by hand: Ciphers and keys"),
    row(
        "11.2.2",
        "Ciphers can be changed",
        "vault/test_keys.py::TestUnseal::test_refuses_an_unknown_version",
        "by hand: Ciphers and keys",
    ),
    row(
        "11.3.2 11.3.3 11.3.4",
        "Seals cannot be read, altered, moved or repeated",
        "vault/test_seal.py::TestSealedColumn",
        "vault/test_files.py::TestSealedFile",
    ),
    row(
        "11.4.2",
        "Passwords are kept as Argon2id",
        f"{_HARD}::TestSignIn::test_keeps_a_password_as_argon2id",
    ),
    row(
        "11.6.2",
        "Keys are agreed on by the published standard",
        "vault/test_hpke.py",
        "journeys/test_hpke.py",
    ),
    row(
        "12.3.1",
        "The way to the database is encrypted and checked",
        f"{_HARD}::TestWayToTheDatabase",
    ),
    row(
        "13.3.1 13.3.2 13.3.4",
        "Secrets lie outside code and database, for their owner only",
        "vault/test_keys.py::TestKeyring",
        "vault/test_keys.py::TestChecks",
        "by hand: Ciphers and keys",
    ),
    row(
        "13.4.2 13.4.5 13.4.6",
        "Nothing for developers is shown, and no version",
        f"{_HARD}::TestProduction::test_nothing_is_shown_to_developers",
        f"{_HARD}::TestErrorPages::test_name_no_version_of_anything",
        "accounts/test_gate.py::TestRoutes::test_only_these_are_open_without_sign_in",
    ),
    row(
        "14.1.1 14.1.2 14.2.4",
        "Every column is classified, and protected as its class asks",
        "architecture/test_models.py::test_every_text_column_is_classified",
        "docs/test_generated.py",
        "security/test_stolen_disk.py::TestAStolenDisk",
    ),
    row(
        "14.2.1",
        "No name is in an address",
        "architecture/test_files.py::test_a_page_has_one_name",
        "by hand: Addresses",
    ),
    row("14.2.6", "A page shows the least", "security/test_canaries.py::TestCanaries"),
    row("14.2.7", "Nothing is kept longer than it must be", "by hand: Retention"),
    row(
        "14.2.8",
        "Uploads lose where and with what they were made",
        f"{_UPLOADS}::TestWhatIsLeftBehind",
    ),
    row(
        "14.3.1 14.3.2 14.3.3",
        "A browser keeps nothing readable",
        f"{_HEADERS}::test_sign_out_empties_the_cache_and_leaves_what_waits_to_be_sent",
        "security/test_leak_places.py::TestOfflineCaches",
        "journeys/test_drafts.py::TestSecrecy",
    ),
    row(
        "15.1.2",
        "All that is built in is known",
        f"{_HARD}::TestPackages::test_are_locked_each_with_its_hash",
    ),
    row(
        "15.3.1 15.3.3", "A form writes its own fields and no others", f"{_SWEEPS}::TestExtraFields"
    ),
    row(
        "15.4.2",
        "Between asking and writing nobody slips in",
        "referrals/test_two_answers.py",
        "hospital/test_two_taps.py",
        "accounts/test_once.py::test_two_taps_at_the_same_moment_write_one_row",
    ),
    row(
        "16.2.5 16.3.1 16.3.2",
        "Every sign-in, look and refusal leaves a line, without a word of anybody's",
        "security/test_lines.py::test_every_page_that_opens_leaves_a_line",
        "accounts/test_comings.py",
        "security/test_canaries.py::TestCanaries",
    ),
    row(
        "16.4.2 16.4.3",
        "The trail cannot be changed unseen, and its end is kept elsewhere",
        "audit/test_chain.py",
        "audit/test_proof.py",
    ),
    row(
        "16.5.1 16.5.3",
        "A fault shows nothing and opens nothing",
        f"{_HARD}::TestErrorPages",
        "security/test_lines.py::TestWithoutItsLine",
        "vault/test_keys.py::TestWrongKey",
    ),
)
