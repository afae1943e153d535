/** The import rules of ARCHITECTURE.md. `tests/gate` proves each with a planted violation. */
const inPackages = "^packages/";

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "A cycle, of types too, is two files that should be one or three.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "contracts-stand-alone",
      comment: "Contracts are what the systems meet in; they know none of them.",
      severity: "error",
      from: { path: "^packages/contracts/src/", pathNot: "\\.test\\.ts$" },
      to: { pathNot: ["^packages/contracts/src/", "node_modules/zod/"] },
    },
    {
      name: "tabular-is-pure",
      comment: "Power BI as a language has no I/O, no Node and no neighbours but a parser of M, so that it runs anywhere.",
      severity: "error",
      from: { path: "^packages/tabular/src/", pathNot: ["\\.test\\.ts$", "^packages/tabular/src/test-support/"] },
      to: { pathNot: ["^packages/tabular/src/", "node_modules/@microsoft/powerquery-parser/"] },
    },
    {
      name: "one-folder-imports-tabular",
      comment: "Nothing above the seam says Power BI.",
      severity: "error",
      from: { path: inPackages, pathNot: ["^packages/semantic-model/src/tabular/", "^packages/tabular/"] },
      to: { path: ["^packages/tabular/", "@throughline/tabular"] },
    },
    {
      name: "semantic-model-below",
      comment: "The seam to the BI layer knows contracts and its adapters' languages.",
      severity: "error",
      from: { path: "^packages/semantic-model/src/", pathNot: "\\.(test|contract)\\.ts$" },
      to: { path: "^packages/(agent|delivery|lineage|orchestrator)/" },
    },
    {
      name: "lineage-is-pure",
      comment: "The graph is made of texts that it is handed: it opens nothing, and knows only the seam to BI layers and a parser of SQL. What keeps facts, starts threads and listens is in host/.",
      severity: "error",
      from: { path: "^packages/lineage/src/", pathNot: ["\\.test\\.ts$", "^packages/lineage/src/(test-support|host)/"] },
      to: {
        pathNot: [
          "^packages/(lineage|semantic-model|contracts)/src/",
          "node_modules/@polyglot-sql/sdk/",
          "^(node:)?crypto$",
        ],
      },
    },
    {
      name: "lineage-below",
      comment: "What others ask about lineage it does not ask them; host/ knows Node, and nobody above.",
      severity: "error",
      from: { path: "^packages/lineage/src/", pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/(agent|delivery|orchestrator)/" },
    },
    {
      name: "agent-knows-no-delivery",
      comment: "Code generation holds no credential and no warehouse.",
      severity: "error",
      from: { path: "^packages/agent/src/", pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/(delivery|orchestrator)/" },
    },
    {
      name: "delivery-knows-no-agent",
      comment: "What validates does not know what writes.",
      severity: "error",
      from: { path: "^packages/delivery/src/", pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/(agent|orchestrator)/" },
    },
    {
      name: "only-entry-points",
      comment: "A package is used through its entry points, never by a path into it.",
      severity: "error",
      from: { path: "^packages/([^/]+)/src/" },
      to: { path: "^packages/[^/]+/src/", pathNot: ["^packages/$1/src/", "^packages/[^/]+/src/index\\.ts$", "^packages/agent/src/author/main\\.ts$", "^packages/semantic-model/src/fake/index\\.ts$", "^packages/lineage/src/sync/index\\.ts$"] },
    },
    {
      name: "only-delivery-opens-duckdb",
      comment: "One system touches the warehouse.",
      severity: "error",
      from: { path: inPackages, pathNot: ["^packages/delivery/src/", "\\.(test|contract)\\.ts$", "^packages/semantic-model/src/sales-warehouse\\.ts$"] },
      to: { path: "@duckdb/" },
    },
    {
      name: "only-main-names-adapters",
      comment: "Everything else is handed its store, forge and sandbox.",
      severity: "error",
      from: {
        path: "^packages/orchestrator/src/",
        pathNot: ["^packages/orchestrator/src/main\\.ts$", "\\.test\\.ts$", "^packages/orchestrator/src/(stores/sqlite|forges/local|sandboxes/process)/"],
      },
      to: { path: "^packages/orchestrator/src/(stores/sqlite|forges/local|sandboxes/process)/" },
    },
    {
      name: "state-is-the-core",
      comment: "What a request is depends on contracts alone.",
      severity: "error",
      from: { path: "^packages/orchestrator/src/(state|policy)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/", pathNot: ["^packages/contracts/", "^packages/orchestrator/src/(state|policy)/"] },
    },
    {
      name: "stages-know-no-edge",
      comment: "A step does not know whether a terminal or a browser watches.",
      severity: "error",
      from: { path: "^packages/orchestrator/src/(stages|workflow|limits|ledger|git|stores|forges|sandboxes)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/orchestrator/src/(cli|http|demo)/" },
    },
    {
      name: "few-start-processes",
      comment: "A process that is started is a thing to confine: these files do it, and each says how.",
      severity: "error",
      from: {
        path: inPackages,
        pathNot: [
          "\\.test\\.ts$",
          "^packages/delivery/src/process/",
          "^packages/delivery/src/tools/tool-worker\\.ts$",
          "^packages/delivery/src/delivery-process\\.ts$",
          "^packages/agent/src/author/",
          "^packages/orchestrator/src/git/git\\.ts$",
          "^packages/orchestrator/src/cli/commands/(demo|doctor)\\.ts$",
        ],
      },
      to: { path: "^(node:)?child_process$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["/python/", "^examples/", "^tests/projects/"] },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "default"] },
  },
};
