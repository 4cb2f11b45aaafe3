"""What the database itself keeps of processes: a published one is whole and stays as it is."""

from __future__ import annotations

import pgtrigger


class ProcessPartStays(pgtrigger.Trigger):
    """Refuse any change to the steps and rounds of a published process."""

    name = "published_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    func = """
        IF TG_OP <> 'INSERT' AND EXISTS (
            SELECT 1 FROM scoring_assessmentprocess
            WHERE id = OLD.process_id AND published_at IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'Quy trình đã công bố, không sửa được.';
        END IF;
        IF TG_OP <> 'DELETE' AND EXISTS (
            SELECT 1 FROM scoring_assessmentprocess
            WHERE id = NEW.process_id AND published_at IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'Quy trình đã công bố, không sửa được.';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    """


class ProcessIsWhole(pgtrigger.Trigger):
    """Refuse to publish a process unless each of 3, 4 and 5 stars is awarded by one level."""

    name = "is_whole"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update
    condition = pgtrigger.Q(new__published_at__isnull=False)
    declare = [("awarded", "smallint[]")]
    func = """
        SELECT COALESCE(array_agg(star ORDER BY star), '{}') INTO awarded
        FROM scoring_processstep, unnest(awards) AS star
        WHERE process_id = NEW.id;
        IF awarded <> '{3,4,5}' THEN
            RAISE EXCEPTION
                'Mỗi hạng 3, 4, 5 sao phải có đúng một cấp công nhận; đang có: %', awarded;
        END IF;
        RETURN NEW;
    """
