import { chooseSandbox, type SandboxSettings } from "@throughline/sandboxes";
import { readFacts } from "./duckdb/facts.ts";
import { readInputFields } from "./duckdb/input-fields.ts";
import { openSnapshot } from "./duckdb/snapshot.ts";
import { check } from "./operations/check.ts";
import { load } from "./operations/load.ts";
import { preview } from "./operations/preview.ts";
import { release } from "./operations/release.ts";
import { rollBack } from "./operations/roll-back.ts";
import { setUp } from "./operations/set-up.ts";
import { verify } from "./operations/verify.ts";
import { Production } from "./releases/production.ts";
import { type AskedOf, type Delivery, type OperationName, type OutputOf, operations } from "./service.ts";
import { ToolWorker } from "./tools/tool-worker.ts";
import type { Toolchain } from "./tools/toolchain.ts";
import { WarmWorker, type Workers } from "./warm-worker.ts";

/** A head start and no more: whoever needs it asks again, and hears what is wrong. */
const LATER = () => undefined;

type Handlers = {
  [Name in OperationName]: (input: AskedOf<Name>, progress: (text: string) => void) => Promise<OutputOf<Name>>;
};

/** Delivery in this process, as `main.ts` serves it. Not exported: who only asks a process must not load DuckDB. */
export function localDelivery(python: string, settings: SandboxSettings, now: () => string): Delivery {
  const { scratch } = settings;
  // What a patch brings runs in the sandbox that the project chose; main's own code, which was looked at, with all it needs.
  const foreign = workersOf({ sandbox: chooseSandbox(settings, { now }), python, scratch });
  const own =
    settings.kind === "process"
      ? foreign
      : workersOf({ sandbox: chooseSandbox({ ...settings, kind: "process" }, { now }), python, scratch });
  const handlers: Handlers = {
    async warm(input) {
      foreign.workers.warm(input.patch);
      import("@throughline/lineage").then(({ readySql }) => readySql()).catch(LATER);
      return {};
    },
    async facts(input) {
      // Whoever asks for them will have something checked, while this process has nothing to do.
      import("@throughline/lineage").catch(LATER);
      const release = new Production(input.warehouse).current();
      const layout = input.layout;
      const inputFields = await readInputFields(input.projectRoot, layout.loader?.inputs ?? []);
      if (!release) return { relations: [], inputFields };
      await using snapshot = await openSnapshot(release.databaseFile);
      return { relations: await readFacts(snapshot), inputFields };
    },
    preview: (input, progress) => preview(input, foreign, own.tools, progress),
    check: (input, progress) => check(input, foreign, own.tools, progress),
    release: (input, progress) => release(input, own, progress),
    verify: (input) => verify(input),
    setUp: (input, progress) => setUp(input, own, progress),
    load: (input, progress) => load(input, own, progress),
    rollBack: (input, progress) => rollBack(input, own, progress),
  };
  return {
    start: () => undefined,
    async ask(name, input, progress = () => undefined) {
      const read = operations[name].input.parse(input) as AskedOf<typeof name>;
      return handlers[name](read, progress);
    },
    async [Symbol.asyncDispose]() {
      await foreign.workers[Symbol.asyncDispose]();
      await own.workers[Symbol.asyncDispose]();
    },
  };
}

function workersOf(tools: Toolchain): Workers {
  return { tools, workers: new WarmWorker(() => ToolWorker.start(tools)) };
}
