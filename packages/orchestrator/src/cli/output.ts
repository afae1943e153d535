import type { FailureData } from "@throughline/contracts";

/** Where a command's answer goes: one JSON document, or text for people. Logs and progress go to standard error. */
export interface Output {
  readonly json: boolean;
  readonly interactive: boolean;
  /** The answer of the command. `text` is computed only when it is shown. */
  answer(value: unknown, text: () => string): void;
  /** One line that replaces the last one in a terminal. */
  live(line: string): void;
  note(line: string): void;
  failure(failure: FailureData): void;
}

export function terminalOutput(options: { json: boolean }): Output {
  const interactive = !options.json && process.stdin.isTTY === true && process.stderr.isTTY === true;
  let shown = false;
  const clear = () => {
    if (shown) process.stderr.write("\r\u001b[2K");
    shown = false;
  };
  return {
    json: options.json,
    interactive,
    answer(value, text) {
      clear();
      process.stdout.write(options.json ? `${JSON.stringify(value)}\n` : `${text()}\n`);
    },
    live(line) {
      if (!process.stderr.isTTY) return;
      clear();
      process.stderr.write(line.slice(0, (process.stderr.columns ?? 80) - 1));
      shown = true;
    },
    note(line) {
      clear();
      process.stderr.write(`${line}\n`);
    },
    failure(failure) {
      clear();
      if (options.json) process.stdout.write(`${JSON.stringify({ failure })}\n`);
      process.stderr.write(`throughline: ${failure.message}\n             ${failure.hint}\n`);
    },
  };
}
