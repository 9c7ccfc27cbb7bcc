"""Which function makes which kind of paper.

The table is filled when the worker loads each app's `tasks.py`. The web only writes a job's id
into the queue, so it never loads what makes a PDF (2 s and 35 MB).
"""

from collections.abc import Callable, Iterable

from cvi.papers.models import Job

Handler = Callable[[Job], Iterable[bytes]]

HANDLERS: dict[str, Handler] = {}


def makes(kind: Job.Kind) -> Callable[[Handler], Handler]:
    """Let the decorated function make papers of `kind`: it returns the content of the file.

    It runs with the keys of the job's owner, and checks the owner's right again.
    """

    def keep(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return keep
