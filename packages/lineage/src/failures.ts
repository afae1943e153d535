import { failuresOf } from "@throughline/contracts";

/** Everything that can be wrong with a question about lineage. */
export const fail = failuresOf({
  "lineage.unknown-node": {
    retry: "usage",
    message: (f: { node: string; near: readonly string[] }) =>
      `following ${f.node}: there is nothing of that name${f.near.length === 0 ? "" : `; there is ${f.near.join(", ")}`}`,
    hint: () =>
      "Nodes are source:schema.table.column, model:name.column, table:T, column:T[c], measure:T[m], visual:page/visual.",
  },
  "lineage.unknown-question": {
    retry: "usage",
    message: (f: { question: string }) => `answering ${f.question}: there is no such question`,
    hint: () => "Ask GET /trace?node=…, /impact?node=…&depth=2, /find?text=…, /diff?base=production&head=worktree.",
  },
  "lineage.wrong-question": {
    retry: "usage",
    message: (f: { problem: string }) => `reading the question: ${f.problem}`,
    hint: () => "Write names as a URL has them: `curl -G …/impact --data-urlencode node=measure:T[m]` does it.",
  },
});
