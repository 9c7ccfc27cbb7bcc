"""Takes uploads in: in memory only, so that nothing readable ever lies on a disk."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MAX_UPLOAD_BYTES = 10 * 1024 * 1024


class InMemoryOnly(FileUploadHandler):
    """Holds the files of one request in memory, up to 10 MiB; of what is more it keeps nothing.

    A file that was let go still arrives, empty and with a size that is too large, so that its
    form can say so and nothing else that was typed is lost.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.pieces: list[bytes] = []

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> None:
        """Hold a piece, or let go of all once there is too much."""
        self.received += len(raw_data)
        if self.received <= MAX_UPLOAD_BYTES:
            self.pieces.append(raw_data)
        else:
            self.pieces.clear()

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Return what was held."""
        is_held = self.received <= MAX_UPLOAD_BYTES
        return InMemoryUploadedFile(
            file=BytesIO(b"".join(self.pieces)),
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size if is_held else self.received,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
