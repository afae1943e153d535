import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { BoxSpec, Sandbox } from "./sandbox.ts";

const LIMITS = { seconds: 60, memoryMiB: 512, processes: 64, processors: 2, diskMiB: 64, fileMiB: 32 };

/** What every sandbox does for honest work, whatever it guarantees against the other kind. */
export function sandboxContract(name: string, makeSandbox: () => Sandbox): void {
  describe(`a box of the ${name} sandbox`, () => {
    const spec: BoxSpec = { purpose: "test", mounts: [], limits: LIMITS };
    const sh = (script: string, ...parameters: string[]) => ["/bin/sh", "-c", script, "sh", ...parameters] as const;

    async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
      const folder = realpathSync(mkdtempSync(join(tmpdir(), "throughline-sandbox-")));
      try {
        await use(folder);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }

    it("gives back what a command prints, byte for byte, and how it ended", async () => {
      await using box = await makeSandbox().open(spec);

      const exit = await box.run(sh("cat; echo trouble >&2; exit 3"), {
        folder: box.home,
        input: Buffer.from([0, 255, 10, 13, 128]),
      });

      expect(exit).toMatchObject({ code: 3, stderr: "trouble\n", bytes: Buffer.from([0, 255, 10, 13, 128]) });
    });

    it("takes arguments as arguments, never as shell text", async () => {
      await using box = await makeSandbox().open(spec);

      const { stdout } = await box.run(sh('printf %s "$1"', "$(id); `id` 'x' \"y\" é"), { folder: box.home });

      expect(stdout).toBe("$(id); `id` 'x' \"y\" é");
    });

    it("has an empty home of its own, which is gone with it", async () => {
      const box = await makeSandbox().open(spec);

      const { stdout } = await box.run(sh('ls -A; pwd; echo "$HOME"; echo text > kept'), { folder: box.home });
      await box[Symbol.asyncDispose]();

      expect(stdout).toBe(`${box.home}\n${box.home}\n`);
      expect(existsSync(box.home)).toBe(false);
      await using next = await makeSandbox().open(spec);
      expect((await next.run(sh("ls -A"), { folder: next.home })).stdout).toBe("");
    });

    it("reads what it is given, where it says, and writes where it may", () =>
      withFolder(async (folder) => {
        const [given, shared] = [join(folder, "given"), join(folder, "shared")];
        for (const made of [given, shared]) mkdirSync(made);
        // Who works in a box is no user of this machine.
        chmodSync(shared, 0o777);
        chmodSync(folder, 0o755);
        writeFileSync(join(given, "text"), "of this machine");
        await using box = await makeSandbox().open({
          ...spec,
          mounts: [
            { host: given, inside: "/given", access: "read" },
            { host: shared, inside: "/shared", access: "write" },
          ],
        });

        const { stdout } = await box.run(sh('cat text && echo back > "$1/answer"', box.inside(shared)), {
          folder: box.inside(given),
        });

        expect(stdout).toBe("of this machine");
        expect(readFileSync(join(shared, "answer"), "utf8")).toBe("back\n");
      }));

    it("has the environment it is given", async () => {
      await using box = await makeSandbox().open({ ...spec, environment: { GREETING: "good day" } });

      expect((await box.run(sh('echo "$GREETING"'), { folder: box.home })).stdout).toBe("good day\n");
    });

    it("has Node", async () => {
      await using box = await makeSandbox().open(spec);

      const { stdout } = await box.run([makeSandbox().node, "--version"], { folder: box.home });

      expect(stdout).toMatch(/^v2[2-9]\./);
    });

    it("talks with a command while it runs", async () => {
      await using box = await makeSandbox().open(spec);
      const running = await box.start(["/bin/cat"], { folder: box.home });

      for (const line of ["one\n", "two\n"]) {
        running.stdin.write(line);
        const heard = await new Promise<string>((resolve) => {
          running.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString()));
        });
        expect(heard).toBe(line);
      }
      running.stdin.end();

      expect(await running.ended).toEqual({ code: 0 });
    });

    it("reaches the one socket it is given", () =>
      withFolder(async (folder) => {
        const socket = join(folder, "broker.sock");
        const server = createServer((peer) => peer.end("an answer"));
        await new Promise<void>((resolve) => {
          // Whoever works in the box is another user than this one.
          server.listen({ path: socket, writableAll: true, readableAll: true }, resolve);
        });
        try {
          const sandbox = makeSandbox();
          await using box = await sandbox.open({ ...spec, socket });
          const script = "require('node:net').connect(process.argv[1]).pipe(process.stdout)";

          const { stdout, stderr } = await box.run([sandbox.node, "-e", script, box.socket ?? ""], {
            folder: box.home,
          });

          expect(stderr).toBe("");
          expect(stdout).toBe("an answer");
        } finally {
          await new Promise((resolve) => server.close(resolve));
        }
      }));

    it("ends a command that is told to stop", async () => {
      await using box = await makeSandbox().open(spec);
      const abort = new AbortController();

      const exit = await box.run(sh("echo begun >&2; sleep 1000"), {
        folder: box.home,
        signal: abort.signal,
        onError: () => abort.abort(),
      });

      expect(exit.code).not.toBe(0);
    });

    it("ends a command that prints without end", async () => {
      await using box = await makeSandbox().open(spec);

      expect(await box.run(["/usr/bin/yes"], { folder: box.home, outputMiB: 1 })).toMatchObject({ limit: "output" });
    });

    it("begins nothing where something was ended", async () => {
      await using box = await makeSandbox().open({ ...spec, limits: { ...LIMITS, seconds: 1 } });

      const ended = await box.run(sh("sleep 1000"), { folder: box.home });
      const next = box.run(sh("echo again"), { folder: box.home });

      expect(ended).toMatchObject({ limit: "time" });
      await expect(next).rejects.toMatchObject({
        code: "sandbox.over",
        message: expect.stringContaining("time limit"),
      });
    });

    it("says which command there is not", async () => {
      await using box = await makeSandbox().open(spec);

      const exit = await box.run(["/no/such/program"], { folder: box.home });

      expect(exit.code).not.toBe(0);
      expect(exit.stderr).toContain("/no/such/program");
    });
  });
}
