"""One sweep over every partner's inbox, under the gateway's locks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from edi.catalogue import wording
from edi.config.settings import Settings, require_root
from edi.disk import locks
from edi.gateway import Gateway
from edi.judging.engine import Engine
from edi.ledger import Ledger
from edi.operations.lookup import Summary, summaries
from edi.pipeline.report import Report
from edi.pipeline.runtime import Runtime

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Swept:
    """What the sweep told, what became of each flow it decided, and the names of its returns."""

    report: Report
    flows: tuple[Summary, ...]
    returns: Mapping[str, tuple[str, ...]]  # by flow

    @property
    def stuck(self) -> bool:
        """Whether something is left where it was: not judged, not published, not taken."""
        return bool(self.report.left or self.report.full or self.report.strangers or self.report.untaken)


def sweep(settings: Settings, settle: float | None, watched: AbstractContextManager[Progress]) -> Swept:
    """`settle` None: the settings' quiet period; given, the operator vouches for what lies there."""
    require_root(settings)
    folders = settings.folders
    label = locks.label("edi run")
    handles = [locks.lock(folders.daemon_lock, label)]
    try:
        handles.append(locks.lock(folders.lock, label))
        with Engine(settings) as engine, Ledger(folders.ledger) as ledger:
            quiet = settings.settle_seconds if settle is None else settle
            engine.start()  # before the progress bar, whose thread a judge must not be forked beside
            with watched as progress:
                runtime = Runtime(
                    settings=settings,
                    engine=engine,
                    ledger=ledger,
                    wording=wording,
                    vouched=settle is not None,
                    progress=progress,
                )
                report = Gateway(runtime).sweep(quiet)
            return _swept(report, ledger)
    finally:
        for handle in reversed(handles):
            locks.unlock(handle)


def _swept(report: Report, ledger: Ledger) -> Swept:
    rows = [row for flow in report.decided if (row := ledger.flows.get(flow)) is not None]
    returns = {row.id: tuple(item.name for item in ledger.decisions.returns(row.id)) for row in rows}
    return Swept(report, tuple(summaries(ledger, rows)), returns)
