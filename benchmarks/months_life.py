"""What happens in an office while its daemon runs: forms sent, edited, deleted, decisions, faults."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import requests

from forms.definition import packaged_definitions
from forms.model import QuestionType
from sync import embedded
from sync.demo.answers import Sample
from sync.demo.deciding import decide, words_of
from sync.demo.page import Fields, fields_of
from sync.demo.samples import sample_term
from sync.ledger import responses
from sync.pipeline.cycle import Pipeline

CONFIG = Path(__file__).parent.parent / "config"
_CONTROL = {"X-Workspace-Control": "1"}
_FAULTS = ("429", "500", "502", "503", "504", "cut", "short")
_A_DAY = 12  # samples to draw from, so many a day
_FORMS = ("classroom-observation", "daily-log", "permit", "journey-report", "school-visit", "visit-plan")
_REPORTS = """\
papers:
  weekly: {every: week}
  journey-memo: {every: record, to: [owner]}
reminders: {send: true, at: "08:30", within_days: 1, late_days: 30}
"""
_SENT_KEPT = 200  # what may still be edited, deleted or decided
_Happenings = list[tuple[float, Callable[[Pipeline], None]]]  # how likely each is at a step


@dataclass(frozen=True, slots=True)
class Sent:
    """A response that was sent: what it says, its id, and where it is edited."""

    sample: Sample
    response: str
    edit: str


class Life:
    """Befalls an office between its cycles, so that the same seed brings the same.

    `moment` is the office's time and the workspace's; each `step` moves it by `pace`. Every fourth
    block of `block` cycles is quiet: time goes on and nothing comes, so that what grows with idle
    cycles is told from what grows with news.
    """

    def __init__(self, served: embedded.Served, config: Path, start: datetime, pace: timedelta, seed: int):
        self.moment, self.counts = start, Counter[str]()
        self._served, self._config, self._pace = served, config, pace
        self._chance = Random(seed)
        self._session = requests.Session()
        self._session.trust_env = False
        self._samples: list[Sample] = []
        self._drawn = start.date()
        self._sent: list[Sent] = []
        self._strained = False

    def step(self, pipeline: Pipeline, *, quiet: bool) -> None:
        """Let time go on, and happen what happens."""
        self.moment += self._pace
        self._control("PUT", "clock", {"now": self.moment.isoformat()})
        if self._strained:
            self._strain([])
        if quiet:
            return
        at_work = self.moment.weekday() < 5 and 8 <= self.moment.hour < 18
        for chance, happens in self._happenings(at_work):
            if self._chance.random() < chance:
                happens(pipeline)

    def _happenings(self, at_work: bool) -> _Happenings:
        always: _Happenings = [(0.01, self._fault), (0.002, self._configure), (0.0005, self._kill)]
        if not at_work:
            return always
        return [(0.25, self._send), (0.04, self._edit), (0.01, self._delete), (0.05, self._decide), *always]

    def _send(self, pipeline: Pipeline) -> None:
        sample = self._next(pipeline)
        if sample is None:
            return
        office = pipeline.office
        fields = fields_of(office.forms[sample.form], office.organisation, sample.answers)
        address = responses.form_states(pipeline.ledger.connection)[sample.form].responder_uri
        receipt = self._post(urlsplit(address).path, fields, "sent")
        if receipt:
            self._sent.append(Sent(sample, receipt["responseId"], urlsplit(receipt["editUrl"]).geturl()))
            del self._sent[:-_SENT_KEPT]

    def _next(self, pipeline: Pipeline) -> Sample | None:
        if self._drawn != self.moment.date():
            self._drawn, office = self.moment.date(), pipeline.office
            seed = self._drawn.toordinal()
            drawn = sample_term(office.forms, office.organisation, office.calendar, self.moment, 60, seed)
            self._samples = list(self._chance.sample(drawn, min(_A_DAY, len(drawn))))
        return self._samples.pop() if self._samples else None

    def _edit(self, pipeline: Pipeline) -> None:
        if not self._sent:
            return
        place = self._chance.randrange(len(self._sent))
        sent, office = self._sent[place], pipeline.office
        form = office.forms[sent.sample.form]
        texts = {
            question: f"{answer} (แก้ไข {self.counts['edited']})"
            for question, answer in sent.sample.answers.items()
            if isinstance(answer, str) and form.questions[question].type is QuestionType.PARAGRAPH
        }
        sample = sent.sample.but(texts)
        parts = urlsplit(sent.edit)
        path = parts.path.replace("viewform", "formResponse")
        fields = fields_of(form, office.organisation, sample.answers)
        if self._post(f"{path}?{parts.query}", fields, "edited"):
            self._sent[place] = Sent(sample, sent.response, sent.edit)

    def _delete(self, pipeline: Pipeline) -> None:
        if not self._sent:
            return
        sent = self._sent.pop(self._chance.randrange(len(self._sent)))
        form = responses.form_states(pipeline.ledger.connection)[sent.sample.form].google_id
        self._control("DELETE", f"forms/{form}/responses/{sent.response}")
        self.counts["deleted"] += 1

    def _decide(self, pipeline: Pipeline) -> None:
        later = self.moment + timedelta(days=60)  # who is asked now is asked as if it were old: all decide
        wishes = {
            (one.sample.form, one.response): words_of(
                pipeline.office.forms[one.sample.form], one.sample, later, self._chance
            )
            for one in self._chance.sample(self._sent, min(5, len(self._sent)))
        }
        wishes = {key: words for key, words in wishes.items() if words}
        if wishes:
            self.counts["decided"] += decide(pipeline, wishes)

    def _fault(self, _: Pipeline) -> None:
        fault = self._chance.choice(_FAULTS)
        rule: dict[str, Any] = {
            "fault": fault,
            "chance": self._chance.choice((0.1, 0.5, 1.0)),
            "done": self._chance.random() < 0.5,
            "seed": self._chance.randrange(1000),
        }
        self._strain([rule])
        self.counts["faults"] += 1

    def _configure(self, _: Pipeline) -> None:
        file = self._config / "settings.yaml"
        text = file.read_text(encoding="utf-8")
        minutes = self._chance.randint(5, 30)
        file.write_text(re.sub(r"(?m)^  overlap: .*$", f"  overlap: {minutes}", text), encoding="utf-8")
        self.counts["configured"] += 1

    def _kill(self, _: Pipeline) -> None:
        process = self._served._process
        assert process is not None
        process.kill()
        process.wait()
        self._session.close()
        self._strained = False
        self.counts["workspace killed"] += 1

    # --- The workspace ---

    def _strain(self, rules: list[dict[str, Any]]) -> None:
        self._control("PUT", "strain", {"faults": rules})
        self._strained = bool(rules)

    def _control(self, method: str, what: str, body: dict[str, Any] | None = None) -> None:
        address = f"{self._served.base}/_workspace/{what}"
        self._served.wake()
        self._session.request(method, address, json=body, headers=_CONTROL, timeout=30)

    def _post(self, path: str, fields: Fields, what: str) -> dict[str, str]:
        address = self._served.base + path.removesuffix("/viewform")
        if not path.partition("?")[0].endswith("/formResponse"):
            address += "/formResponse"
        self._served.wake()
        given = fields | {"submit": "all"}
        answer = self._session.post(address, data=given, headers={"Accept": "application/json"}, timeout=30)
        told = answer.json() if answer.ok else {}
        self.counts[what if told.get("responseId") else f"not {what}"] += 1
        return told if told.get("responseId") else {}


def configuration_in(folder: Path, *, whole: bool) -> Path:
    """A copy of the sample configuration that may be edited.

    Unless `whole`, with six forms, two kinds of spreadsheets and two of papers: what a cycle does is the
    same, and there is time for many.
    """
    config = Path(shutil.copytree(CONFIG, folder / "config"))
    if whole:
        return config
    (config / "forms").mkdir()
    for form in _FORMS:
        shutil.copyfile(packaged_definitions() / f"{form}.yaml", config / "forms" / f"{form}.yaml")
    settings = config / "settings.yaml"
    text = re.sub(r"(?m)^sheets: .*$", "sheets: [district, office]", settings.read_text(encoding="utf-8"))
    settings.write_text(text, encoding="utf-8")
    (config / "reports.yaml").write_text(_REPORTS, encoding="utf-8")
    return config
