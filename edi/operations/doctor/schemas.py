"""The schemas: every one there, unaltered, without a hole."""

from __future__ import annotations

from collections.abc import Iterator

from edi.config.settings import Settings
from edi.errors import GatewayError
from edi.judging.reference import catalog_of
from edi.message import Message
from edi.operations.doctor.engines import engines_line
from edi.operations.doctor.line import Line
from edi.operations.names import sentence_of
from edi.schemas.catalog import packs
from edi.schemas.trust import check

SCHEMAS = Message("schémas", "schemas")
PACK = Message("{role} : {package} {version}, {sha256}", "{role}: {package} {version}, {sha256}")


def schema_lines(settings: Settings) -> Iterator[Line]:
    try:
        catalog = catalog_of(settings)
        problems = check(catalog)
    except GatewayError as error:
        yield Line(SCHEMAS, False, sentence_of(error))
        return
    for problem in problems:
        yield Line(SCHEMAS, False, Message(problem.fr, problem.en))
    if not problems:
        for pack in packs(catalog):
            told = PACK.filled(role=pack.role, package=pack.package, version=pack.version, sha256=pack.sha256[:12])
            yield Line(SCHEMAS, True, told)
        yield engines_line(catalog, settings.limits)
