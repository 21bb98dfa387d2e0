"""What a document is judged by: tables, code lists, schemas, directory, marches; and today's terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from edi.clock import paris
from edi.config.directory import Directory
from edi.config.marches import Marches
from edi.config.partners import Partner
from edi.config.settings import Settings
from edi.config.tables import Tables
from edi.judging.xsd.validate import Validator
from edi.model.judgement import Terms
from edi.model.limits import Limits
from edi.rules.context import RuleContext
from edi.schemas.codes import Codes


def terms_of(settings: Settings, partner: Partner | None, interface: str | None) -> Terms:
    """What a partner's documents are judged on today."""
    today = paris(datetime.now(UTC)).date()
    name = partner.name if partner else None
    waivers = settings.waivers.of(name)
    return Terms(
        today=today,
        partner=name,
        interface=interface,
        qualification=((partner and partner.mode) or settings.mode) == "qualification",
        suppliers=partner.siret if partner else (),
        weights={waiver.rule: waiver.severity for waiver in waivers if waiver.holds_on(today)},
        expired={waiver.rule: waiver.until for waiver in waivers if not waiver.holds_on(today)},
    )


@dataclass(frozen=True, slots=True)
class Bench:
    """What a judging process keeps from document to document."""

    tables: Tables
    limits: Limits
    validator: Validator
    codes: Codes
    directory: Directory = Directory()  # noqa: RUF009 - frozen
    marches: Marches = Marches()  # noqa: RUF009 - frozen

    def context(self, terms: Terms, cadre: str | None) -> RuleContext:
        """What the rules may look at beside one document's record."""
        in_force = self.tables.cadres[cadre] if cadre else None
        return RuleContext(
            tables=self.tables,
            limits=self.limits,
            codes=self.codes,
            directory=self.directory,
            marches=self.marches,
            terms=terms,
            cadre=in_force,
        )
