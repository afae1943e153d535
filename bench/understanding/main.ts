/**
 * `npm run bench:understanding [-- --all]`: sentences that were written without a look at how they are read, over some
 * projects, and what came of each kind. Lists what was not right; `--all` lists every sentence. Of the sets called
 * `held-out` only the numbers are shown: whoever improves the reading must not see what fails there.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ExampleProject } from "../../packages/agent/src/test-support/example-projects.ts";
import {
  cityLibraryProject,
  dairyCoopProject,
  depotProject,
  filmFestivalProject,
  hotelGroupProject,
  outpatientClinicsProject,
  petInsuranceProject,
  saasBillingProject,
  solarParksProject,
  taxiProject,
  uniRegistryProject,
  waterUtilityProject,
} from "../../packages/agent/src/test-support/example-projects.ts";
import { printUnderstanding } from "../../packages/agent/src/test-support/print-understanding.ts";
import { understand } from "../../packages/agent/src/understand/understand.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

/** What must hold of all of them. */
const RIGHT_AT_LEAST = 0.8;
const WRONG_AT_MOST = 0.01;

interface Sentence {
  readonly set: string;
  readonly kind: string;
  readonly style: string;
  readonly text: string;
  readonly expected: string;
}

interface Scored extends Sentence {
  readonly outcome: Outcome;
  readonly got: string;
}

function read(file: string): Sentence[] {
  return readFileSync(join(import.meta.dirname, file), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [kind = "", style = "", ...rest] = line.split(" | ");
      const all = rest.join(" | ");
      const at = all.lastIndexOf(" -> ");
      return { set: file.slice(0, -4), kind, style, text: all.slice(0, at), expected: all.slice(at + 4).trim() };
    });
}

function score(sentence: Sentence, { catalogue }: ExampleProject): Scored {
  const understanding = understand(sentence.text, catalogue, {});
  const got = printUnderstanding(understanding);
  return { ...sentence, got, outcome: outcomeOf(understanding.status, got, sentence.expected) };
}

function table(title: string, scored: readonly Scored[], key: (of: Scored) => string): void {
  console.log(`\n${title.padEnd(28)} right  asked  refused  wrong`);
  const count = (of: readonly Scored[], outcome: Outcome) => of.filter((one) => one.outcome === outcome).length;
  const row = (name: string, of: readonly Scored[]) =>
    console.log(
      `${name.padEnd(28)} ${String(count(of, "right")).padStart(5)}  ${String(count(of, "asked")).padStart(5)}  ${String(count(of, "refused")).padStart(7)}  ${String(count(of, "wrong")).padStart(5)}`,
    );
  for (const name of new Set(scored.map(key)))
    row(
      name,
      scored.filter((one) => key(one) === name),
    );
  row("all", scored);
}

const taxi = taxiProject();
const depot = depotProject();
const clinics = outpatientClinicsProject();
const hotels = hotelGroupProject();
const solar = solarParksProject();
const pets = petInsuranceProject();
const projects = [
  ["nyc-taxi.txt", taxi],
  ["parcel-depot.txt", depot],
  ["unseen-nyc-taxi.txt", taxi],
  ["unseen-parcel-depot.txt", depot],
  ["unseen-outpatient-clinics.txt", clinics],
  ["unseen2-outpatient-clinics.txt", clinics],
  ["unseen2-hotel-group.txt", hotels],
  ["unseen3-hotel-group.txt", hotels],
  ["unseen4-solar-parks.txt", solar],
  ["unseen5-outpatient-clinics.txt", clinics],
  ["unseen6-pet-insurance.txt", pets],
  ["unseen6b-pet-insurance.txt", pets],
  ["unseen7-city-library.txt", cityLibraryProject()],
  ["unseen7b-saas-billing.txt", saasBillingProject()],
  ["unseen8-dairy-coop.txt", dairyCoopProject()],
  ["unseen8b-film-festival.txt", filmFestivalProject()],
  ["unseen10-uni-registry.txt", uniRegistryProject()],
  ["held-out11-water-utility.txt", waterUtilityProject()],
  ["unseen9-solar-parks.txt", solar],
  ["unseen9-hotel-group.txt", hotels],
] as const;
const scored = projects.flatMap(([file, project]) => read(file).map((sentence) => score(sentence, project)));
const all = process.argv.includes("--all");
for (const { set, kind, text, expected, got, outcome } of scored) {
  if (set.startsWith("held-out")) continue;
  if (all || outcome !== "right")
    console.log(`${outcome.padEnd(8)} ${kind}: ${text}\n         expected ${expected}\n         got      ${got}`);
}
table("set", scored, ({ set }) => set);
table("kind", scored, ({ kind }) => kind);
table("style", scored, ({ style }) => style);
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const part = (outcome: Outcome) => scored.filter((one) => one.outcome === outcome).length / scored.length;
console.log(
  `\n${scored.length} sentences: ${percent(part("right"))} right (promised: ${percent(RIGHT_AT_LEAST)}), ${percent(part("wrong"))} wrong (at most ${percent(WRONG_AT_MOST)})`,
);
// What is asked or refused costs a person a minute; what is read wrongly costs their trust: only that fails the run.
process.exitCode = part("wrong") > WRONG_AT_MOST ? 1 : 0;
