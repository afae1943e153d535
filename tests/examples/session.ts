import { generate, type Ran, type World } from "../world.ts";
import { mask } from "./mask.ts";
import { shorten } from "./shorten.ts";

/** Lines of progress: of interest while one waits, not afterwards. */
const PROGRESS = /^(r-[0-9a-f]{10}|step \d+ of \d+: .*)$/;

/** What people type in one example, and what they get to see. */
export class Session {
  readonly #world: World;
  readonly #blocks: string[] = [];
  readonly #shown = new Set<string>();
  #request = "";

  constructor(world: World) {
    this.#world = world;
  }

  /** Asks for a change; later commands of this session are about this request. */
  ask(who: string, sentence: string, ...options: string[]): void {
    this.type(who, "request", sentence, ...options);
    this.#request = this.#world.run("status").json[0].id;
  }

  approve(who: string): void {
    this.type(who, "approve", this.#request);
  }

  answer(who: string, choice: string): void {
    this.type(who, "answer", this.#request, "--answer", choice);
  }

  reject(who: string, reason: string): void {
    this.type(who, "reject", this.#request, "--reason", reason);
  }

  /** Any other command, as a person types it. */
  type(who: string, ...parameters: string[]): void {
    const { exit, stdout, stderr } = this.#world.showTo(who, ...parameters);
    const said = stderr.split("\n").filter((line) => !PROGRESS.test(line));
    const output = shorten(mask(`${said.join("\n").trim()}\n\n${stdout}`), this.#shown);
    const command = mask(["throughline", ...parameters.map(quoted)].join(" "));
    this.#blocks.push([`${who}$ ${command}`, output, ...(exit === 0 ? [] : [`[exit ${exit}]`])].join("\n"));
  }

  /** New files for the loader come from outside: nobody types anything. */
  receiveFiles(remark: string, parameters: readonly string[]): void {
    generate(this.#world, parameters);
    this.#blocks.push(`# ${remark}`);
  }

  /** The account of this session's request. */
  account(): Ran["json"] {
    return this.#world.run("show", this.#request).json;
  }

  /** What became of the newest request with these words, of whatever session. */
  statusOf(sentence: string): string {
    const states: { text: string; status: string }[] = this.#world.run("status").json;
    return states.find(({ text }) => text === sentence)?.status ?? "unknown";
  }

  /** Production and main, as anybody can look them up. */
  production(): { release: number; dataVersion: number; lastCommit: string } {
    const { release, dataVersion } = this.#world.run("health").json.production;
    return { release, dataVersion, lastCommit: this.#world.git("log", "-1", "--format=%s").trim() };
  }

  transcript(): string {
    return this.#blocks.join("\n\n");
  }
}

function quoted(parameter: string): string {
  return /^[\w./=-]+$/.test(parameter) ? parameter : `"${parameter}"`;
}
