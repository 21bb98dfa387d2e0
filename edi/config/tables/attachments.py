"""The files Chorus Pro takes as attachments (config/attachment-types.csv)."""

from __future__ import annotations

from dataclasses import dataclass

from edi.config.csv import Row
from edi.message import Message
from edi.model.document import CONTENT_KINDS

WHAT = Message("cette extension est", "extension")
AN_EXTENSION = Message(
    "des capitales et des chiffres, sans point, par exemple PDF", "capitals and digits, without a dot, such as PDF"
)
NO_KIND = Message(
    "kinds contient {kind!r} ; écrivez any, ou certains de : {kinds}.",
    "kinds holds {kind!r}; write any, or some of: {kinds}.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentType:
    """One extension Chorus Pro takes, and what a file of that name may hold (document.Content) and be declared as."""

    extension: str  # in capitals
    kinds: tuple[str, ...]  # ("any",): nothing is known of the format
    mimes: tuple[str, ...]
    source: str
    certainty: str


def attachment_type_of(row: Row) -> tuple[str, AttachmentType]:
    extension = row.matching("extension", "[A-Z0-9]{1,16}", AN_EXTENSION)
    kinds = tuple(row.text("kinds").split())
    if wrong := [kind for kind in kinds if kind not in (*CONTENT_KINDS, "any")]:
        row.refuse(NO_KIND, kind=wrong[0], kinds=", ".join(CONTENT_KINDS))
    return extension, AttachmentType(
        extension=extension,
        kinds=kinds,
        mimes=tuple(row.text("mimes").lower().split()),
        source=row.text("source"),
        certainty=row.certainty(),
    )
