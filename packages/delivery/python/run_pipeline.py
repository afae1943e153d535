"""Runs one dlt pipeline script as a team would, on the warehouse that the environment names.

    python run_pipeline.py <script> [--database FILE] [--data FOLDER] [--rows N] [--refresh] [--secrets FOLDER]

--database is the warehouse, a file of DuckDB's; --data is where dlt keeps what it is at work on. --rows bounds what
each resource yields, for checks on a sample. --refresh drops the pipeline's tables and state first, so that all files
are loaded again (a changed list of fields reaches old rows only so). --secrets names a folder with a file for each
secret, by dlt's name for it, such as `sources.rates.api_key`: they reach dlt as configuration, and no environment.
Prints one JSON line at the end.
"""

import argparse
import json
import os
import runpy
import sys

from confine import die_with_parent, share_what_is_made


def bounded(rows: int):
    """A dlt map step that lets `rows` rows of a resource pass; Arrow tables are cut, other items counted."""
    left = {"rows": rows}

    def cut(item):
        if left["rows"] <= 0:
            return None
        if hasattr(item, "num_rows") and hasattr(item, "slice"):
            item = item.slice(0, left["rows"])
            left["rows"] -= item.num_rows
        else:
            left["rows"] -= 1
        return item

    return cut


def read_secrets(folder: str) -> dict:
    """The secrets of a folder, nested as dlt looks them up."""
    document = {}
    for name in os.listdir(folder):
        *sections, key = name.split(".")
        section = document
        for part in sections:
            section = section.setdefault(part, {})
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            section[key] = file.read()
    return document


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("script")
    parser.add_argument("--database")
    parser.add_argument("--data")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--refresh", action="store_true")
    parser.add_argument("--secrets")
    options = parser.parse_args()
    die_with_parent()
    share_what_is_made()
    if options.database:
        os.environ["DESTINATION__DUCKDB__CREDENTIALS"] = options.database
        os.environ["RESTORE_FROM_DESTINATION"] = "true"
    if options.data:
        os.environ["DLT_DATA_DIR"] = options.data

    import dlt
    from dlt.extract import DltResource, DltSource
    from dlt.pipeline.pipeline import Pipeline

    if options.secrets:
        from dlt.common.configuration.providers import CustomLoaderDocProvider

        secrets = read_secrets(options.secrets)
        provider = CustomLoaderDocProvider("throughline", lambda: secrets, supports_secrets=True)
        dlt.config.register_provider(provider)

    original = Pipeline.run
    runs = []

    def resources_of(data):
        if isinstance(data, DltSource):
            return list(data.selected_resources.values())
        if isinstance(data, DltResource):
            return [data]
        if isinstance(data, (list, tuple)):
            return [resource for item in data for resource in resources_of(item)]
        return []

    def run(self, data=None, **arguments):
        if options.rows is not None:
            for resource in resources_of(data):
                resource.add_map(bounded(options.rows)).add_limit(max(1, options.rows))
        if options.refresh:
            arguments["refresh"] = "drop_sources"
        info = original(self, data, **arguments)
        trace = self.last_trace
        normalize = trace.last_normalize_info if trace else None
        runs.append(
            {
                "pipeline": self.pipeline_name,
                "dataset": self.dataset_name,
                "rows": {
                    k: v
                    for k, v in (normalize.row_counts if normalize else {}).items()
                    if not k.startswith("_dlt")
                },
                "failed": bool(info.has_failed_jobs) if info else False,
            }
        )
        return info

    Pipeline.run = run
    answers = os.dup(1)
    os.dup2(2, 1)
    sys.argv = [options.script]
    sys.path.insert(0, os.path.dirname(os.path.abspath(options.script)))
    runpy.run_path(options.script, run_name="__main__")
    os.write(answers, (json.dumps({"dlt": dlt.__version__, "runs": runs}) + "\n").encode())


if __name__ == "__main__":
    main()
