"""What a row asks the officer, and what the officer answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.enums import Answer, Topic

Answers = Mapping[str, str]
"""Topic to answer, of one row."""


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that says one thing in the register and another in the file."""

    label: str
    register: str
    file: str

    def as_json(self) -> dict[str, str]:
        """For storing and for the command's output."""
        return {"label": self.label, "register": self.register, "file": self.file}


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person can decide."""

    topic: Topic
    text: str
    options: tuple[Option, ...]
    differences: tuple[Difference, ...] = field(default=())

    def as_json(self) -> dict[str, object]:
        """For storing, for the form and for the command's output."""
        return {
            "topic": self.topic.value,
            "label": self.topic.label,
            "text": self.text,
            "options": [{"value": option.value, "label": option.label} for option in self.options],
            "differences": [difference.as_json() for difference in self.differences],
        }


def ask(
    topic: Topic, text: str, *answers: Answer, differences: tuple[Difference, ...] = ()
) -> Question:
    """A question with fixed answers; leaving the row out is always one of them."""
    options = tuple(Option(answer.value, answer.label) for answer in (*answers, Answer.SKIP))
    return Question(topic, text, options, differences)


def answered(question: Question, answers: Answers) -> str | None:
    """The answer to a question, if it is one of those offered."""
    given = answers.get(question.topic.value)
    return given if given in {option.value for option in question.options} else None
