#!/usr/bin/env node
import { join } from "node:path";
import { deliveryProcess } from "@throughline/delivery";
import { chooseSandbox } from "@throughline/sandboxes";
import { type OpenContext, run } from "./cli/run.ts";
import { environment } from "./config/environment.ts";
import { prepareState, requireRepository } from "./config/project.ts";
import { localForge } from "./forges/local/local-forge.ts";
import { ensureForge } from "./forges/project-branch.ts";
import { boxOwner } from "./sandboxes/box-owner.ts";
import { sandboxSettings } from "./sandboxes/sandbox-settings.ts";
import { projectSecrets } from "./secrets/project-secrets.ts";
import { redactedDelivery, redactedLog } from "./secrets/redacted.ts";
import { Redactor } from "./secrets/redactor.ts";
import { sqliteStore } from "./stores/sqlite/sqlite-store.ts";
import { fileLog } from "./workflow/log.ts";

/** The only file that names concrete adapters: SQLite store, local forge, the sandboxes, delivery as a process. */
const open: OpenContext = async (project, signal, progress) => {
  const repository = await requireRepository(project.root);
  prepareState(project);
  const now = () => new Date().toISOString();
  const sandbox = sandboxSettings(project);
  const store = await sqliteStore(join(project.state, "store.db"), now);
  const forge = localForge(project, store);
  const redactor = new Redactor();
  const secrets = projectSecrets(project.config.secrets, redactor, environment.variables);
  const delivery = redactedDelivery(deliveryProcess(environment.forDelivery, sandbox), redactor);
  await ensureForge(forge, repository);
  return {
    project,
    prefix: repository.prefix,
    store,
    forge,
    sandbox: chooseSandbox(sandbox, { now, lives: boxOwner().lives }),
    delivery,
    secrets,
    now,
    log: redactedLog(fileLog(project.state, now), redactor),
    signal,
    progress,
    crashPoint: (point) => {
      // As sudden as a power cut: nothing is flushed, nobody is told.
      if (point === environment.crashAt) process.kill(process.pid, "SIGKILL");
    },
    async [Symbol.asyncDispose]() {
      await delivery[Symbol.asyncDispose]();
      await secrets[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
    },
  };
};

process.exitCode = await run(process.argv.slice(2), open);
