import { failuresOf } from "@throughline/contracts";

/** Everything that can go wrong in delivery because of the world outside, by code. `throw fail(code, facts)`. */
export const fail = failuresOf({
  "tools.python-missing": {
    retry: "usage",
    message: (f: { python: string }) => `starting the Python tools with ${f.python}`,
    hint: () =>
      "In a clone run `npm run setup`; elsewhere set THROUGHLINE_PYTHON to a Python that has dbt-duckdb and sqlfluff.",
  },
  "tools.worker-died": {
    retry: "later",
    message: (f: { during: string; output: string }) =>
      `${f.during}: the tool worker ended${f.output ? `: ${f.output}` : ""}`,
    hint: () => "It may have reached its memory or time limit; `throughline logs` shows the last lines it wrote.",
  },
  "tools.worker-timeout": {
    retry: "later",
    message: (f: { during: string; seconds: number }) => `${f.during}: no answer within ${f.seconds} s`,
    hint: () => "Raise `limits.checkSeconds` in throughline.yml, or look at what the query does.",
  },
  "tools.garbage": {
    retry: "later",
    message: (f: { during: string; problem: string }) => `${f.during}: its answer cannot be read: ${f.problem}`,
    hint: () =>
      "Is it the version that toolchain/requirements.lock names? `throughline doctor` says what is installed.",
  },
  "tools.query-timeout": {
    retry: "later",
    message: (f: { seconds: number }) => `querying the warehouse: no answer within ${f.seconds} s`,
    hint: () =>
      "The query was stopped; what it would have shown is not known. Check again when the machine is less busy.",
  },
  "tools.query-memory": {
    retry: "later",
    message: (f: { problem: string }) => `querying the warehouse: ${f.problem}`,
    hint: () => "The query needs more memory than it was given; what it would have shown is not known.",
  },
  "tools.command": {
    retry: "later",
    message: (f: { what: string; output: string }) => `${f.what}: ${f.output}`,
    hint: () => "The command's last lines are in the message.",
  },
  "dbt.project-missing": {
    retry: "usage",
    message: (f: { folder: string }) => `reading the dbt project: no dbt_project.yml in ${f.folder}`,
    hint: () => "Set `transform.folder` in throughline.yml to the folder of dbt_project.yml.",
  },
  "dbt.project-unreadable": {
    retry: "usage",
    message: (f: { file: string; problem: string }) => `reading ${f.file}: ${f.problem}`,
    hint: (f: { file: string }) => `Correct ${f.file}; \`dbt parse\` says the same.`,
  },
  "dbt.profile": {
    retry: "usage",
    message: (f: { problem: string }) => `reading the dbt profile: ${f.problem}`,
    hint: () => "Throughline reads profiles.yml beside dbt_project.yml; the target must be of type duckdb.",
  },
  "dbt.build": {
    retry: "never",
    message: (f: { what: string; problem: string }) => `${f.what}: ${f.problem}`,
    hint: () => "`dbt build` in the project shows the same; correct it there first.",
  },
  "warehouse.none": {
    retry: "usage",
    message: (f: { folder: string }) => `opening production: ${f.folder} has no release`,
    hint: () => "Run `throughline init --setup` once: it builds release 1, or takes over an existing warehouse.",
  },
  "warehouse.unreadable": {
    retry: "usage",
    message: (f: { file: string; problem: string }) => `reading the warehouse ${f.file}: ${f.problem}`,
    hint: () => "The file must be a DuckDB 1.x database that no other process is writing.",
  },
  "warehouse.query": {
    retry: "never",
    message: (f: { problem: string }) => `querying the warehouse: ${f.problem}`,
    hint: () => "The text is the database's own.",
  },
  "release.unknown": {
    retry: "usage",
    message: (f: { release: number }) => `opening release ${f.release}: there is none`,
    hint: () => "`throughline status` lists requests with their releases; `throughline health` names the current one.",
  },
  "release.not-passed": {
    retry: "never",
    message: (f: { why: string }) => `opening a writer on the warehouse: ${f.why}`,
    hint: () => "Only a tree whose own verdict passed is released. Check it again.",
  },
  "release.fenced": {
    retry: "later",
    message: (f: { expected: string; found: string }) =>
      `switching production: it is at ${f.found}, and this was built on ${f.expected}`,
    hint: () => "Another release or load came first. The request is built again on top of it.",
  },
  "loader.run": {
    retry: "later",
    message: (f: { file: string; output: string; isApart?: boolean }) => `running the loader ${f.file}: ${f.output}`,
    hint: (f: { file: string; isApart?: boolean }) =>
      f.isApart
        ? "In the sandbox of a check it reaches no address and has no secret: does it need one? docs/how-to/sandbox.md says what then."
        : `\`python ${f.file}\` in the project shows the same.`,
  },
  "environment.not-plain": {
    retry: "never",
    message: (f: { file: string }) => `reading what the tools made: ${f.file} is no plain file`,
    hint: () => "Code of the change put something else in its place, such as a link: look for what writes there.",
  },
  "environment.path": {
    retry: "usage",
    message: (f: { folder: string }) => `preparing an environment in ${f.folder}: the path has an apostrophe`,
    hint: () => "dbt-duckdb writes paths into SQL unquoted: move the project to a folder without ' in its path.",
  },
});
