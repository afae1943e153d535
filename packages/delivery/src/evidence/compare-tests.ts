import { canonical, modelNode, type NodeName } from "@throughline/contracts";
import { z } from "zod";
import type { DbtManifest } from "../dbt/dbt-manifest.ts";
import { plainCode } from "../dbt/plain-code.ts";
import type { Difference } from "./difference.ts";

const DataTest = z.looseObject({
  name: z.string(),
  raw_code: z.string().default(""),
  column_name: z.string().nullish(),
  attached_node: z.string().nullish(),
  test_metadata: z
    .looseObject({
      name: z.string(),
      namespace: z.string().nullish(),
      kwargs: z.record(z.string(), z.unknown()).default({}),
    })
    .nullish(),
  config: z.looseObject({ severity: z.string().default("ERROR") }).default({ severity: "ERROR" }),
});
type DataTest = z.infer<typeof DataTest>;

const UnitTest = z.looseObject({ name: z.string(), model: z.string() });

/** Settings that decide how many bad rows a test lets pass. */
const STRICTNESS = ["where", "limit", "fail_calc", "warn_if", "error_if"] as const;

/** Tests that are gone or let more through than they did. A new or stricter test is no difference. */
export function compareTests(old: DbtManifest, now: DbtManifest): Difference[] {
  return [...compareDataTests(old, now), ...compareUnitTests(old, now)];
}

function compareDataTests(old: DbtManifest, now: DbtManifest): Difference[] {
  const left = new Map(dataTestsOf(now).map((test) => [identityOf(test), test]));
  const kinds = new Set(dataTestsOf(now).map(kindOf));
  const differences: Difference[] = [];
  for (const test of dataTestsOf(old)) {
    const kept = left.get(identityOf(test));
    const report = (code: string, what: string) =>
      differences.push({
        nodes: nodesOf(test, old),
        code,
        severity: "error",
        message: `${inWords(test, old)} ${what}`,
      });
    if (!kept && kinds.has(kindOf(test))) report("test.changed", "asks for something else");
    else if (!kept) report("test.gone", "is gone");
    else if (isWarning(kept) && !isWarning(test)) report("test.weaker", "only warns now");
    else {
      const changed = STRICTNESS.filter((name) => canonical(kept.config[name]) !== canonical(test.config[name]));
      if (changed.length > 0) report("test.weaker", `has another ${changed.join(", ")}`);
    }
  }
  return differences;
}

function dataTestsOf(manifest: DbtManifest): DataTest[] {
  return Object.values(manifest.nodes)
    .filter((node) => node.resource_type === "test")
    .map((node) => DataTest.parse(node));
}

/** A generic test is the same with the same arguments on the same column; a singular one with the same code. */
function identityOf(test: DataTest): string {
  const { test_metadata: metadata, attached_node, column_name } = test;
  if (!metadata) return canonical(["singular", plainCode(test.raw_code)]);
  const { model: _, column_name: __, ...kwargs } = metadata.kwargs;
  return canonical([metadata.namespace ?? null, metadata.name, attached_node ?? null, column_name ?? null, kwargs]);
}

/** Which test of what: with other arguments it is the same kind. */
function kindOf({ name, test_metadata: metadata, attached_node, column_name }: DataTest): string {
  return metadata ? canonical([metadata.name, attached_node ?? null, column_name ?? null]) : name;
}

function isWarning(test: DataTest): boolean {
  return test.config.severity.toUpperCase() === "WARN";
}

function nodesOf(test: DataTest, manifest: DbtManifest): Difference["nodes"] {
  const model = nameOf(test.attached_node, manifest);
  const wholes: NodeName[] = model === undefined ? [] : [modelNode(model, test.column_name ?? undefined)];
  return [`test:${test.name}`, ...wholes];
}

function inWords(test: DataTest, manifest: DbtManifest): string {
  const model = nameOf(test.attached_node, manifest);
  if (!test.test_metadata || model === undefined) return `the test ${test.name}`;
  return `the test ${test.test_metadata.name} of ${model}${test.column_name ? `.${test.column_name}` : ""}`;
}

function nameOf(id: string | null | undefined, manifest: DbtManifest): string | undefined {
  if (id === null || id === undefined) return undefined;
  return (manifest.nodes[id] ?? manifest.sources[id])?.name;
}

function compareUnitTests(old: DbtManifest, now: DbtManifest): Difference[] {
  const left = new Map(unitTestsOf(now).map((test) => [`${test.model}\0${test.name}`, test]));
  return unitTestsOf(old).flatMap((test): Difference[] => {
    const kept = left.get(`${test.model}\0${test.name}`);
    const what = !kept ? "is gone" : saysOf(kept) === saysOf(test) ? undefined : "expects something else";
    if (what === undefined) return [];
    return [
      {
        nodes: [`test:${test.name}`, modelNode(test.model)],
        code: kept ? "test.changed" : "test.gone",
        severity: "error",
        message: `the unit test ${test.name} of ${test.model} ${what}`,
      },
    ];
  });
}

function unitTestsOf(manifest: DbtManifest) {
  const tests = z.record(z.string(), UnitTest).safeParse(manifest["unit_tests"]);
  return tests.success ? Object.values(tests.data) : [];
}

function saysOf(test: z.infer<typeof UnitTest>): string {
  const { given, expect, overrides } = test;
  return canonical([given ?? null, expect ?? null, overrides ?? null]);
}
