"""The vocabulary: frozen dataclasses that every other module speaks in.

Codes (of schools, networks, people, questions) are stable strings that people never read;
labels are the Thai texts that they do read.
"""

from __future__ import annotations

from forms.model.form import (
    ONE_OF_CHOICES,
    Bands,
    Check,
    Choice,
    Form,
    Level,
    PartitionKind,
    Question,
    QuestionType,
    RatingGrid,
    Section,
    StatusTable,
)
from forms.model.organisation import (
    Assignment,
    Charge,
    Deputy,
    LearningArea,
    Letters,
    Membership,
    Network,
    Organisation,
    Post,
    Project,
    School,
    Supervisor,
    Team,
    WorkGroup,
)
from forms.model.period import Period, PeriodKind
from forms.model.problems import Problem, Severity, Wording, to_type, worded
from forms.model.response import Entry, Finding, Response, Value
from forms.model.summary import EMPTY_TALLY, Excerpt, Partition, Query, Summary, Tally

__all__ = [
    "EMPTY_TALLY",
    "ONE_OF_CHOICES",
    "Assignment",
    "Bands",
    "Charge",
    "Check",
    "Choice",
    "Deputy",
    "Entry",
    "Excerpt",
    "Finding",
    "Form",
    "LearningArea",
    "Letters",
    "Level",
    "Membership",
    "Network",
    "Organisation",
    "Partition",
    "PartitionKind",
    "Period",
    "PeriodKind",
    "Post",
    "Problem",
    "Project",
    "Query",
    "Question",
    "QuestionType",
    "RatingGrid",
    "Response",
    "School",
    "Section",
    "Severity",
    "StatusTable",
    "Summary",
    "Supervisor",
    "Tally",
    "Team",
    "Value",
    "Wording",
    "WorkGroup",
    "to_type",
    "worded",
]
