"""What the database itself keeps of criteria: a published set adds up and stays as it is."""

from __future__ import annotations

from typing import Any

import pgtrigger


class PublishedStays(pgtrigger.Trigger):
    """Refuse any change to a part of a published set.

    ``new_set`` and ``old_set`` are the SQL that finds the set of the row after and before.
    """

    name = "published_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

    def __init__(self, new_set: str, old_set: str, **options: Any) -> None:
        self.new_set, self.old_set = new_set, old_set
        super().__init__(**options)

    def get_func(self, model: Any) -> str:
        """Return the body: look at the set the row leaves and the one it joins."""
        return f"""
            IF TG_OP <> 'INSERT' AND EXISTS (
                SELECT 1 FROM scoring_criteriaset
                WHERE id = {self.old_set} AND published_at IS NOT NULL
            ) THEN
                RAISE EXCEPTION 'Bộ tiêu chí đã công bố, không sửa được.';
            END IF;
            IF TG_OP <> 'DELETE' AND EXISTS (
                SELECT 1 FROM scoring_criteriaset
                WHERE id = {self.new_set} AND published_at IS NOT NULL
            ) THEN
                RAISE EXCEPTION 'Bộ tiêu chí đã công bố, không sửa được.';
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        """  # noqa: S608


class PublishedRowStays(pgtrigger.Trigger):
    """Refuse to delete a row with ``published_at``, or to change more of it than ``free``."""

    name = "published_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    condition = pgtrigger.Q(old__published_at__isnull=False)

    def __init__(self, free: tuple[str, ...], **options: Any) -> None:
        self.free = free
        super().__init__(**options)

    def get_func(self, model: Any) -> str:
        """Return the body: compare both rows without the columns that may change."""
        free = ", ".join(f"'{column}'" for column in self.free)
        return f"""
            IF TG_OP = 'UPDATE'
                AND to_jsonb(NEW) - ARRAY[{free}] = to_jsonb(OLD) - ARRAY[{free}]
            THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'Đã công bố, không sửa được.';
        """


class MustAddUp(pgtrigger.Trigger):
    """Refuse to publish a set whose options, criteria, sections and parts do not add up to 100."""

    name = "must_add_up"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update
    condition = pgtrigger.Q(new__published_at__isnull=False)
    declare = [("wrong", "text")]
    func = """
        WITH part AS (
            SELECT * FROM scoring_criteriapart WHERE criteria_set_id = NEW.id
        ), section AS (
            SELECT * FROM scoring_criteriasection WHERE part_id IN (SELECT id FROM part)
        ), criterion AS (
            SELECT * FROM scoring_criterion WHERE criteria_set_id = NEW.id
        ), fault (place) AS (
            SELECT 'tổng các phần'
            WHERE (SELECT COALESCE(SUM(max_points), 0) FROM part) <> 100
            UNION ALL
            SELECT 'điểm phần ' || part.code FROM part
            WHERE part.max_points IS DISTINCT FROM (
                SELECT (part_points ->> part.code)::numeric
                FROM scoring_criteriaversion WHERE id = NEW.version_id
            )
            UNION ALL
            SELECT 'phần ' || part.code FROM part
            WHERE part.max_points <> (
                SELECT COALESCE(SUM(max_points), 0) FROM section WHERE part_id = part.id
            )
            UNION ALL
            SELECT 'mục ' || section.number FROM section
            WHERE section.max_points <> (
                SELECT COALESCE(SUM(max_points), 0) FROM criterion
                WHERE section_id = section.id AND parent_id IS NULL
            )
            UNION ALL
            SELECT 'tiêu chí ' || criterion.code FROM criterion
            WHERE criterion.max_points <> CASE criterion.kind
                WHEN 'group' THEN (
                    SELECT COALESCE(SUM(max_points), 0) FROM criterion AS child
                    WHERE child.parent_id = criterion.id
                )
                ELSE (
                    SELECT COALESCE(MAX(points), -1) FROM scoring_criterionoption
                    WHERE criterion_id = criterion.id
                )
            END
        )
        SELECT string_agg(place, ', ') INTO wrong FROM fault;
        IF wrong IS NOT NULL THEN
            RAISE EXCEPTION 'Bộ tiêu chí chưa cộng đủ điểm: %', wrong;
        END IF;
        RETURN NEW;
    """
