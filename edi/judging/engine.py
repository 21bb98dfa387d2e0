"""The judging of one flow: its name, its members, their judgements. The same for `edi run` and `edi check`.

In: a name and bytes.  Out: Judged or Unjudged; no ledger, no folder; of the clock, today's date in Paris alone. What
depends on what came before (repeats, duplicates) is decided later, in the ledger's transaction
(edi/pipeline/decide.py).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from edi.config.partners import Partner
from edi.config.settings import Settings
from edi.config.tables import Tables
from edi.errors import NoJudge
from edi.judging import envelope
from edi.judging.envelope import Envelope
from edi.judging.failure import failure_of
from edi.judging.judged import Judged, Unjudged
from edi.judging.judges import Judges
from edi.judging.judges.processes import judging_processes
from edi.judging.reference import ReferenceData, load_reference, terms_of
from edi.judging.unpack import sentences as say_unpack
from edi.judging.unpack import unpack
from edi.message import Message
from edi.model.finding import Finding
from edi.model.judgement import Judgement, Member, Pack, Terms, Verdict
from edi.model.limits import Limits
from edi.schemas.catalog import Catalog

FORMATS = {"ubl": "UBL", "cii": "CII", "factur-x": "Factur-X"}  # as people write them
OF_MEMBER = Message("« {member} » : {why}", "“{member}”: {why}")

JudgesOf = Callable[[ReferenceData, int], Judges]  # the number: how many at once


class Engine:
    """Reference data and judges, loaded once. Use as a context manager: it owns processes."""

    def __init__(
        self,
        settings: Settings,
        workers: int | None = None,
        *,
        second_opinion: bool = False,
        judges: JudgesOf = judging_processes,
    ) -> None:
        """`second_opinion` asks a second validator of XML schemas, at ten times the price of a document."""
        self._workers, self._second_opinion, self._judges_of = workers, second_opinion, judges
        self._read(settings)

    def _read(self, settings: Settings) -> None:
        """ConfigError when something cannot be read or trusted: what was read before holds."""
        reference = load_reference(settings, second_opinion=self._second_opinion)
        self.settings, self.reference = settings, reference
        self._judges = self._judges_of(reference, self._workers or settings.workers)

    @property
    def tables(self) -> Tables:
        return self.reference.tables

    @property
    def catalog(self) -> Catalog:
        return self.reference.catalog

    @property
    def packs(self) -> tuple[Pack, ...]:
        """What takes part in a verdict, each with its hash."""
        return self.reference.packs

    def reload(self, settings: Settings) -> None:
        """Everything as it stands now, and judges that know it. ConfigError where something cannot be read: then all
        stays as it was. Not while a flow is being judged."""
        old = self._judges
        self._read(settings)
        old.close()
        with contextlib.suppress(NoJudge):  # each is started when it is needed, too
            self.start()

    def start(self) -> None:
        """Starts every judging process now; best while this process has one thread."""
        self._judges.start()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self._judges.close()

    def judge_flow(
        self, name: str, data: bytes, partner: Partner | None = None, interface: str | None = None
    ) -> Judged | Unjudged:
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
        try:
            members = _Members(name, terms_of(self.settings, partner, declared), limits)
            judged = list(self._judges.judge_all(members.of(data)))
        except Exception as error:  # ours, whatever it is: the flow is not judged, and its neighbours are
            return Unjudged(why=failure_of(error), blameless=isinstance(error, NoJudge), findings=tuple(findings))
        return self._assembled(named, declared, findings + members.at_flow, judged + members.at_member)

    def _assembled(
        self, named: Envelope, declared: str | None, findings: list[Finding], judged: list[Judgement]
    ) -> Judged | Unjudged:
        documents = [judgement for judgement in judged if judgement.companion is None]
        findings += [
            finding for judgement in judged if judgement.companion is not None for finding in judgement.findings
        ]
        refused = any(finding.severity.refuses for finding in findings)
        why = next((_of_member(judgement.member, judgement.failure) for judgement in judged if judgement.failure), None)
        if why is not None and not refused:  # asked before counting: what was not judged may be no document at all
            return Unjudged(why=why, findings=tuple(findings))
        if not refused and len(documents) > (most := self.settings.limits.documents):
            count = len(documents)
            findings.append(say_unpack.TOO_MANY_DOCUMENTS.at(value=str(count), found=count, limit=most))
            refused = True
        if not refused and not documents:
            findings.append(say_unpack.NOTHING_INSIDE.at())
            refused = True
        interface = declared or self._interface_of(documents)
        if refused:  # irrecevable: its documents are not spoken of
            return Judged(envelope=named, interface=interface, findings=tuple(findings))
        documents = [self._of_interface(document, interface) for document in documents]
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
        finding = envelope.INTERFACE_SYNTAX.at(
            value=FORMATS[family],
            member=document.member,
            interface=interface,
            expected=FORMATS[row.syntax],
            found=FORMATS[family],
            suggested=other.code if other else "-",
        )
        return replace(document, verdict=Verdict.REFUSED, findings=(finding, *document.findings))


@dataclass(frozen=True, slots=True)
class _Members:
    """The files of one flow, and what their unpacking said of the flow and of those that cannot be judged."""

    flow: str
    terms: Terms
    limits: Limits
    at_flow: list[Finding] = field(default_factory=list)
    at_member: list[Judgement] = field(default_factory=list)

    def of(self, data: bytes) -> Iterator[Member]:
        """Members to judge, lazily; findings of the unpacking go to the flow or to the member they concern."""
        for item in unpack(data, self.limits):
            if isinstance(item, Member):
                yield Member(item.name or self.flow, item.data, self.terms)
            elif item.member is not None and item.severity.refuses and item.severity.value == "error":
                self.at_member.append(Judgement(member=item.member, verdict=Verdict.UNREADABLE, findings=(item,)))
            else:
                self.at_flow.append(item)


def _of_member(member: str, why: Message) -> Message:
    return OF_MEMBER.filled(member=member, why=why)
