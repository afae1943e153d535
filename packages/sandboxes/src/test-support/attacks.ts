import type { GuaranteeId } from "../guarantee.ts";
import type { BoxLimits, Limit } from "../sandbox.ts";

/** Things of the machine that an attack is after, and what it needs to know to try. */
export interface Target {
  /** A folder that the box is given to read, where that is in the box; everybody may write to it. */
  readonly given: string;
  /** A file of the machine that everybody there may read, and that the box was not given. */
  readonly hostFile: string;
  /** A word that stands in that file, in the caller's environment and in another process's arguments; written as a pattern. */
  readonly secret: string;
  /** Where a server of the machine answers with that word. */
  readonly addresses: readonly string[];
  readonly port: number;
  /** Node in the box. */
  readonly node: string;
  /** Stands in the arguments of what tries to outlive its box. */
  readonly mark: string;
}

/** One way to break a guarantee, as a program in the box. It prints "got it" when it has what it was after. */
export interface Attack {
  /** What it does, as the rest of a sentence. */
  readonly does: string;
  readonly on: GuaranteeId;
  /** Other guarantees that stand in its way as well, and must fall too for it to succeed. */
  readonly alsoHeldBy?: readonly GuaranteeId[];
  readonly limits?: Partial<BoxLimits>;
  readonly program: (target: Target) => readonly [string, ...string[]];
  /** What a person reads when it was refused: a text in its standard error, or the limit that ended it. */
  readonly refused: RegExp | Limit;
  /** When what counts is not what it prints but whether something of it is left afterwards. */
  readonly outlives?: boolean;
}

const shell =
  (script: string, parameters: (target: Target) => readonly string[] = () => []) =>
  (target: Target) =>
    ["/bin/sh", "-c", script, "sh", ...parameters(target)] as const;

const node =
  (script: string, parameters: (target: Target) => readonly string[] = () => []) =>
  (target: Target) =>
    [target.node, "-e", script, ...parameters(target)] as const;

const given = (target: Target) => [target.given];

const CONNECT = `
  const [port, ...addresses] = process.argv.slice(1);
  // The gateway of whatever network there is, as the kernel writes it: bytes in reverse, in hexadecimal.
  for (const line of require("node:fs").readFileSync("/proc/net/route", "utf8").split("\\n").slice(1)) {
    const gateway = line.split("\\t")[2];
    if (gateway && gateway !== "00000000") addresses.push(gateway.match(/../g).reverse().map((byte) => parseInt(byte, 16)).join("."));
  }
  for (const host of addresses) {
    require("node:net").connect({ host, port, timeout: 3000 })
      .on("data", () => { console.log("got it from " + host); process.exit(0); })
      .on("timeout", function () { this.destroy(new Error("timeout")); })
      .on("error", (error) => console.error(host + ": " + error.message));
  }`;

const TAKE_MEMORY = `
  const all = [];
  for (let turn = 0; turn < 40; turn++) all.push(Buffer.alloc(16 << 20, 1));
  console.log("got it");`;

const TAKE_MEMORY_TOGETHER = `
  const take = "const a = Buffer.alloc(120 << 20, 1); process.stdout.write('x'); process.stdin.resume(); process.stdin.on('end', () => a[0])";
  const children = [1, 2, 3, 4].map(() => require("node:child_process").spawn(process.execPath, ["-e", take]));
  let have = 0;
  for (const child of children) {
    child.stdout.on("data", () => { if (++have === 4) { console.log("got it"); process.exit(0); } });
    child.on("exit", (code, signal) => { console.error("one of four was ended by " + signal); process.exit(1); });
  }`;

/**
 * Four loops for three seconds, and how much of a processor they had together, in hundredths, by the kernel's own account. The
 * bound is low, so that what it leaves is told apart from what a busy machine leaves.
 */
const TAKE_PROCESSORS = `
  for loop in 1 2 3 4; do (while :; do :; done) & all="$all $!"; done
  sleep 3
  ticks=0
  for one in $all; do
    set -- $(cat /proc/$one/stat)
    ticks=$((ticks + \${14} + \${15}))
  done
  [ $((ticks / 3)) -gt 12 ] && echo "got it"
  echo "it had $((ticks / 3)) hundredths of a processor" >&2`;

/** Every process starts two, and the last ones stay: 128 of them at once, if nothing stops it. */
const FORK = `
  bomb() {
    if [ "$1" -eq 0 ]; then echo leaf; exec sleep 2; fi
    bomb $(($1 - 1)) & bomb $(($1 - 1)) & wait
  }
  [ "$(bomb 7 | wc -l)" -eq 128 ] && echo "got it"`;

const FILL = `
  for place in "$HOME" /tmp /dev/shm /var/tmp /run /dev; do
    head -c 64m /dev/zero > "$place/fill" && echo "got it in $place"
  done`;

/** The same without an end. Who set it off starts nothing afterwards, since it would end when it cannot. */
export const ENDLESS_FORK: Attack = {
  does: "starts processes that start processes, without end",
  on: "processes",
  limits: { processes: 60, seconds: 3 },
  program: shell('bomb() { bomb | bomb & }; (bomb) & while :; do :; done; : "$1"', ({ mark }) => [mark]),
  refused: "time",
  outlives: true,
};

/** Ends when what it leaves behind has left, and not before: on its way out it would go with its group. */
const LEAVE = `
  setsid sh -c ': > "$HOME/left"; sleep 600; : $0' "$1" < /dev/null > /dev/null 2>&1 &
  while [ ! -e "$HOME/left" ]; do :; done
  echo started >&2`;

export const ATTACKS: readonly Attack[] = [
  {
    does: "reads what only this machine's administrator may",
    on: "own-user",
    program: shell('cat "$1/only-root" && echo "got it"', given),
    refused: /Permission denied/,
  },
  {
    does: "gives a file to another user",
    on: "no-capabilities",
    alsoHeldBy: ["own-user"],
    program: shell('touch "$HOME/mine" && chown 1:1 "$HOME/mine" && echo "got it"'),
    // Where only its own user is known there is no other to give it to.
    refused: /chown: .*(Operation not permitted|Invalid argument)/,
  },
  {
    does: "runs a program that makes its user the administrator",
    on: "no-new-privileges",
    program: shell('[ "$("$1/id-as-root" -u)" = 0 ] && echo "got it" || { "$1/id-as-root" >&2; exit 1; }', given),
    refused: /uid=[1-9]/,
  },
  {
    does: "makes a user namespace, where it would be the administrator",
    on: "system-call-filter",
    program: shell('unshare --user true && echo "got it"'),
    refused: /unshare.*Operation not permitted/,
  },
  {
    does: "writes to the system it runs on",
    on: "read-only-root",
    alsoHeldBy: ["own-user"],
    program: shell(
      'for place in / /etc /usr /var/tmp; do echo x 2>/dev/null > "$place/planted" && echo "got it in $place"; done; touch /planted',
    ),
    refused: /Read-only file system/,
  },
  {
    does: "changes what it is given to read",
    on: "read-only-inputs",
    program: shell('touch "$1/planted" && echo "got it"', given),
    refused: /Read-only file system/,
  },
  {
    does: "reads a file of this machine",
    on: "no-host-files",
    program: shell(
      'for root in "" /host /proc/1/root /proc/self/root; do grep -q "$2" "$root$1" && echo "got it"; done',
      ({ hostFile, secret }) => [hostFile, secret],
    ),
    refused: /No such file or directory/,
  },
  {
    does: "reads a file of this machine through a link",
    on: "no-host-files",
    program: shell('cat "$1/way-out" || { cat "/host$(readlink "$1/way-out")" && echo "got it"; }', given),
    refused: /No such file or directory/,
  },
  {
    does: "talks to this machine over every address it can think of",
    on: "no-network",
    program: node(CONNECT, ({ addresses, port }) => [String(port), ...addresses]),
    refused: /ENETUNREACH|ECONNREFUSED/,
  },
  {
    does: "takes more memory than it may",
    on: "memory",
    limits: { memoryMiB: 256 },
    program: node(TAKE_MEMORY),
    refused: "memory",
  },
  {
    does: "takes more memory than it may with several processes, none of which does",
    on: "memory",
    limits: { memoryMiB: 400 },
    program: node(TAKE_MEMORY_TOGETHER),
    refused: /one of four was ended by SIGKILL/,
  },
  {
    does: "takes more of the processors than it may",
    on: "processor",
    limits: { processors: 0.05 },
    program: shell(TAKE_PROCESSORS),
    refused: /it had 1?\d hundredths of a processor/,
  },
  {
    does: "starts processes that start processes",
    on: "processes",
    limits: { processes: 60 },
    program: shell(FORK),
    refused: /Cannot fork|Resource temporarily unavailable/,
  },
  {
    does: "fills every place it may write to",
    on: "disk",
    limits: { diskMiB: 16, fileMiB: 1024, memoryMiB: 512 },
    program: shell(FILL),
    refused: /No space left on device/,
  },
  {
    does: "writes a file that is too big",
    on: "file-size",
    limits: { diskMiB: 64, fileMiB: 2 },
    program: shell('head -c 8m /dev/zero > "$HOME/big" && echo "got it"'),
    refused: /File size limit exceeded|File too large/,
  },
  {
    does: "goes on when its time is over, deaf to being told to stop",
    on: "time",
    limits: { seconds: 2 },
    program: shell('trap "" TERM INT HUP; sleep 5; echo "got it"'),
    refused: "time",
  },
  {
    does: "leaves a process behind that has left its group and session",
    on: "ended-whole",
    program: shell(LEAVE, ({ mark }) => [mark]),
    refused: /started/,
    outlives: true,
  },
  {
    does: "looks for a secret in its environment, and in those of all it sees",
    on: "clear-environment",
    program: shell(
      'env | cat - /proc/[0-9]*/environ 2>/dev/null | grep -aq "$1" && echo "got it" || echo "no secret in $(env | wc -l) variables" >&2',
      ({ secret }) => [secret],
    ),
    refused: /no secret in \d+ variables/,
  },
  {
    does: "looks for a secret in what other processes were started with",
    on: "hidden-processes",
    program: shell(
      'cat /proc/[0-9]*/cmdline | grep -aq "$1" && echo "got it" || echo "no secret in $(ls /proc | grep -c "^[0-9]") processes" >&2',
      ({ secret }) => [secret],
    ),
    refused: /no secret in \d processes/,
  },
];
