"""Rows that reladiff finds different between tables of two DuckDB files: JSON in, JSON out.

In: {"before": file, "after": file, "tables": [name], "key": column, "columns": [column]}
Out: for each table, the pairs of a sign (- before, + after) and the row's values as text, the key first.
"""

import json
import logging
import sys

from reladiff import connect_to_table, diff_tables

logging.disable(logging.CRITICAL)
asked = json.load(sys.stdin)


def rows(table):
    sides = [
        connect_to_table(
            {"driver": "duckdb", "filepath": asked[side]}, table, asked["key"], extra_columns=tuple(asked["columns"])
        )
        for side in ("before", "after")
    ]
    return list(diff_tables(*sides, skip_sort_results=True))


json.dump([rows(table) for table in asked["tables"]], sys.stdout)
