import { copyOf, taxiWorld, type World } from "../tests/world.ts";
import { median, times } from "./median.ts";
import { timedCommand } from "./timed-command.ts";

const ROWS = 20_000;

/** Measurements of one thing; the middle one counts. */
const TURNS = 3;

/** Requests that have nothing to do with each other, of one measure or one property each. */
const SENTENCES = [
  "add average fare per mile",
  "hide Vendor",
  "describe Tip Rate as tips for each dollar of fare",
  ...["tip amount", "fare amount", "trip distance", "total amount", "tolls amount", "passenger count"].flatMap(
    (name) => [`add maximum ${name}`, `add minimum ${name}`, `add average ${name} for cash trips`],
  ),
];

/** How long it takes until all of several people, who ask in the same second, have what they asked for. */
export async function measureQueue(): Promise<void> {
  using first = taxiWorld({ rows: ROWS });
  const together = async (count: number): Promise<number> => {
    using world = copyOf(first);
    return await timeTogether(world, SENTENCES.slice(0, count));
  };
  const one = median(await times(TURNS, () => together(1)));
  const pair = median(await times(TURNS, () => together(2)));
  console.log(`  one request                    ${one.toFixed(2)} s`);
  console.log(
    `  two at once, disjoint          ${pair.toFixed(2)} s, ${(pair / one).toFixed(2)} × one (promised: under 1.6)`,
  );
  for (const count of [5, 20]) {
    const seconds = await together(count);
    const each = seconds / count;
    console.log(
      `  ${String(count).padEnd(2)} at once                     ${seconds.toFixed(2)} s, ${each.toFixed(2)} s for each`,
    );
  }
}

async function timeTogether(world: World, sentences: readonly string[]): Promise<number> {
  const began = performance.now();
  const people = ["ana", "ben"];
  await Promise.all(
    sentences.map((sentence, at) => timedCommand(world, people[at % 2] ?? "ana", ["request", sentence, "--approve"])),
  );
  return (performance.now() - began) / 1000;
}
