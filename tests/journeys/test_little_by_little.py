"""What is shown after many small cycles of one process is what a fresh process would write at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sync.demo.answers import Sample
from sync.demo.page import FormPage, fields_of
from sync.demo.samples import sample_term
from sync.ledger import responses
from sync.pipeline.cycle import Outcome, Pipeline
from sync.pipeline.office import Office, open_office
from tests.journeys import world
from tests.journeys.office import write_config

EVENING = datetime.fromisoformat("2026-11-27T17:00:00+07:00")
FORGET = (  # as if nothing had been summed up, no duty told and no row written
    "DELETE FROM meta WHERE key IN ('ground', 'duties', 'duties.reached')",
    "UPDATE listed SET revision = 0",
    "DELETE FROM summary",
)


def office_of_all_forms(folder: Path) -> Office:
    """The small office with every definition and a spreadsheet for every reader."""
    config = write_config(folder / "config")
    shutil.rmtree(config / "forms")
    settings = config / "settings.yaml"
    text = settings.read_text(encoding="utf-8")
    every = "[district, networks, groups, supervisors, deputies, learning_areas, office]"
    settings.write_text(text.replace("[district, networks, groups]", every), encoding="utf-8")
    organisation = config / "organisation.yaml"  # the sample's phrases speak of this group
    text = organisation.read_text(encoding="utf-8").replace("G1", "G7")
    organisation.write_text(f"{text}projects:\n  P1: {{name: STEM, work_group: G7}}\n", encoding="utf-8")
    return world.moved(open_office(config), folder)


@contextmanager
def pipeline_at(office: Office, folder: Path, base: str, moments: list[datetime]) -> Iterator[Pipeline]:
    """A process of the office; its clock tells the last of the moments."""
    with world.pipeline_of(folder, base, moments[-1], office) as made:
        pipeline = Pipeline(office, made.ledger, made.google, lambda: moments[-1])
        yield pipeline
        pipeline.close()


def send(page: FormPage, pipeline: Pipeline, samples: Sequence[Sample], start: int) -> None:
    """Fill the forms."""
    office, states = pipeline.office, responses.form_states(pipeline.ledger.connection)
    for number, sample in enumerate(samples, start):
        form = office.forms[sample.form]
        page.set_time(sample.sent)
        fields = fields_of(form, office.organisation, sample.answers)
        page.send(form, states[form.id].responder_uri, fields, str(number))


def cycle(page: FormPage, pipeline: Pipeline, moments: list[datetime]) -> Outcome:
    """A cycle a minute after the last."""
    moments.append(moments[-1] + timedelta(minutes=1))
    page.set_time(moments[-1])
    return pipeline.cycle()


def test_a_fresh_process_finds_nothing_to_write(tmp_path: Path) -> None:
    office, moments = office_of_all_forms(tmp_path), [EVENING]
    samples = sorted(
        sample_term(office.forms, office.organisation, office.calendar, EVENING, 90, 7),
        key=lambda sample: sample.sent,
    )
    portions = (samples[:60], samples[60:-3], *([one] for one in samples[-3:]))
    with world.workspace_of(tmp_path) as base:
        world.install(tmp_path, base, EVENING - timedelta(days=30))
        with FormPage(base) as page:
            with pipeline_at(office, tmp_path, base, moments) as pipeline:
                pipeline.prepare()
                sent = 0
                for portion in portions:
                    send(page, pipeline, portion, sent)
                    sent += len(portion)
                    came = cycle(page, pipeline, moments)
                    assert (came.new, came.troubles) == (len(portion), 0)
                    assert came.spreadsheets_written > 0
                moments.append(EVENING + timedelta(days=3))  # other duties have fallen due
                assert cycle(page, pipeline, moments).spreadsheets_written > 0
            with pipeline_at(office, tmp_path, base, moments) as fresh:
                with fresh.ledger.transaction() as tx:
                    for statement in FORGET:
                        tx.execute(statement)
                whole = cycle(page, fresh, moments)
            assert (whole.spreadsheets_written, whole.troubles) == (0, 0)
