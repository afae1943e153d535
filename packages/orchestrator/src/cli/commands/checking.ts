import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planDifference } from "@throughline/agent";
import { Failure } from "@throughline/contracts";
import { deliveryProcess, Production } from "@throughline/delivery";
import { environment } from "../../config/environment.ts";
import { requireRepository } from "../../config/project.ts";
import { fail } from "../../errors/failures.ts";
import { gitLine } from "../../git/git.ts";
import { changesBetween, filesAt, treeOf } from "../../git/tree-files.ts";
import { writeTree } from "../../git/write-tree.ts";
import { sandboxSettings } from "../../sandboxes/sandbox-settings.ts";
import { declaredChanges, declaredIn } from "../../workflow/declared-changes.ts";
import { type Command, text } from "../command.ts";
import { renderVerdict } from "../render.ts";
import { sarifOf } from "../sarif.ts";

export const checking: readonly Command[] = [
  {
    name: "check",
    summary: "Run every check on the committed state of this project; works alone, in anyone's CI",
    role: "viewer",
    options: [
      {
        flags: "--base <ref>",
        description: "what to compare with; default: what production runs, else the first parent",
      },
      { flags: "--changes <names>", description: "what is meant to differ, as a line Throughline-Changes says it" },
      { flags: "--format <format>", description: "json, sarif or text" },
    ],
    examples: [
      "throughline check --base origin/main",
      'throughline check --changes "fct_orders.amount, Sales[Total]"',
      "throughline check --format sarif > throughline.sarif",
    ],
    async run({ project: find, options, output }) {
      const format = text(options["format"]) ?? (output.json ? "json" : "text");
      if (!["json", "sarif", "text"].includes(format))
        throw fail("usage.wrong", { problem: `--format ${format}: json, sarif or text` });
      const project = find();
      const repository = await requireRepository(project.root);
      const production = new Production(project.warehouse).current();
      const base =
        (await namedCommit(repository.top, text(options["base"]))) ??
        production?.manifest.commit ??
        (await gitLine(repository.top, ["rev-parse", "--verify", "--quiet", "HEAD^"]).catch(() => EMPTY_TREE));
      const changes = await changesBetween(repository.top, base, repository.head, repository.prefix);
      const range = base === EMPTY_TREE ? [repository.head] : [repository.head, "--not", base];
      const declared = [
        ...declaredIn([text(options["changes"]) ?? ""]),
        ...(await declaredChanges(repository.top, range)),
      ];
      const files = await filesAt(repository.top, base, repository.prefix);
      const { expectations, questions } = planDifference({ changes, declared }, files, project.layout);
      const folder = mkdtempSync(join(tmpdir(), "throughline-check-"));
      await using delivery = deliveryProcess(environment.forDelivery, sandboxSettings(project));
      try {
        await writeTree(repository.top, repository.head, folder);
        const verdict = await delivery.ask(
          "check",
          {
            folder,
            prefix: repository.prefix,
            layout: project.layout,
            projectRoot: project.root,
            warehouse: project.warehouse,
            seconds: project.config.limits.checkSeconds,
            tree: await treeOf(repository.top, repository.head),
            changes,
            expectations,
            questions: questions.map(({ measure, by }) => ({ measures: [measure], by })),
          },
          (doing) => output.live(doing),
        );
        if (format === "sarif") process.stdout.write(`${JSON.stringify(sarifOf(verdict.findings))}\n`);
        else if (format === "json") process.stdout.write(`${JSON.stringify(verdict)}\n`);
        else output.answer(verdict, () => renderVerdict(verdict));
        return verdict.verdict === "passed" ? 0 : 1;
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  },
];

/** The commit that `--base` names, or the tree of nothing. */
async function namedCommit(repository: string, base: string | undefined): Promise<string | undefined> {
  if (base === undefined || base === EMPTY_TREE) return base;
  try {
    return await gitLine(repository, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${base}^{commit}`]);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw fail("usage.wrong", { problem: `--base ${base}: this repository has no such commit` }, error);
  }
}

/** Git's id of a tree with nothing in it: the base of a first commit. */
const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
