"""What comes in and what goes out: schemas, readers, checks, quarantine, result tables.

case.py      one worker in a file written by hand -> Dossier           read_case
tables.py    a folder of tables -> checked, quarantined, canonical     prepare
canonical.py the canonical form: read, checked, one worker or all      open_canonical
orders.py    a platform's order log -> a folder of tables              read_orders
outputs.py   result tables, run.json, and what may leave               write_table, write_run, may_export
schemas.py   JSON Schema of all of these                               records_json_schema, case_json_schema
"""
