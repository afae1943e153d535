import { taxiWorld, type World } from "../tests/world.ts";
import { shellSequence } from "./shell-sequence.ts";
import { timedCommand } from "./timed-command.ts";

/** As many trips as the demo makes. */
const ROWS = 200_000;

const SENTENCES = {
  "a measure": "add average fare per mile",
  "a metric through dbt": "add a metric for average trip duration by payment type",
};

/** Seconds by step of one request of each kind, our own beside the tools', and the same work typed into a shell. */
export async function measurePath(): Promise<void> {
  // Alone, as the one who types into a shell is.
  using world = taxiWorld({ rows: ROWS, solo: true });
  for (const [name, sentence] of Object.entries(SENTENCES)) {
    const request = await wholeRequest(world, sentence);
    console.log(`${name}: "${sentence}"`);
    for (const [step, seconds] of Object.entries(request.steps)) line(step, seconds);
    line("all steps", request.machine);
    line("of that, in dbt and its start", request.tools);
    line("our own (promised: at most 3 s)", request.machine - request.tools);
    const promised = name === "a measure" ? " (under 5 s)" : "";
    line(`command lines, ${request.commands} of them, start to end${promised}`, request.wall);
    if (name === "a measure") continue;
    const shell = shellSequence(world);
    console.log("the same from the shell");
    for (const [command, seconds] of Object.entries(shell)) line(command, seconds);
    const sum = Object.values(shell).reduce((total, seconds) => total + seconds, 0);
    line("all of it", sum);
    console.log(`ratio of the whole request to the shell: ${(request.wall / sum).toFixed(2)} (promised: at most 0.5)`);
  }
}

interface WholeRequest {
  readonly steps: Readonly<Record<string, number>>;
  readonly machine: number;
  /** Seconds in which dbt worked, or was still starting; the linters run beside it. */
  readonly tools: number;
  readonly wall: number;
  readonly commands: number;
}

/** From words to verified production, by somebody who asks and says yes. */
async function wholeRequest(world: World, sentence: string): Promise<WholeRequest> {
  let last = await timedCommand(world, "ben", ["request", sentence, "--approve"], [0, 3]);
  let wall = last.seconds;
  let commands = 1;
  while (last.json.status !== "released") {
    last = await timedCommand(world, "ben", ["approve", last.json.id], [0, 3]);
    wall += last.seconds;
    commands += 1;
  }
  const timings = last.json.timings as Record<string, { machine: number }>;
  const steps = Object.fromEntries(Object.entries(timings).map(([step, { machine }]) => [step, machine]));
  const machine = Object.values(steps).reduce((sum, seconds) => sum + seconds, 0);
  const log = world.runAs("ben", "logs", last.json.id).json as { message: string }[];
  const tools = log.reduce((sum, { message }) => sum + Number(/^dbt .* took ([\d.]+) s$/.exec(message)?.[1] ?? 0), 0);
  return { steps, machine, tools, wall, commands };
}

function line(name: string, seconds: number): void {
  console.log(`  ${name.padEnd(46)} ${seconds.toFixed(2).padStart(7)} s`);
}
