"""Reads files as dbt and DuckDB read them, for tests that must not trust the product's own readers.

One JSON list of {"path", "text"} on standard input; one list of what was read on standard output:
`jinja`: the tokens of Jinja, none where the text is only text; `texts`: keys and values of YAML; `tokens`: SQL by kind.
"""

import json
import sys

import duckdb
import yaml
from jinja2 import Environment

LEX = Environment()


def jinja(text: str) -> "list[str]":
    return [token for _, kind, token in LEX.lex(text) if kind != "data"]


def leaves(value: object) -> "list[str]":
    if isinstance(value, dict):
        return [leaf for pair in value.items() for part in pair for leaf in leaves(part)]
    if isinstance(value, list):
        return [leaf for part in value for leaf in leaves(part)]
    return [value] if isinstance(value, str) else []


def sql_tokens(text: str) -> "list[list[str]]":
    found = duckdb.tokenize(text)
    # Places count bytes of UTF-8.
    encoded = text.encode()
    ends = [place for place, _ in found[1:]] + [len(encoded)]
    return [
        [str(kind).split(".")[-1], encoded[place:end].decode().strip()]
        for (place, kind), end in zip(found, ends, strict=True)
    ]


def read(file: "dict[str, str]") -> "dict[str, object]":
    text = file["text"]
    if file["path"].endswith((".yml", ".yaml")):
        texts = leaves(yaml.safe_load(text))
        return {"texts": texts, "jinja": [token for one in texts for token in jinja(one)], "tokens": []}
    if file["path"].endswith(".sql"):
        # What Jinja would run is taken out first: its own quotes are not SQL's.
        plain = "".join(token if kind == "data" else "" for _, kind, token in LEX.lex(text))
        return {"texts": [], "jinja": jinja(text), "tokens": sql_tokens(plain)}
    return {"texts": [], "jinja": [], "tokens": []}


json.dump([read(file) for file in json.load(sys.stdin)], sys.stdout)
