"""The rows: an engagement is one contract-month; all else is a group of engagements."""

from benchmarks.openfisca_pt.core import build_entity


def _group(key: str, plural: str, label: str):
    return build_entity(
        key=key, plural=plural, label=label, roles=[{"key": "part", "plural": "parts", "label": "part"}]
    )


Engagement = build_entity(
    key="engagement", plural="engagements", label="Work for one payer in one activity and month", is_person=True
)
Worker = _group("worker", "workers", "Worker")
Payer = _group("payer", "payers", "Platform, intermediary, client or employer")
TieMonth = _group("tie_month", "tie_months", "Worker and payer in a month")
GroupMonth = _group("group_month", "group_months", "Worker and payer group in a month")
Tie = _group("tie", "ties", "Worker and payer group in a calendar year")

ALL = [Engagement, Worker, Payer, TieMonth, GroupMonth, Tie]
