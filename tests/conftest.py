"""Hypothesis draws the same examples in every run; `--hypothesis-profile explore` draws new ones."""

from hypothesis import settings

settings.register_profile("same-every-time", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("explore", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile("same-every-time")
