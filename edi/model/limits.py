"""Every limit of the gateway, with its unit and why. Each has a test on either side.

Facts: 500 invoices a flow, 1 GB a flow, 120 MB a file, 10 MB an attachment and 50 characters for its name are Chorus
Pro's or the French reform's own (external specifications of the DGFiP and AIFE; annexe EDI); the others are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bytes unless the name says otherwise."""

    drop: int = GIB  # one file as dropped
    member: int = 120 * MIB  # one file inside a flow
    documents: int = 500  # invoices in one flow
    entries: int = 1_500  # files of any kind in one archive: 500 invoices, each with a signature and a stylesheet
    expanded: int = 2 * GIB  # what an archive may give out in all
    ratio: int = 200  # expanded to compressed, looked at once `ratio_floor` came out
    ratio_floor: int = 64 * MIB
    depth: int = 100  # elements inside one another
    markup: int = 5_000_000  # tags and attributes of one XML, counted by their < and =: each takes memory
    attachment: int = 10 * MIB  # one attachment, decoded
    attachment_name: int = 50  # characters
    findings: int = 100  # reported a document; the rest is counted
    free: int = 200 * MIB  # what must stay free on the disk besides twice the drops about to be taken
    judge_seconds: int = 60  # wall clock for one document
    judge_memory: int = 3 * GIB  # address space growth allowed to one judging process
    deaths: int = 3  # of judges, or of the gateway with it in hand: then one flow goes to quarantine
