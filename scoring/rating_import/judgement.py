"""The outcome of judging one row, filled in step by step."""

from __future__ import annotations

from dataclasses import dataclass, field

from scoring.enums import Answer, Topic, Verdict
from scoring.rating_import.acts import Act
from scoring.rating_import.questions import Answers, Question, answered


@dataclass(slots=True)
class Judgement:
    """What a row would do; ``act`` counts only when nothing waits and nothing is left out."""

    act: Act
    answers: Answers
    verdict: Verdict | None = None
    questions: list[Question] = field(default_factory=list)
    waiting: set[Topic] = field(default_factory=set)
    is_skipped: bool = False

    @property
    def is_open(self) -> bool:
        """Whether a person still has to decide, or has left the row out."""
        return bool(self.waiting) or self.is_skipped

    def ask(self, question: Question) -> str | None:
        """The officer's answer; without one the row waits."""
        self.questions.append(question)
        given = answered(question, self.answers)
        if given is None:
            self.waiting.add(question.topic)
        elif given == Answer.SKIP:
            self.is_skipped = True
        return given
