"""What each kind of paper is called as a file. No name of anybody is ever in it."""

from dataclasses import dataclass

from django.utils import timezone

from cvi.papers.models import Job

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV, JSON, ZIP = "text/csv", "application/json", "application/zip"


@dataclass(frozen=True)
class Format:
    """The first part of a file's name, its ending and its content type."""

    stem: str
    ending: str
    content_type: str


FORMATS = {
    Job.Kind.CASELOAD_PDF: Format("caseload", "pdf", PDF),
    Job.Kind.CASELOAD_XLSX: Format("caseload", "xlsx", XLSX),
    Job.Kind.TOTALS_PDF: Format("totals", "pdf", PDF),
    Job.Kind.TOTALS_XLSX: Format("totals", "xlsx", XLSX),
    Job.Kind.ACCESS_PDF: Format("paper", "pdf", PDF),
    Job.Kind.CONSENT_PDF: Format("paper", "pdf", PDF),
    Job.Kind.SAFETY_PLAN_PDF: Format("paper", "pdf", PDF),
    Job.Kind.AGREEMENT_PDF: Format("paper", "pdf", PDF),
    Job.Kind.GOALS_PDF: Format("paper", "pdf", PDF),
    Job.Kind.SUMMARY_PDF: Format("paper", "pdf", PDF),
    Job.Kind.DISCLOSURES_PDF: Format("disclosures", "pdf", PDF),
    Job.Kind.DIRECTORY_CHECK: Format("directory-check", "csv", CSV),
    Job.Kind.DIRECTORY_IMPORT: Format("directory-import", "csv", CSV),
    Job.Kind.DIRECTORY_JSON: Format("directory", "json", JSON),
    Job.Kind.DIRECTORY_CSV: Format("directory", "zip", ZIP),
}


def content_type(job: Job) -> str:
    """Return the content type of a job's file."""
    return FORMATS[Job.Kind(job.kind)].content_type


def file_name(job: Job) -> str:
    """Return a name like `caseload-2026-11-22.xlsx`."""
    made = FORMATS[Job.Kind(job.kind)]
    return f"{made.stem}-{timezone.localdate(job.asked_at).isoformat()}.{made.ending}"
