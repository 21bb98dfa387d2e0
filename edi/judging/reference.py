"""What documents are judged by: tables, code lists, schemas, directory, marchés; and a partner's terms of today.

In: the settings.  Out: ReferenceData, read whole or not at all (ConfigError says what cannot be read or trusted).
It is a value: it can be pickled, and loads its schemas anew where it arrives. What the rules may look at is a
RuleContext of theirs, for rules stand below judging; ReferenceData holds one that is of no document yet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from edi.clock import paris
from edi.config.directory import load_directory
from edi.config.marches import load_marches
from edi.config.partners import Partner
from edi.config.settings import Settings
from edi.config.tables import Tables, load_tables
from edi.judging.second_opinion import SecondOpinion
from edi.judging.xsd.validate import Validator
from edi.model.judgement import Pack, Terms
from edi.model.limits import Limits
from edi.rules.context import RuleContext
from edi.rules.fixed import FIXED
from edi.rules.pack import rule_pack
from edi.schemas.catalog import Catalog, Override, load_catalog, packs
from edi.schemas.codes import load_codes
from edi.schemas.trust import require


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceData:
    """What a judging process keeps from document to document."""

    for_rules: RuleContext  # of no document yet
    catalog: Catalog
    validator: Validator
    packs: tuple[Pack, ...]  # what takes part in a verdict, each with its hash
    second_opinion: SecondOpinion | None = None  # None: libxml2 alone is asked

    @property
    def tables(self) -> Tables:
        return self.for_rules.tables

    @property
    def limits(self) -> Limits:
        return self.for_rules.limits

    def context(self, terms: Terms, cadre: str | None) -> RuleContext:
        """What the rules may look at beside one document's record."""
        return replace(self.for_rules, terms=terms, cadre=self.tables.cadres[cadre] if cadre else None)


def load_reference(settings: Settings, *, second_opinion: bool = False) -> ReferenceData:
    """Everything as it stands now. ConfigError when a table, a schema or a waiver cannot be read or trusted."""
    settings.waivers.check(FIXED)
    catalog = catalog_of(settings)
    require(catalog, load=False)  # preload below loads them, and refuses the same warnings
    validator = Validator(catalog, settings.limits)
    validator.preload()
    config, codes = settings.folders.config, load_codes()
    tables, marches = load_tables(config), load_marches(config)
    settings.waivers.check(FIXED)
    directory = load_directory(config, settings.unknown_debtor, settings.unknown_service)
    own = tables.pack(), rule_pack(), directory.pack(), *marches.packs(), settings.waivers.pack()
    return ReferenceData(
        for_rules=RuleContext(tables=tables, limits=settings.limits, codes=codes, directory=directory, marches=marches),
        catalog=catalog,
        validator=validator,
        packs=(*packs(catalog), codes.pack, *own),
        second_opinion=SecondOpinion(catalog) if second_opinion else None,
    )


def catalog_of(settings: Settings) -> Catalog:
    """The schemas, with the operator's own folders in the place of those they replace."""
    own = {role: Override(folder=schema.folder, entry=schema.entry) for role, schema in settings.schemas.items()}
    return load_catalog(overrides=own)


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
