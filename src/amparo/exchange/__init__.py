"""The exchange between delegations: one file that they pass back and forth, what it may hold, and how copies join.

objects: what may be in it. entries: one thing said at one time, named by the hash of its content. exchange: the set of
entries, what stands, what is in conflict, merging. files: reading and writing. adding: entries from what a person
tells. checking: the same law, the same reform, the same result? record: the closing record.
"""
