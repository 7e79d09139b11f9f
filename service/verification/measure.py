"""Measures the files of one verification attempt, and stores at once what took long."""

from collections.abc import Sequence

from service.database import transactions
from service.database.models import Analysis, File
from service.files import analyses
from service.lifecycle import leases, work_queue
from service.lifecycle.leases import Lease
from service.verification.progress import Reporter

Known = dict[str, Analysis]
#: Large files of one process that may take too much before no more are looked at: a worker is
#: busy with each for as long as one may take.
MOST_STOPPED = 3


def lacking(files: Sequence[File], known: Known) -> list[str]:
    """The contents that must still be measured, each once, in the order of the files."""
    unknown = (file.sha256 for file in files if not _is_known(file.sha256, known))
    return list(dict.fromkeys(unknown))


def measure(lease: Lease, files: Sequence[File], known: Known) -> list[Analysis] | None:
    """Measure what `known` lacks of the files, and add it there; raises Fenced, ContentMissing.

    Returns the new analyses, for the caller to store; or None where a large file was measured and
    stored while others still wait: the lease was handed back and the process queued, so that each
    large file has an attempt of its own, and an attempt that breaks costs only that one.
    """
    fresh = []
    for sha256 in lacking(files, known):
        if analysis := analyses.analyse_small_content(sha256):
            known[sha256] = analysis
            fresh.append(analysis)
    slow = lacking(files, known)
    if not slow:
        return fresh
    analysis = _at_length(lease, files, slow, known)
    if analyses.is_temporary(analysis):
        _examine_others(lease, files, slow[1:], known)
        return fresh
    _store(lease, [*fresh, analysis], over=len(slow) > 1)
    return None if len(slow) > 1 else []


def _at_length(lease: Lease, files: Sequence[File], slow: Sequence[str], known: Known) -> Analysis:
    """Measure the first of the contents that are `slow`, and tell how far it is."""
    name = _name(slow[0], files)
    measured_bytes = sum(file.size_bytes for file in files if file.sha256 not in slow)
    sizes = {file.sha256: file.size_bytes for file in files}
    all_bytes = sum(file.size_bytes for file in files)
    report = Reporter(lease, name, measured_bytes / all_bytes, sizes[slow[0]] / all_bytes)
    known[slow[0]] = analysis = analyses.analyse_large_content(slow[0], report)
    return analysis


def _examine_others(lease: Lease, files: Sequence[File], slow: Sequence[str], known: Known) -> None:
    """Measure the rest in the same attempt, as what was stopped is not kept for another one.

    The client is to know of every file; but once MOST_STOPPED were stopped, of no more. Raises
    Fenced.
    """
    stopped = 1
    for place, sha256 in enumerate(slow):
        if stopped == MOST_STOPPED:
            known[sha256] = analyses.skipped_analysis(sha256, MOST_STOPPED)
            continue
        with transactions.writing() as session:
            leases.extend(session, leases.held(session, lease))
        analysis = _at_length(lease, files, slow[place:], known)
        stopped += analyses.is_temporary(analysis)
        _store(lease, [analysis], over=False)


def _name(sha256: str, files: Sequence[File]) -> str:
    return next(file.name for file in files if file.sha256 == sha256)


def _store(lease: Lease, finished: Sequence[Analysis], *, over: bool) -> None:
    """Keep analyses, whoever the process belongs to by now; end the attempt if it is `over`."""
    with transactions.writing() as session:
        for analysis in finished:
            analyses.store_analysis(session, analysis)
    if over:
        with transactions.writing() as session:
            leases.free(session, [lease])
            work_queue.enqueue(session, "verify", lease.process_id)


def _is_known(sha256: str, known: Known) -> bool:
    return (analysis := known.get(sha256)) is not None and analyses.is_complete(analysis)
