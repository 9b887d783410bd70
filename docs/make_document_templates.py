"""Make the packaged Word templates: `python docs/make_document_templates.py`, from the checkout's root.

Office staff change copies of them in Word; whoever changes a packaged one changes this program, so that
what changed can be read. Letters are TH SarabunPSK, 16 points, as official papers have them.
"""

from __future__ import annotations

from document_templates import (
    area_teams,
    daily,
    groups,
    half_year,
    meetings,
    memo,
    networks,
    records,
    weekly,
    yearly,
)
from document_templates.drawing import FOLDER, save

TEMPLATES = {
    "journey-memo": memo.journey,
    "minutes": records.minutes,
    "case": records.case,
    "network-semester": networks.semester,
    "network-page": networks.one_page,
    "group-semester": groups.semester,
    "ast-round": area_teams.ast_round,
    "half-year": half_year.half_year,
    "committee-pack": meetings.committee,
    "monthly-pack": meetings.monthly,
    "daily-logs": daily.daily_logs,
    "weekly": weekly.weekly,
    "yearly": yearly.yearly,
}


def main() -> None:
    """Make every template."""
    for kind, draw in TEMPLATES.items():
        save(draw(), FOLDER / f"{kind}.docx")


if __name__ == "__main__":
    main()
