import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { WarehouseFacts } from "@throughline/contracts";
import { type Delivery, Production } from "@throughline/delivery";
import type { Project } from "../config/project.ts";

/** Facts of production's data, kept until its file, or the files that pipelines read, change: most releases leave it alone. */
export async function projectFacts(project: Project, delivery: Delivery): Promise<WarehouseFacts> {
  const key = createHash("sha256").update(
    JSON.stringify([
      new Production(project.warehouse).current()?.manifest.warehouseHash ?? null,
      inputsOf(project),
      project.layout,
    ]),
  );
  const folder = join(project.state, "cache");
  const file = join(folder, `facts-${key.digest("hex").slice(0, 24)}.json`);
  if (existsSync(file)) {
    const kept = WarehouseFacts.safeParse(JSON.parse(readFileSync(file, "utf8")));
    if (kept.success) return kept.data;
  }
  const facts = await delivery.ask("facts", {
    warehouse: project.warehouse,
    projectRoot: project.root,
    layout: project.layout,
  });
  mkdirSync(folder, { recursive: true });
  // Renamed into place: another process may read at the same time.
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(facts));
  renameSync(`${file}.${process.pid}`, file);
  return facts;
}

function inputsOf(project: Project): readonly (readonly [string, number, number])[] {
  return (project.layout.loader?.inputs ?? []).flatMap((input) => {
    const folder = join(project.root, input);
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .sort()
      .map((name) => {
        const { size, mtimeMs } = statSync(join(folder, name));
        return [`${input}/${name}`, size, mtimeMs] as const;
      });
  });
}
