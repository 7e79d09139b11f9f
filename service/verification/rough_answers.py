"""Says who could make a process that was never verified, roughly, from what is known of it.

The calculation is that of a verification, of the files as they are now; without files it is that of
an estimate for a sample. Nothing of it is kept, and it binds nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.catalogue import snapshot
from service.database.models import Analysis, File, Process
from service.database.models.column_json import ConfigurationJson
from service.files import analyses
from service.lifecycle.facts import facts_of
from service.lifecycle.model_files import made_files
from service.lifecycle.parties import project_of
from service.manufacturing.geometry.analysis import ANALYSIS_VERSION
from service.manufacturing.quoting import record
from service.manufacturing.quoting.catalogue import Order
from service.manufacturing.quoting.quote_json import QuoteJson
from service.manufacturing.quoting.record import Measured
from service.manufacturing.quoting.record_json import EvaluationJson, InputsJson
from service.manufacturing.quoting.sample import sample_part
from service.translations import gettext_noop as _
from service.verification import evaluation
from service.verification.contractor_answers import Answers
from service.verification.estimates import measure_at_once
from service.verification.evaluation import EvaluationKey
from workflows.engine import NotReady
from workflows.process import PROCESS, ProcessState

#: What rough answers rest on: the files of the process, or a sample while it has none.
Basis = Literal["files", "sample"]


@dataclass(frozen=True)
class RoughQuestion:
    """What is known of a process that was never verified; without a quantity, of one piece."""

    configuration: ConfigurationJson
    files: Sequence[File]
    analyses: dict[str, Analysis]
    catalogue: snapshot.CatalogueSnapshot

    @property
    def basis(self) -> Basis:
        """What the answers rest on."""
        return "files" if self.files else "sample"


class MeasuredQuestion(NamedTuple):
    """A question whose files are measured; `fresh_analyses` are those that can be kept."""

    placed_at: datetime
    inputs: InputsJson
    files: tuple[Measured, ...]
    fresh_analyses: Sequence[Analysis]

    @property
    def order(self) -> Order | None:
        """What is asked for: without files of the sample; None where one cannot be measured."""
        if not all(file.geometry for file in self.files):
            return None
        order = record.order_of(self.inputs, self.files, self.placed_at)
        return order if self.files else replace(order, parts=(sample_part(),))


@dataclass(frozen=True)
class RoughConclusion:
    """What was calculated; `order` is the one of the sample where there are no files."""

    content: EvaluationJson[QuoteJson]
    placed_at: datetime
    catalogue: snapshot.CatalogueSnapshot
    order: Order | None = None
    fresh_analyses: Sequence[Analysis] = field(default=())

    def answers(self, db: Session, process: Process) -> Answers[EvaluationJson[QuoteJson]]:
        """What each contractor answers."""
        version = self.catalogue.version
        return Answers(db, process, self.content, self.placed_at, version, self.order)


def gather(db: Session, process: Process) -> RoughQuestion:
    """Read what is known; raises NotReady without a material and a technology."""
    facts = facts_of(db, process)
    if not facts.material_chosen:
        missing = PROCESS.missing(ProcessState.DRAFT, "verify", facts)
        raise NotReady(_("see who can make it"), missing)
    return read(db, process)


def read(db: Session, process: Process) -> RoughQuestion:
    """Read what is known, also where neither material nor technology is chosen yet."""
    files = db.scalars(made_files([process.id])).all()
    known = sa.select(Analysis).where(
        Analysis.sha256.in_({file.sha256 for file in files}),
        Analysis.analysis_version == ANALYSIS_VERSION,
    )
    measured = {analysis.sha256: analysis for analysis in db.scalars(known)}
    configuration = process.configuration.copy()
    configuration.setdefault("quantity", 1)
    catalogue = snapshot.current(
        db, sandbox=process.sandbox, own=[project_of(db, process.project_id).owner_id]
    )
    return RoughQuestion(configuration, files, measured, catalogue)


def measure(question: RoughQuestion) -> MeasuredQuestion:
    """Measure what was not measured yet; call it outside transactions.

    Raises NotMeasured for a large file that nobody has measured, ContentMissing.
    """
    fresh = measure_at_once([f for f in question.files if f.sha256 not in question.analyses])
    known = question.analyses | fresh
    files = tuple(analyses.measured(file, known[file.sha256]) for file in question.files)
    lasting = [analysis for analysis in fresh.values() if not analyses.is_temporary(analysis)]
    inputs = record.inputs_of(question.configuration, files, question.catalogue.digest)
    return MeasuredQuestion(record.quarter_of(clock.now()), inputs, files, lasting)


def conclude(question: RoughQuestion) -> RoughConclusion:
    """Measure what was not measured yet, and ask everybody; raises as `measure` does."""
    measured, catalogue = measure(question), question.catalogue
    placed_at, inputs, files, fresh = measured
    order = measured.order
    if order is None:
        content = evaluation.unmeasured(inputs, files).content
    elif files:
        names = tuple(file.name for file in files)
        key = EvaluationKey(record.digest(inputs), names, placed_at, inputs, files, catalogue)
        content = evaluation.conclusion(key).content
    else:
        content = evaluation.without_files(inputs, order, catalogue).content
        return RoughConclusion(content, placed_at, catalogue, order)
    return RoughConclusion(content, placed_at, catalogue, fresh_analyses=fresh)


def store(db: Session, fresh_analyses: Sequence[Analysis]) -> None:
    """Keep what was measured, so that nobody measures it again."""
    for analysis in fresh_analyses:
        analyses.store_analysis(db, analysis)
