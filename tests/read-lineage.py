"""What sqlglot says each output column of each query is made of, for tests.

Reads {"queries": [{"name", "sql", "schema"}]} from standard input, writes {name: {column: [table.column]}} or {name: {"error": text}}.
"""

import json
import sys

from sqlglot import exp
from sqlglot.lineage import lineage
from sqlglot.optimizer.qualify import qualify
import sqlglot


def leaves(node):
    if node.downstream:
        for inner in node.downstream:
            yield from leaves(inner)
    elif isinstance(node.expression, exp.Table):
        table = ".".join(part.name for part in node.expression.parts[-2:])
        yield f"{table}.{node.name.split('.')[-1]}".lower().replace('"', "")


def read(query):
    schema = query["schema"]
    try:
        tree = qualify(
            sqlglot.parse_one(query["sql"], dialect="duckdb"),
            schema=schema,
            dialect="duckdb",
            validate_qualify_columns=False,
        )
        names = [column.alias_or_name for column in tree.selects]
        found = {}
        for name in names:
            node = lineage(name, query["sql"], schema=schema, dialect="duckdb")
            found[name.lower()] = sorted(set(leaves(node)))
        return found
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"[:200]}


print(json.dumps({query["name"]: read(query) for query in json.load(sys.stdin)["queries"]}))
