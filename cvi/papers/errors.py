"""What can go wrong with a job. None of these carries more than an id."""


class JobLost(Exception):
    """Another run of the worker has taken this job over, so this one stops."""


class DownloadGone(Exception):
    """The file was downloaded before, or its fifteen minutes are over. The message is for them."""
