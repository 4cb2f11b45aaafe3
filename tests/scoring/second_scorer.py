"""The star of a product told a second time, from the raw JSON and by another way of thinking.

Nothing here comes from the code under test: integers only, every comparison multiplied by the
number of assessors, minimums read from the star printed at each option.
"""


def second_opinion(raw: dict, sheets: list[dict[str, int]]) -> dict:
    """Parts and total as sums over assessors, the band, the star, the missed minimums."""
    count = len(sheets)
    parts: dict[str, int] = {}
    missed: dict[int, set[str]] = {3: set(), 4: set(), 5: set()}
    for part in raw["parts"]:
        for section in part["sections"]:
            for printed in section["criteria"]:
                for criterion in printed.get("children", [printed]):
                    got = sum(sheet[criterion["code"]] for sheet in sheets)
                    parts[part["code"]] = parts.get(part["code"], 0) + got
                    for star, least in _least_by_star(criterion).items():
                        if got < least * count:
                            missed[star].add(criterion["code"])
    total = sum(parts.values())
    band = 1 + sum(total >= edge * count for edge in (30, 50, 70, 90))
    stars = 0
    for star in (3, 4, 5):
        if band >= star and not missed[star] and not _stopped(raw, sheets):
            stars = star
    return {"parts": parts, "total": total, "band": band, "stars": stars, "missed": missed}


def _least_by_star(criterion: dict) -> dict[int, int]:
    if "min_star" in criterion:  # 148 prints the star at the criterion: least points above none
        least = min(option["points"] for option in criterion["options"] if option["points"])
        return dict.fromkeys(range(criterion["min_star"], 6), least)
    marks = [o for o in criterion["options"] if o.get("min_star")]
    found = {}
    for star in (3, 4, 5):
        asked = [o for o in marks if o["min_star"] <= star]
        if asked:
            highest_mark = max(o["min_star"] for o in asked)
            found[star] = min(o["points"] for o in asked if o["min_star"] == highest_mark)
    return found


def _stopped(raw: dict, sheets: list[dict[str, int]]) -> bool:
    for part in raw["parts"]:
        for section in part["sections"]:
            codes = [c["code"] for c in section["criteria"]]
            for position, criterion in enumerate(section["criteria"]):
                for note in criterion["notes"]:
                    text = note["text"].lower()
                    if note["kind"] != "gate" or "0 điểm" not in text:
                        continue
                    above = "các chỉ tiêu trên" in text
                    watched = codes[: position + 1] if above else [criterion["code"]]
                    if any(sheet[code] == 0 for sheet in sheets for code in watched):
                        return True
    return False
