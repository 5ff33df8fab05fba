"""Synthetic populations built from published margins: who works on platforms or on own account, month by month.

Every number that shapes a population stands in a `margins.yaml` with its source and evidence, and says whether the
population is fitted to it, validated against it, or only assumes it. Nothing here is microdata of real persons.
"""
