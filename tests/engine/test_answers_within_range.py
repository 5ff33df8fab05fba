"""What would decide: an answer that no rule's range holds is left out, and is no error."""

from amparo import api

# The start of the activity is not told: its latest day (2149) would bring compulsory cover after the last month.
CASE = {
    "country": "PT",
    "from": "2025-01",
    "to": "2025-12",
    "worker": {"birth_date": "1990-05-02", "sex": "female"},
    "payers": {
        "app": {
            "payer_kind": "platform",
            "engagements": [{"activity": "food_delivery", "form": "services", "gross_pay": "900"}],
        }
    },
}


def test_a_start_of_activity_beyond_every_month_is_not_an_answer_and_not_an_error() -> None:
    result = api.worker(CASE, on="2025-12-01")
    (start,) = [item for item in result.unknowns if item.node == "self_employed_scope.activity_start"]
    assert start.effects, "other days decide"
    waiting = next(found for found in result.coverage if not found.known and "fact" in found.reasons)
    assert result.would_decide(waiting, waiting.row.number)
