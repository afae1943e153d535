"""JSON schemas that dbt derives from its own classes, kept from one process to the next.

dbt derives them anew in every process, before it reads a project's first file: half a second or more. They depend on
nothing but its version. Set-up writes them once (`python dbt_schemas.py`) and the worker reads them; where there are
none, or they are of another version, dbt derives its own as ever.
"""

import functools
import importlib
import importlib.metadata
import json
import os
import sys

FILE = os.path.join(sys.prefix, "dbt-schemas.json")

PACKAGES = ["dbt-core", "dbt-common", "dbt-adapters", "dbt-duckdb", "mashumaro"]

# What most projects are validated by, and takes time to derive; the others are derived when they are needed.
CLASSES = [
    "dbt.adapters.duckdb.credentials.DuckDBCredentials",
    "dbt.artifacts.resources.v1.config.TestConfig",
    "dbt.artifacts.resources.v1.model.ModelConfig",
    "dbt.contracts.graph.nodes.GenericTestNode",
    "dbt.contracts.graph.nodes.ModelNode",
    "dbt.contracts.graph.unparsed.UnparsedModelUpdate",
    "dbt.contracts.project.Configuration",
    "dbt.contracts.project.PackageConfig",
    "dbt.contracts.project.Project",
    "dbt.contracts.project.ProjectFlags",
]


def versions() -> "dict[str, str]":
    return {name: importlib.metadata.version(name) for name in PACKAGES}


def write() -> None:
    """Derives the schemas and keeps those that JSON keeps as they are."""
    import dbt.adapters.duckdb
    import dbt.cli.main  # noqa: F401

    schemas = {}
    for name in CLASSES:
        module, _, attribute = name.rpartition(".")
        found = getattr(importlib.import_module(module), attribute, None)
        if found is None:
            continue
        schema = found.json_schema()
        text = json.dumps(schema)
        if json.loads(text) == schema:
            schemas[name] = text
    with open(FILE, "w", encoding="utf-8") as file:
        json.dump({"versions": versions(), "schemas": schemas}, file)


def use() -> None:
    """Lets dbt find what was kept; call it after dbt is imported and before it is used."""
    from dbt_common.dataclass_schema import dbtClassMixin

    try:
        with open(FILE, encoding="utf-8") as file:
            kept = json.load(file)
        if kept["versions"] != versions():
            return
        schemas = kept["schemas"]
    except (OSError, ValueError, KeyError, TypeError):
        return
    derive = dbtClassMixin.json_schema.__func__

    @functools.lru_cache
    def json_schema(of: type) -> dict:
        text = schemas.get(f"{of.__module__}.{of.__qualname__}")
        return derive(of) if text is None else json.loads(text)

    dbtClassMixin.json_schema = classmethod(json_schema)


if __name__ == "__main__":
    write()
