"""The judging of one flow: its name, its members, their judgements. The same for `edi run` and `edi check`.

In: a name and bytes.  Out: a Judged value; no ledger, no folder; of the clock, today's date in Paris alone. What
depends on what came before (repeats, duplicates) is decided later, in the ledger's transaction
(edi/pipeline/decide.py).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from edi.config.directory import load_directory
from edi.config.marches import load_marches
from edi.config.partners import Partner
from edi.config.settings import Settings
from edi.config.tables import load_tables
from edi.errors import JudgeDied, NoJudge
from edi.judging import envelope, verdict
from edi.judging import identify as say_identify
from edi.judging.envelope import Envelope
from edi.judging.judge import judge_for_decision
from edi.judging.judges.processes import Pool
from edi.judging.reference import Bench, terms_of
from edi.judging.unpack import sentences as say_unpack
from edi.judging.unpack import unpack
from edi.judging.xsd.validate import Validator
from edi.model.finding import Finding
from edi.model.judgement import FlowVerdict, Judgement, Member, Pack, Terms, Verdict
from edi.model.limits import Limits
from edi.rules.fixed import FIXED
from edi.rules.pack import rule_pack
from edi.schemas.catalog import Override, load_catalog, packs
from edi.schemas.codes import load_codes
from edi.schemas.trust import require

FORMATS = {"ubl": "UBL", "cii": "CII", "factur-x": "Factur-X"}  # as people write them


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A flow as judged on its own, before the ledger is asked what came before it."""

    envelope: Envelope
    interface: str | None
    documents: tuple[Judgement, ...] = ()
    findings: tuple[Finding, ...] = ()  # of the flow itself
    failure: str | None = None  # why it could not be judged
    blameless: bool = False  # ... for which this flow is not to be blamed, however often it happens

    @property
    def verdict(self) -> FlowVerdict:
        if self.failure is not None:
            return FlowVerdict.NOT_JUDGED
        return verdict.of_flow([document.verdict for document in self.documents], self.findings)


class Engine:
    """Tables, schemas and judging processes, loaded once. Use as a context manager: it owns processes."""

    def __init__(self, settings: Settings, workers: int | None = None) -> None:
        self._workers = workers
        self._read(settings)

    def _read(self, settings: Settings) -> None:
        """ConfigError when a table, a schema or a waiver cannot be read or trusted: what was read before holds."""
        settings.waivers.check(FIXED)
        overrides = {role: Override(folder=given.folder, entry=given.entry) for role, given in settings.schemas.items()}
        catalog = load_catalog(overrides=overrides)
        require(catalog, load=False)  # preload below loads them, and refuses the same warnings
        validator = Validator(catalog, settings.limits)
        validator.preload()
        config, codes = settings.folders.config, load_codes()
        tables, marches = load_tables(config), load_marches(config)
        directory = load_directory(config, settings.unknown_debtor, settings.unknown_service)
        own = tables.pack(), rule_pack(), directory.pack(), *marches.packs(), settings.waivers.pack()
        self.settings, self.catalog, self.tables = settings, catalog, tables
        self.directory, self.marches = directory, marches
        # what takes part in a verdict, each with its hash
        self.packs: tuple[Pack, ...] = (*packs(catalog), codes.pack, *own)
        limits = settings.limits
        self.bench = Bench(tables, limits, validator, codes, directory, marches)
        self._pool = Pool(
            judge=partial(judge_for_decision, bench=self.bench),
            size=self._workers or settings.workers,
            seconds=limits.judge_seconds,
            memory=limits.judge_memory,
        )

    def reload(self, settings: Settings) -> None:
        """Everything as it stands now, and judges that know it. ConfigError where something cannot be read: then all
        stays as it was. Not while a flow is being judged."""
        old = self._pool
        self._read(settings)
        old.close()
        with contextlib.suppress(NoJudge):  # each is started when it is needed, too
            self.start()

    def start(self) -> None:
        """Starts every judging process now; best while this process has one thread."""
        self._pool.start()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()

    def judge_flow(
        self, name: str, data: bytes, partner: Partner | None = None, interface: str | None = None
    ) -> Judged:
        """Everything there is to say about one drop. `interface` overrides what the name says (edi check)."""
        limits = self.settings.limits
        named = envelope.read_name(
            name,
            self.tables,
            app_code=partner.app_code if partner else None,
            naming="free" if interface else partner.naming if partner else "lenient",
        )
        declared = interface or named.interface
        findings = [*named.findings, *envelope.check_size(len(data), limits)]
        if interface is not None:
            findings += envelope.check_interface(interface, self.tables)
        if any(finding.severity.refuses for finding in findings):
            return Judged(envelope=named, interface=declared, findings=tuple(findings))
        at_flow: list[Finding] = []
        at_member: list[Judgement] = []
        try:
            terms = terms_of(self.settings, partner, declared)
            judged = list(self._pool.judge_all(_members(data, name, terms, limits, at_flow, at_member)))
        except NoJudge as missing:
            return Judged(
                envelope=named, interface=declared, findings=tuple(findings), failure=str(missing), blameless=True
            )
        except JudgeDied as died:
            return Judged(envelope=named, interface=declared, findings=tuple(findings), failure=str(died))
        except Exception as error:  # ours, whatever it is: the flow is not judged, and its neighbours are
            failure = f"{type(error).__name__}: {error}"
            return Judged(envelope=named, interface=declared, findings=tuple(findings), failure=failure)
        return self._assembled(named, declared, findings + at_flow, judged + at_member)

    def _assembled(
        self, named: Envelope, declared: str | None, findings: list[Finding], judged: list[Judgement]
    ) -> Judged:
        documents = [one for one in judged if one.companion is None]
        findings += [finding for one in judged if one.companion is not None for finding in one.findings]
        refused = any(finding.severity.refuses for finding in findings)
        failure = next((f"« {one.member} » : {one.failure}" for one in judged if one.failure), None)
        if failure is not None and not refused:  # asked before counting: what was not judged may be no document at all
            return Judged(envelope=named, interface=declared, findings=tuple(findings), failure=failure)
        if not refused and len(documents) > (most := self.settings.limits.documents):
            found = len(documents)
            findings.append(say_unpack.TOO_MANY_DOCUMENTS.at(value=str(found), found=found, limit=most))
            refused = True
        if not refused and not documents:
            findings.append(say_unpack.NOTHING_INSIDE.at())
            refused = True
        interface = declared or self._interface_of(documents)
        if refused:  # irrecevable: its documents are not spoken of
            return Judged(envelope=named, interface=interface, findings=tuple(findings))
        documents = [self._of_interface(one, interface) for one in documents]
        return Judged(envelope=named, interface=interface, documents=tuple(documents), findings=tuple(findings))

    def _interface_of(self, documents: list[Judgement]) -> str | None:
        """For a freely named flow: the interface its first recognised document is deposited under."""
        for document in documents:
            if document.syntax is not None:
                row = envelope.default_interface(document.syntax.family, self.tables)
                return row.code if row else None
        return None

    def _of_interface(self, document: Judgement, interface: str | None) -> Judgement:
        """All documents of a flow have its interface's syntax (external specifications: one nature, one format)."""
        if interface is None or document.syntax is None:
            return document
        row = self.tables.interfaces[interface]
        family = document.syntax.family
        if row.syntax == family:
            return document
        other = envelope.default_interface(family, self.tables)
        finding = say_identify.INTERFACE_SYNTAX.at(
            value=FORMATS[family],
            member=document.member,
            interface=interface,
            expected=FORMATS[row.syntax],
            found=FORMATS[family],
            suggested=other.code if other else "-",
        )
        return replace(document, verdict=Verdict.REFUSED, findings=(finding, *document.findings))


def _members(
    data: bytes, name: str, terms: Terms, limits: Limits, at_flow: list[Finding], at_member: list[Judgement]
) -> Iterator[Member]:
    """Members to judge, lazily; findings of the unpacking go to the flow or to the member they concern."""
    for item in unpack(data, limits):
        if isinstance(item, Member):
            yield Member(item.name or name, item.data, terms)
        elif item.member is not None and item.severity.refuses and item.severity.value == "error":
            at_member.append(Judgement(member=item.member, verdict=Verdict.UNREADABLE, findings=(item,)))
        else:
            at_flow.append(item)
