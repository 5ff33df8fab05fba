"""Own-account and platform workers of Portugal."""
