"""Attached files: what Chorus Pro takes of them, by size and by name.

In: the record's attachments (decoded sizes, declared names).  Out: findings at the attachment's own place.
"""

from __future__ import annotations

from collections.abc import Iterable

from edi.findings import attachments as say
from edi.flow import Finding, Record
from edi.limits import MIB
from edi.rules.context import RuleContext
from edi.rules.rule import Rule, rule


@rule(say.ATTACHMENT_TOO_LARGE)
def size_within_limit(record: Record, context: RuleContext) -> Iterable[Finding]:
    """No attachment, once decoded, is over the limit. Source: reform's IRR_TAILLE_PJ; 10 MB in Chorus Pro."""
    limit = context.limits.attachment
    for attachment in record.attachments:
        if attachment.size is not None and attachment.size > limit:
            yield say.ATTACHMENT_TOO_LARGE.at(
                value=human_size(attachment.size),
                xpath=attachment.xpath or None,
                line=attachment.line or None,
                name=attachment.name.text if attachment.name else "",
                size=human_size(attachment.size),
                size_en=human_size(attachment.size, "en"),
                limit=human_size(limit),
                limit_en=human_size(limit, "en"),
            )


@rule(say.ATTACHMENT_NAME_LONG)
def name_within_limit(record: Record, context: RuleContext) -> Iterable[Finding]:
    """No attachment's name, extension included, is over the limit. Source: pivot invoice schema (50 characters)."""
    limit = context.limits.attachment_name
    for attachment in record.attachments:
        name = attachment.name
        if name is not None and len(name.text) > limit:
            yield say.ATTACHMENT_NAME_LONG.at(
                value=name.text, xpath=name.xpath, line=name.line, length=len(name.text), limit=limit
            )


def human_size(size: int, lang: str = "fr") -> str:
    """Bytes as people read them; the exact count stays, so that one byte too many still shows."""
    exact = f"{size:,}".replace(",", " " if lang == "fr" else ",")
    about = f"{size / MIB:.1f}"
    if lang == "fr":
        return f"{about.replace('.', ',')} Mo ({exact} octets)"
    return f"{about} MB ({exact} bytes)"


RULES: tuple[Rule, ...] = (size_within_limit, name_within_limit)
