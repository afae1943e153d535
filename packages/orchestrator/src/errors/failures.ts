import { failuresOf } from "@throughline/contracts";

/** Everything that can go wrong in the orchestrator because of the world outside. `throw fail(code, facts)`. */
export const fail = failuresOf({
  "project.not-found": {
    retry: "usage",
    message: (f: { folder: string }) => `opening the project: there is no throughline.yml in ${f.folder} or above`,
    hint: () => "Run `throughline init` in the project's folder, or name the folder with --project.",
  },
  "project.not-git": {
    retry: "usage",
    message: (f: { folder: string }) => `opening the project: ${f.folder} is not in a git repository with a commit`,
    hint: () => "Run `git init`, `git add -A` and `git commit` there first.",
  },
  "project.line-break": {
    retry: "usage",
    message: (f: { folder: string }) =>
      `opening the project: the path ${JSON.stringify(f.folder)} has a line break in it`,
    hint: () => "Rename that folder.",
  },
  "git.missing": {
    retry: "usage",
    message: (f: { folder: string }) => `opening the project in ${f.folder}: there is no git on the path`,
    hint: () => "Install git (https://git-scm.com), or add its folder to PATH.",
  },
  "project.gone": {
    retry: "usage",
    message: (f: { folder: string }) => `opening the project: the folder ${f.folder} does not exist`,
    hint: () => "Check the path given with --project.",
  },
  "project.read-only": {
    retry: "usage",
    message: (f: { folder: string }) => `writing Throughline's state: ${f.folder} cannot be written`,
    hint: () => "Throughline keeps its state in .throughline beside throughline.yml: make the folder writable.",
  },
  "project.diverged": {
    retry: "usage",
    message: (f: { branch: string; forge: string }) =>
      `reading ${f.branch}: it and the main that Throughline released have both moved`,
    hint: (f: { branch: string; forge: string }) =>
      `Run \`git pull --rebase "${f.forge}" main\` on ${f.branch}, then ask again.`,
  },
  "config.invalid": {
    retry: "usage",
    message: (f: { file: string; problems: readonly string[] }) => `reading ${f.file}: ${f.problems.join("; ")}`,
    hint: () => "docs/how-to/configure.md describes every key; `throughline init --force` writes a fresh file.",
  },
  "project.broken": {
    retry: "usage",
    message: (f: { problems: readonly string[]; more: number }) =>
      `reading the project: ${f.problems.join("; ")}${f.more > 0 ? `; and ${f.more} more` : ""}`,
    hint: () => "Put it right and commit it, then ask again or run `throughline retry <id>`.",
  },
  "config.exists": {
    retry: "usage",
    message: (f: { file: string }) => `writing ${f.file}: it exists already`,
    hint: () => "Edit it, or write it anew with --force.",
  },
  "git.failed": {
    retry: "later",
    message: (f: { command: string; output: string }) => `running git ${f.command}: ${f.output}`,
    hint: () => "The text is git's own.",
  },
  "request.unknown": {
    retry: "usage",
    message: (f: { id: string }) => `opening request ${f.id}: there is none`,
    hint: () => "`throughline status` lists them.",
  },
  "request.empty": {
    retry: "usage",
    message: () => "reading the request: it is empty",
    hint: () => 'Say what should change, as in: throughline request "add average fare per mile".',
  },
  "request.too-long": {
    retry: "usage",
    message: (f: { length: number; limit: number }) =>
      `reading the request: ${f.length} characters, and ${f.limit} are allowed`,
    hint: () => "Ask for one change at a time.",
  },
  "request.not-text": {
    retry: "usage",
    message: () => "reading the request: it is not text",
    hint: () => "Write it in words; control characters and bytes are not read.",
  },
  "request.state": {
    retry: "usage",
    message: (f: { id: string; action: string; status: string }) => `${f.action} of ${f.id}: it is ${f.status}`,
    hint: (f: { id: string }) => `\`throughline show ${f.id}\` says what it waits for.`,
  },
  "request.moved": {
    retry: "later",
    message: (f: { id: string }) => `changing request ${f.id}: it has moved on meanwhile`,
    hint: () => "Look at it again and repeat.",
  },
  "request.unknown-answer": {
    retry: "usage",
    message: (f: { question: string; answer: string }) => `answering ${f.question} with ${f.answer}: it is no choice`,
    hint: () => "The choices are listed with the question; write --answer <question>=<choice>.",
  },
  "person.unknown": {
    retry: "usage",
    message: (f: { id: string }) => `acting as ${f.id}: throughline.yml knows no such person`,
    hint: () => "Add them under `people`, or use --as with one who is there.",
  },
  "person.role": {
    retry: "never",
    message: (f: { id: string; needs: string; action: string }) =>
      `${f.action} as ${f.id}: that needs the role ${f.needs}`,
    hint: () => "Roles are given under `people` in throughline.yml.",
  },
  "person.own": {
    retry: "never",
    message: (f: { id: string; tier: string }) =>
      `approving as ${f.id}: nobody approves a ${f.tier} change of their own words or hand`,
    hint: () => "Ask somebody with the role approver; a project of one person can set `solo: true` in throughline.yml.",
  },
  "policy.invalid": {
    retry: "usage",
    message: (f: { file: string; problems: readonly string[] }) => `reading ${f.file}: ${f.problems.join("; ")}`,
    hint: () =>
      "docs/how-to/policy.md describes every key; `throughline policy check` reads it before it is committed.",
  },
  "policy.too-few": {
    retry: "never",
    message: (f: { needed: number; others: readonly string[] }) =>
      `approving: it needs ${f.needed} approvers besides whoever asked, and throughline.yml lists ${f.others.length === 0 ? "none" : `${f.others.length} (${f.others.join(", ")})`}`,
    hint: () => "Add people with the role approver, or set `destructive.approvers` in policy.yml and merge that first.",
  },
  "approval.twice": {
    retry: "never",
    message: (f: { id: string; given: number; needed: number }) =>
      `approving as ${f.id}: ${f.id} approved exactly this already, and it has ${f.given} of ${f.needed} approvals`,
    hint: () => "Somebody else with the role approver must say yes as well.",
  },
  "limit.rate": {
    retry: "later",
    message: (f: { id: string; limit: number; minutes: number }) =>
      `taking the request of ${f.id}: ${f.limit} requests an hour are allowed, and the next is free in ${f.minutes} min`,
    hint: () => "`limits.requestsPerHour` in throughline.yml sets it.",
  },
  "breaker.open": {
    retry: "later",
    message: (f: { failures: number }) =>
      `starting work: the breaker is open after ${f.failures} failed changes in a row`,
    hint: () => "Look at them with `throughline status`, then `throughline breaker close` (administrators).",
  },
  "freeze.on": {
    retry: "later",
    message: (f: { by: string; reason: string }) => `switching production: ${f.by} froze it (${f.reason})`,
    hint: () => "`throughline freeze clear` lifts it (administrators).",
  },
  "author.gate": {
    retry: "never",
    message: (f: { why: string }) => `taking the patch: ${f.why}`,
    hint: () => "The patch is kept as it is and not used; `throughline show` lists its files.",
  },
  "author.failed": {
    retry: "later",
    message: (f: { output: string }) => `writing the change: ${f.output}`,
    hint: () => "`throughline retry` runs it again; `throughline take-over` gives it to a person.",
  },
  "check.failed": {
    retry: "never",
    message: (f: { verdict: string; problems: number; first: string }) =>
      `checking the change: ${f.verdict} with ${f.problems} problem${f.problems === 1 ? "" : "s"}, first ${f.first}`,
    hint: (f: { verdict: string }) =>
      f.verdict === "incomplete"
        ? "What was not checked is listed with its reason; `notChecked` in policy.yml says what a change can go on without."
        : "`throughline show` lists all findings.",
  },
  "production.apart": {
    retry: "never",
    message: (f: { main: string; production: string }) =>
      `checking the change: main (${f.main.slice(0, 12)}) does not have what production runs (${f.production.slice(0, 12)})`,
    hint: () => "Was main rewritten? Bring production's commit back into it, or roll production back.",
  },
  "merge.tree": {
    retry: "later",
    message: (f: { expected: string; found: string }) =>
      `merging: the tree would be ${f.found}, and ${f.expected} was checked`,
    hint: () => "It is checked again on the new base.",
  },
  "branch.moved": {
    retry: "later",
    message: (f: { branch: string }) => `pushing ${f.branch}: somebody else has pushed to it meanwhile`,
    hint: () => "`throughline retry <id>` reads what they pushed, and plans it anew.",
  },
  "amendment.conflict": {
    retry: "later",
    message: (f: { commit: string }) =>
      `planning the amendment ${f.commit.slice(0, 12)}: main has moved where it changes something`,
    hint: () => "Merge main into the branch and push again; then run `throughline retry <id>`.",
  },
  "amendment.words": {
    retry: "usage",
    message: (f: { id: string; by: readonly string[] }) =>
      `editing ${f.id}: ${f.by.join(", ")} changed its branch by hand, and the plan is made of that`,
    hint: (f: { id: string }) =>
      `Push to its branch (\`throughline worktree open ${f.id}\`), or reject it and ask anew.`,
  },
  "amendment.empty": {
    retry: "later",
    message: (f: { commit: string }) => `planning the amendment ${f.commit.slice(0, 12)}: it changes nothing of main`,
    hint: () => "Push what is to change and run `throughline retry <id>`, or reject the request.",
  },
  "release.loader": {
    retry: "usage",
    message: () => "loading: the project has no loader",
    hint: () => "Name its pipelines under `loader` in throughline.yml; `throughline init --force` looks for them.",
  },
  "release.first": {
    retry: "usage",
    message: () => "rolling back: production runs its first release",
    hint: () => "There is nothing before it; name a release to go to another one.",
  },
  "lineage.no-manifest": {
    retry: "usage",
    message: (f: { looked: readonly string[] }) =>
      `drawing the lineage: there is no manifest of dbt in ${f.looked.join(" or ")}`,
    hint: () => "Run `dbt compile` in the transform's folder, or name a manifest with --manifest.",
  },
  "lineage.unreadable": {
    retry: "usage",
    message: (f: { file: string; problem: string }) => `drawing the lineage: reading ${f.file}: ${f.problem}`,
    hint: () => "Let the tool that wrote it write it anew: `dbt compile` a manifest, the pipeline its schema.",
  },
  "lineage.unknown-side": {
    retry: "usage",
    message: (f: { side: string }) => `comparing lineage: there is no ${f.side}`,
    hint: () => "A side is production, worktree, release:<n>, or a branch, tag or commit of the project's repository.",
  },
  "demo.no-example": {
    retry: "usage",
    message: (f: { folder: string }) => `making the demo: the example project is not in ${f.folder}`,
    hint: () => "The demo runs in a clone of the repository: `npm run demo`.",
  },
  "verify.failed": {
    retry: "never",
    message: (f: { problems: readonly string[] }) => `verifying production: ${f.problems.join("; ")}`,
    hint: () => "Production was rolled back by itself; `throughline show` has the account.",
  },
  "store.newer": {
    retry: "usage",
    message: (f: { found: number; known: number }) =>
      `opening the store: it has schema ${f.found}, and this version knows ${f.known}`,
    hint: () => "Use the Throughline that wrote it, or a newer one.",
  },
  "usage.wrong": {
    retry: "usage",
    message: (f: { problem: string }) => f.problem,
    hint: () => "`throughline --help` shows the commands with examples.",
  },
  "secret.reference": {
    retry: "usage",
    message: () => "reading a secret: what stands for it is no reference",
    hint: () =>
      "Name it by env:NAME, file:/path, vault:mount/path#field or keyring:service/account. If it was written out, change it where it was made.",
  },
  "secret.unconfigured": {
    retry: "usage",
    message: (f: { kind: string }) => `reading a secret: nothing says how to reach ${f.kind}:`,
    hint: () => "Add `vault:` with address and login below `secrets:` in throughline.yml.",
  },
  "secret.missing": {
    retry: "later",
    message: (f: { reference: string }) => `reading ${f.reference}: there is nothing there`,
    hint: () => "Put the secret there, or correct the reference in throughline.yml; `throughline doctor` asks again.",
  },
  "secret.denied": {
    retry: "later",
    message: (f: { reference: string }) => `reading ${f.reference}: it may not be read by whoever asks`,
    hint: () => "Give this user or its login the right to read it; `throughline doctor` asks again.",
  },
  "secret.open-file": {
    retry: "usage",
    message: (f: { reference: string }) => `reading ${f.reference}: everybody on this machine can read the file`,
    hint: (f: { reference: string }) =>
      `chmod o= ${f.reference.replace(/^file:/, "")}, and change the secret if others work here.`,
  },
  "secret.store": {
    retry: "later",
    message: (f: { reference: string; problem: string }) => `reading ${f.reference}: ${f.problem}`,
    hint: () => "What needs no secret goes on; `throughline retry` tries again once the store answers.",
  },
  "secret.written-out": {
    retry: "never",
    message: (f: { what: string; kind: string; line: number }) =>
      `reading ${f.what}: line ${f.line} has ${f.kind} in it`,
    hint: () =>
      "Nothing of it was kept. Say it without, and change the credential where it was made: it has been shown.",
  },
  "secret.no-memory": {
    retry: "usage",
    message: (f: { folder: string }) => `handing over secrets: ${f.folder} is not in memory`,
    hint: () => "Secrets are handed over as files in memory alone (tmpfs): run where there is /dev/shm, such as Linux.",
  },
});
