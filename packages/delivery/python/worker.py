"""A warm tool worker: dbt or sqlfluff, imported before there is work, asked over JSON lines.

Started for one of the tools. One line in: {"id", "folder", ...}. One line out per request: {"id", "result"} or
{"id", "failure"}; {"id", "progress"} lines come before it. Started once per patch and killed afterwards, because
what it runs (Jinja, Python models) is code of that patch.
"""

import argparse
import contextlib
import functools
import gc
import json
import os
import re
import resource
import sys
import typing

import dbt_schemas
from confine import die_with_parent, share_what_is_made

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def limit(memory_mib: int, cpu_seconds: int, file_mib: int) -> None:
    """Hard limits of the kernel on this process and its children. Address space stands for memory."""
    for what, value in (
        (resource.RLIMIT_AS, memory_mib * 1024 * 1024),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, file_mib * 1024 * 1024),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (value, value))


class Fence:
    """Every database that dbt opens here can reach its own file and the folders named, and nothing else.

    Set once on the fresh connection and locked, so that no SQL of a patch can widen it. dbt-duckdb sets its
    `settings` anew on each cursor, which a locked configuration refuses: so they are not in the profile.
    """

    readable: typing.ClassVar["list[str]"] = []
    memory = "4GB"

    @classmethod
    def put_around(cls, module) -> None:
        connect = module.connect

        def fenced(*arguments, **options):
            connection = connect(*arguments, **options)
            connection.execute(f"set memory_limit = '{cls.memory}'")
            connection.execute("set autoinstall_known_extensions = false")
            connection.execute("set allowed_directories = $1", [cls.readable])
            connection.execute("set enable_external_access = false")
            connection.execute("set lock_configuration = true")
            return connection

        module.connect = fenced


def keep_seeds_here() -> None:
    """A saved parse remembers where each seed's project lay, as an absolute path: that of the environment it came
    from, which is gone, or another's. Each seed is pointed at the project that is being run.
    """
    from dbt.parser.manifest import ManifestLoader

    read = ManifestLoader.read_manifest_for_partial_parse

    def read_and_move(self):
        manifest = read(self)
        for node in manifest.nodes.values() if manifest else ():
            if getattr(node, "root_path", None) and node.package_name in self.all_projects:
                node.root_path = str(self.all_projects[node.package_name].project_root)
        return manifest

    ManifestLoader.read_manifest_for_partial_parse = read_and_move


def place_of(node: object) -> "str | None":
    path = getattr(node, "original_file_path", None)
    return path.replace(os.sep, "/") if path else None


def dbt_result(outcome: object) -> dict:
    """The parts of a dbt run that Throughline reads. A parse-time error has an exception and no results."""
    results = []
    for entry in getattr(outcome.result, "results", None) or []:
        node = getattr(entry, "node", None)
        results.append(
            {
                "node": getattr(node, "unique_id", None) or getattr(entry, "unique_id", "?"),
                "type": str(getattr(node, "resource_type", "")).split(".")[-1].lower(),
                "file": place_of(node),
                "status": str(getattr(entry.status, "value", entry.status)),
                "message": ANSI.sub("", entry.message or ""),
                "failures": getattr(entry, "failures", None),
                "seconds": getattr(entry, "execution_time", 0),
            }
        )
    return {
        "success": bool(outcome.success),
        "exception": ANSI.sub("", str(outcome.exception)) if outcome.exception else None,
        "results": results,
    }


def run_dbt(request: dict, progress) -> dict:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    warnings: list = []

    def watch(event) -> None:
        if event.info.name in ("LogStartLine", "LogModelResult", "LogTestResult", "LogSeedResult"):
            progress(ANSI.sub("", event.info.msg))
        if event.info.level in ("warn", "error"):
            warnings.append(
                {"code": event.info.code, "name": event.info.name, "message": ANSI.sub("", event.info.msg)}
            )

    Fence.readable = [os.path.join(os.getcwd(), path) + os.sep for path in request.get("readable", [])]
    run_results = os.path.join(request["made"], "run_results.json")
    if os.path.exists(run_results):
        os.remove(run_results)
    try:
        outcome = dbtRunner(callbacks=[watch]).invoke(request["arguments"])
    finally:
        # The handle is process-wide: left open, it would lock the file for whoever reads it next.
        with contextlib.suppress(Exception):
            DuckDBConnectionManager.close_all_connections()
    return {**dbt_result(outcome), "warnings": warnings}


def run_sqlfluff(request: dict, progress) -> dict:
    """Lints texts as if they were the named files, so that a file can be compared with what it was before."""
    from sqlfluff.core import FluffConfig, Linter

    defaults = {"dialect": "duckdb"}
    violations = []
    for entry in request["files"]:
        # A project that says nothing of its dialect has a warehouse that does.
        config = FluffConfig.from_path(entry["path"], require_dialect=False)
        if not config.get("dialect"):
            config = FluffConfig.from_path(entry["path"], overrides=defaults)
        # The dbt templater would run the project's macros again; jinja with dbt's builtins sees the same SQL.
        config.set_value(["core", "templater"], "jinja")
        # `set_value` reads texts, as from a file.
        config.set_value(["templater", "jinja", "apply_dbt_builtins"], "true")
        linted = Linter(config=config).lint_string(entry["text"], fname=entry["path"])
        for found in linted.get_violations(filter_warning=False):
            violations.append(
                {
                    "file": entry["path"],
                    "line": found.line_no,
                    "column": found.line_pos,
                    "code": found.rule_code(),
                    "message": found.desc(),
                    "warning": bool(getattr(found, "warning", False)),
                }
            )
    return {"violations": violations}


TOOLS = {"dbt": run_dbt, "sqlfluff": run_sqlfluff}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--memory-mib", type=int, default=8192)
    # A backstop: the asker's time-out, which the project can raise, comes first.
    parser.add_argument("--cpu-seconds", type=int, default=86400)
    parser.add_argument("--file-mib", type=int, default=65536)
    parser.add_argument("--tool", choices=TOOLS, required=True, help="what it will be asked for, and imports ahead")
    options = parser.parse_args()
    die_with_parent()
    share_what_is_made()
    limit(options.memory_mib, options.cpu_seconds, options.file_mib)

    # dbt prints to stdout: keep the real one for answers and point file descriptor 1 at stderr.
    answers = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    os.dup2(2, 1)

    def say(message: dict) -> None:
        answers.write(json.dumps(message, default=str) + "\n")
        answers.flush()

    # The slow imports, paid before there is work. What they make lives as long as the process: looking through it for
    # garbage, again and again while it grows, is a tenth of their time.
    gc.disable()
    if options.tool == "dbt":
        import dbt.adapters.duckdb
        import dbt.cli.main  # noqa: F401
        import duckdb

        dbt_schemas.use()
        Fence.put_around(duckdb)
        keep_seeds_here()
    else:
        import sqlfluff.core  # noqa: F401
    gc.freeze()
    gc.enable()

    say({"ready": True})
    for line in sys.stdin:
        request = json.loads(line)
        identity = request["id"]
        try:
            os.chdir(request["folder"])
            tell = functools.partial(lambda identity, text: say({"id": identity, "progress": text}), identity)
            result = TOOLS[options.tool](request, tell)
            say({"id": identity, "result": result})
        except BaseException as error:  # the asker must hear of it, whatever it is
            say({"id": identity, "failure": f"{type(error).__name__}: {error}"})
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise


if __name__ == "__main__":
    main()
