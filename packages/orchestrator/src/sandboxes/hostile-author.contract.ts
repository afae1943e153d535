import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Task } from "@throughline/contracts";
import type { Sandbox } from "@throughline/sandboxes";
import { describe, expect, it } from "vitest";
import { git, gitLine } from "../git/git.ts";
import { authorInBox } from "./author-in-box.ts";
import { takePatch } from "./take-patch.ts";

/** How an author answers; the commit it claims is not what is taken. */
const SAY = `printf '{"status":"written","commit":"%s","files":["models/a.sql"]}\\n' "$(git rev-parse HEAD)"`;
const COMMIT =
  'git add --all && git -c user.name=M -c user.email=m@localhost commit --quiet --no-verify --message "Patch"';
const CHANGE = 'echo "select 3" > models/a.sql';

interface Hostile {
  readonly does: string;
  /** Runs in the author's copy of the clone; `$1` is a file of this machine that is touched if anything runs outside. */
  readonly script: string;
  /** What a person reads; undefined where the patch is as it should be, and what was planted beside it just does nothing. */
  readonly refused?: { readonly code: string; readonly message: RegExp };
}

const gate = (message: RegExp) => ({ code: "author.gate", message });
const failed = (message: RegExp) => ({ code: "author.failed", message });

const HOSTILE: readonly Hostile[] = [
  {
    does: "plants hooks",
    script: `
      ${CHANGE}; ${COMMIT}
      mkdir -p evil && for hook in post-checkout pre-commit reference-transaction post-index-change pre-auto-gc; do
        printf '#!/bin/sh\\ntouch "%s"\\n' "$1" > evil/$hook; chmod +x evil/$hook; cp evil/$hook .git/hooks/
      done
      git config core.hooksPath "$PWD/evil"; ${SAY}`,
  },
  {
    does: "plants a file system monitor",
    script: `${CHANGE}; ${COMMIT}; git config core.fsmonitor "touch '$1'; false"; ${SAY}`,
  },
  {
    does: "plants commands that git starts by configuration",
    script: `
      ${CHANGE}; ${COMMIT}
      for key in uploadpack.packObjectsHook core.sshCommand core.pager core.editor diff.external gpg.program \\
        filter.evil.clean filter.evil.smudge filter.evil.process credential.helper core.alternateRefsCommand; do
        git config "$key" "touch '$1'"
      done
      echo '* filter=evil diff=evil' > .git/info/attributes; ${SAY}`,
  },
  {
    does: "leads objects out of the clone",
    script: `echo / > .git/objects/info/alternates; ${CHANGE}; ${COMMIT}; ${SAY}`,
  },
  {
    does: "commits attributes that start a filter",
    script: `git config filter.evil.smudge "touch '$1'"; echo '*.sql filter=evil' > .gitattributes; ${CHANGE}; ${COMMIT}; ${SAY}`,
    refused: gate(/\.gitattributes is not in the plan/),
  },
  {
    does: "commits work for the code host's machines",
    script: `mkdir -p .github/workflows; echo 'on: push' > .github/workflows/x.yml; ${CHANGE}; ${COMMIT}; ${SAY}`,
    refused: gate(/\.github\/workflows\/x\.yml is not in the plan/),
  },
  {
    does: "commits instructions for other agents",
    script: `mkdir .claude; echo '{}' > .claude/settings.json; ${CHANGE}; ${COMMIT}; ${SAY}`,
    refused: gate(/\.claude\/settings\.json is not in the plan/),
  },
  {
    does: "commits a link to a file of this machine",
    script: `ln -sf /etc/passwd models/a.sql; ${COMMIT}; ${SAY}`,
    refused: gate(/models\/a\.sql is a symbolic link/),
  },
  {
    does: "commits a submodule",
    script: `
      rm models/a.sql; git rm -q --cached models/a.sql
      git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),models/a.sql"
      git -c user.name=M -c user.email=m@localhost commit --quiet --message Patch; ${SAY}`,
    refused: gate(/models\/a\.sql is a submodule/),
  },
  {
    does: "commits a submodule's description",
    script: `printf '[submodule "x"]\\n\\tpath = x\\n\\turl = ext::sh -c touch\\n' > .gitmodules; ${COMMIT}; ${SAY}`,
    refused: gate(/\.gitmodules is not in the plan|not sound/),
  },
  {
    does: "makes a file a program",
    script: `${CHANGE}; chmod +x models/a.sql; ${COMMIT}; ${SAY}`,
    refused: gate(/models\/a\.sql changes its mode/),
  },
  {
    does: "writes a tree with a folder .git in it",
    script: `
      tree=$(git ls-tree HEAD | sed 's/models/.git/' | git mktree)
      git update-ref HEAD "$(git -c user.name=M -c user.email=m@localhost commit-tree -p HEAD -m Patch "$tree")"; ${SAY}`,
    refused: gate(/not sound/),
  },
  {
    does: "puts another repository in the place of its own",
    script: `rm -rf .git; git init --quiet; ${CHANGE}; ${COMMIT}; ${SAY}`,
    refused: failed(/bad revision|Invalid revision range|bad object/i),
  },
  {
    does: "puts a file that leads elsewhere in the place of its repository",
    script: `
      cp -R .git evil; git --git-dir evil config core.fsmonitor "touch '$1'; false"; git --git-dir evil config core.hooksPath "$PWD/evil/hooks"
      rm -rf .git; echo "gitdir: evil" > .git; echo evil >> evil/info/exclude
      ${CHANGE}; ${COMMIT}; ${SAY}`,
  },
  {
    does: "answers with a history of its own",
    script: `git checkout --quiet --orphan other; ${CHANGE}; ${COMMIT}; ${SAY}`,
    refused: gate(/does not build on the base commit|not sound/),
  },
  {
    does: "makes a bundle that is too big",
    script: `head -c 24m /dev/urandom > models/a.sql; ${COMMIT}; ${SAY}`,
    refused: gate(/the bundle is bigger than 20 MiB/),
  },
  { does: "says nothing", script: `${CHANGE}; ${COMMIT}`, refused: failed(/the author gave no patch/) },
  {
    does: "says something else",
    script: `${CHANGE}; ${COMMIT}; echo '{"status":"approved"}'`,
    refused: failed(/gave no patch/),
  },
  { does: "ends badly", script: "echo 'it rains' >&2; exit 7", refused: failed(/it rains/) },
];

/** What comes of an author that means harm, in every sandbox: a patch that is as it should be, or a refusal that says why. */
export function hostileAuthorContract(name: string, makeSandbox: () => Sandbox): void {
  describe(`a hostile author in the ${name} sandbox`, () => {
    // Where an author sees this machine's files, what it starts itself reaches them: only what is taken can be told apart.
    const apart = makeSandbox().guarantees.guaranteed.includes("no-host-files");
    it.each(HOSTILE.filter(({ refused }) => apart || refused))("that $does", async ({ script, refused }) => {
      await using world = await World.make();

      const taken = world.take(makeSandbox(), script);

      if (refused)
        await expect(taken).rejects.toMatchObject({
          code: refused.code,
          message: expect.stringMatching(refused.message),
        });
      else expect(await git(world.forge, ["show", `${await taken}:models/a.sql`])).toBe("select 3\n");
      // Whatever this machine does next with what it took runs nothing of it either.
      await git(world.forge, ["gc", "--quiet"]);
      if (apart) expect(existsSync(world.touched)).toBe(false);
    });
  });
}

/** A forge with one commit, a clone of it for an author, and the file that must not be touched. */
class World implements AsyncDisposable {
  readonly touched: string;
  readonly forge: string;
  readonly #folder: string;
  readonly #base: string;

  private constructor(folder: string, base: string) {
    this.#folder = folder;
    this.#base = base;
    this.forge = join(folder, "forge.git");
    this.touched = join(folder, "touched");
  }

  static async make(): Promise<World> {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "throughline-hostile-")));
    const [forge, start] = [join(folder, "forge.git"), join(folder, "start")];
    mkdirSync(join(start, "models"), { recursive: true });
    writeFileSync(join(start, "models", "a.sql"), "select 1\n");
    await git(start, ["init", "--quiet"]);
    await git(start, ["add", "--all"]);
    await git(start, ["commit", "--quiet", "--message", "Start"]);
    await git(folder, ["clone", "--quiet", "--bare", start, forge]);
    return new World(folder, await gitLine(start, ["rev-parse", "HEAD"]));
  }

  async take(sandbox: Sandbox, script: string): Promise<string> {
    const clone = join(this.#folder, "clone");
    await git(this.#folder, ["clone", "--quiet", "--no-hardlinks", this.forge, clone]);
    const { bundle } = await authorInBox(sandbox, this.#task(), clone, {
      seconds: 60,
      signal: new AbortController().signal,
      progress: () => undefined,
      program: ["/bin/sh", "-c", script, "sh", this.touched],
    });
    const bundleFile = join(this.#folder, "patch.bundle");
    writeFileSync(bundleFile, bundle);
    const plan = { edits: [{ file: "models/a.sql", summary: "changed" }] };
    return takePatch(this.forge, bundleFile, {
      base: this.#base,
      reference: "refs/throughline/r-1/1",
      prefix: "",
      plan,
    });
  }

  #task(): Task {
    return {
      request: "r-1",
      attempt: 1,
      planHash: "h",
      intent: { kind: "add-test", column: { model: "a", column: "x" }, test: { kind: "not_null" } },
      layout: { transform: { folder: "." }, semanticModels: [] },
      prefix: "",
      base: this.#base,
      mayTouch: ["models/a.sql"],
      message: "Patch",
      commitTime: 1_700_000_100,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
