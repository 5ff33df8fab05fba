"""What can be wrong with the file of a table: each with its cure."""

from __future__ import annotations

from typing import Final

from amparo.rules.messages import Message

EMPTY: Final = (
    Message("file.empty", "it is empty."),
    Message("file.header_rows_cure", "write a header line and below it one line per row."),
)
HEADER_EMPTY: Final = (
    Message("file.header_empty", "its first line is empty."),
    Message("file.names_cure", "write the names of the columns there."),
)
HEADER_ENDLESS: Final = (
    Message("file.header_endless", "its first line does not end."),
    Message("file.header_and_rows", "write a header line and rows below it."),
)
HEADER_UNREAD: Final = (
    Message("file.header_unread", "its first line cannot be read."),
    Message("file.names_cure", "write the names of the columns there."),
)
NOT_GZIP: Final = (
    Message("file.not_gzip", "its name ends in .gz and it is not packed with gzip."),
    Message("file.gzip_cure", "pack it, or rename it."),
)
NOT_PARQUET: Final = (
    Message("file.not_parquet", "it is not a Parquet file, or it was cut off."),
    Message("file.write_again", "write the file again."),
)
NO_COLUMNS: Final = (
    Message("file.no_columns", "it has no columns."),
    Message("file.header_cure", "write a header line with the names of the columns."),
)
