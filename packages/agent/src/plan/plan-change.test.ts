import type { Intent } from "@throughline/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { writeChange } from "../author/write-change.ts";
import { openModels } from "../catalogue/build-catalogue.ts";
import { tokenizeSql } from "../dbt/sql-tokens.ts";
import { depotProject, type ExampleProject, taxiProject } from "../test-support/example-projects.ts";
import { understand } from "../understand/understand.ts";
import { type Proposal, planChange } from "./plan-change.ts";

const taxi = taxiProject();
const depot = depotProject();

function intentOf(project: ExampleProject, sentence: string): Intent {
  const understanding = understand(sentence, project.catalogue, {});
  if (understanding.status !== "understood") throw new Error(`${sentence}: ${JSON.stringify(understanding)}`);
  return understanding.intent;
}

function planOf(project: ExampleProject, sentence: string): Proposal {
  return planChange(intentOf(project, sentence), project.files, project.layout, project.facts);
}

/** Lines that a plan takes away or adds, over all its files. */
function lines(proposal: Proposal, sign: "-" | "+"): string[] {
  return proposal.edits.flatMap((edit) =>
    (edit.diff ?? "")
      .split("\n")
      .filter((line) => line.startsWith(sign) && !/^(?:---|\+\+\+) /u.test(line))
      .map((line) => line.slice(1).trim()),
  );
}

describe("planChange", () => {
  it("adds a ratio as one measure, and touches no other line", () => {
    const plan = planOf(taxi, "add average fare per mile");

    expect(plan.layers).toEqual(["semantic-model"]);
    expect(lines(plan, "-")).toEqual([]);
    expect(plan.effects).toMatchObject({ schemaChange: false, productionData: false, breaking: "additive" });
    expect(plan.expectations).toContainEqual({
      kind: "measure-present",
      measure: { table: "Trips", measure: "Average Fare per Mile" },
    });
  });

  it("carries a missing column from the SQL to the model in one plan", () => {
    const plan = planOf(taxi, "add a metric for average trip duration by payment type");

    expect(plan.layers).toEqual(["transform", "semantic-model"]);
    expect(lines(plan, "-")).toEqual([]);
    expect(lines(plan, "+")).toContain(
      "date_diff('second', trips.pickup_at, trips.dropoff_at) / 60.0 as trip_duration_minutes,",
    );
    expect(plan.effects).toMatchObject({ schemaChange: true, breaking: "additive" });
    expect(plan.touched).toEqual({ changed: [], rebuilt: ["model:fct_trips"] });
    expect(plan.questions).toHaveLength(2);
    expect(plan.expectations).toContainEqual({ kind: "rows-unchanged", model: "fct_trips" });
  });

  it("keeps a file's commas, capitals and tabs", () => {
    expect(lines(planOf(depot, "average delivery time by Region"), "+")).toContain(
      ",DATE_DIFF('second', s.aufgegeben_am, s.zugestellt_am) / 60.0 AS DeliveryTimeMinutes",
    );
  });

  it("renames a column in every layer, and only its references", () => {
    const plan = planOf(taxi, "rename the column fct_trips.fare_amount to base_fare");

    expect(plan.effects.breaking).toBe("breaking");
    for (const line of [...lines(plan, "-"), ...lines(plan, "+")]) expect(line).toMatch(/fare/iu);
    expect(plan.edits.map((edit) => edit.file)).toContain("transform/models/marts/agg_daily_trips.sql");
  });

  it("says that a new source field loads data again", () => {
    const plan = planOf(taxi, "load the improvement surcharge from the files");

    expect(plan.layers).toEqual(["loader", "transform", "semantic-model"]);
    expect(plan.effects.productionData).toBe(true);
    expect(plan.edits).toHaveLength(7);
    expect(lines(plan, "+")).toContain('("improvement_surcharge", NUMBER),');
  });

  it("writes later exactly what was planned", () => {
    for (const [project, sentence] of [
      [taxi, "average trip duration by borough"],
      [taxi, "rename dropoff at to dropoff time"],
      [depot, "bucket BruttoGewicht_KG into leicht under 2, schwer 2 and more"],
    ] as const) {
      const intent = intentOf(project, sentence);
      const plan = planChange(intent, project.files, project.layout, project.facts);

      expect(writeChange(intent, project.files, project.layout, project.facts)).toEqual(plan.changes);
      expect(planChange(intent, project.files, project.layout, project.facts)).toEqual(plan);
    }
  });

  it("leaves a model that checks clean clean", () => {
    for (const sentence of [
      "add average fare per mile",
      "average trip duration by zone",
      "rename dropoff at to dropoff time",
      "hide vendor",
    ]) {
      const files = new Map(taxi.files);
      for (const change of planOf(taxi, sentence).changes)
        if (change.after !== null) files.set(change.path, change.after);
      const before = taxi.catalogue.semantic.flatMap(({ model }) => model.check());
      const after = taxiCheck(files);

      expect(after.filter((finding) => finding.severity === "error")).toEqual(
        before.filter((finding) => finding.severity === "error"),
      );
    }
  });
});

function taxiCheck(files: ReadonlyMap<string, string>) {
  return openModels(files, taxi.layout).flatMap(({ model }) => model.check());
}

describe("no text of a request is executed", () => {
  const nasty = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 30 }),
    fc.constantFrom(
      "{{ env_var('X') }}",
      "{% do x() %}",
      "x'; drop table t; --",
      "') or 1=1",
      "$(rm -rf /)",
      "`id`",
      "ref('x')",
      "!!python/object:os.system",
      "&a *a",
      "%}{{",
      "\u2028",
      "]] = 1",
      '"a"',
    ),
  );
  const sentences = fc.oneof(
    nasty.map((text) => `describe Trip Distance as ${text}`),
    nasty.map((text) => `describe fct_trips.vendor_id as "${text}"`),
    nasty.map((text) => `rename Tip Rate to ${text}`),
    nasty.map((text) => `rename vendor_id to ${text}`),
    nasty.map((text) => `make sure payment type name is one of "${text}", Cash`),
    nasty.map((text) => `bucket trip distance into "${text}" under 2, long from 2`),
    nasty.map((text) => `add a measure called "${text}" for total tips`),
    nasty.map((text) => `put Tip Rate in the folder "${text}"`),
    nasty.map((text) => `flag trips over 10 miles as ${text}`),
  );

  it("whatever it is, and wherever it lands", { timeout: 120_000 }, () => {
    const jinja = (text: string): string[] =>
      tokenizeSql(text)
        .filter((token) => token.kind === "expression" || token.kind === "statement")
        .map((token) => token.text);
    fc.assert(
      fc.property(sentences, (sentence) => {
        const understanding = understand(sentence, taxi.catalogue, {});
        if (understanding.status !== "understood") return;
        for (const change of writeChange(understanding.intent, taxi.files, taxi.layout, taxi.facts)) {
          const [before, after] = [change.before ?? "", change.after ?? ""];
          if (change.path.endsWith(".sql")) {
            expect(jinja(after)).toEqual(jinja(before));
            expect(after.match(/;/gu)?.length ?? 0).toBe((before.match(/;/gu)?.length ?? 0) + quotedSemicolons(after));
          }
          if (change.path.endsWith(".yml")) {
            expect(() => parse(after, { version: "1.1" })).not.toThrow();
            expect(after.match(/\{\{|\{%|\{#/gu)).toEqual(before.match(/\{\{|\{%|\{#/gu));
          }
        }
      }),
      { numRuns: 120 },
    );
  });

  it("and a description is read back to the letter", () => {
    const text = `Miles: "by" the meter's count, 100 % [really] # not {a} comment \\ & more`;
    const plan = planOf(taxi, `describe Trip Distance as ${text}`);
    const yaml = plan.changes.find((change) => change.path.endsWith(".yml"))?.after ?? "";
    const marts = parse(yaml, { version: "1.1" }) as {
      models: { name: string; columns: { name: string; description: string }[] }[];
    };

    expect(marts.models[0]?.columns.find((column) => column.name === "trip_distance")?.description).toBe(text);
  });
});

function quotedSemicolons(sql: string): number {
  return tokenizeSql(sql)
    .filter((token) => token.kind === "string")
    .reduce((sum, token) => sum + (token.text.match(/;/gu)?.length ?? 0), 0);
}
