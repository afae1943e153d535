/** Opens a box and does in it what has no end, until it is killed: `open-a-box.ts <bubblewrap|docker> <mark> <seconds>`. */
import { bubblewrapSandbox, dockerSandbox, SANDBOX_IMAGE } from "@throughline/sandboxes";

const [kind = "", mark = "", seconds = ""] = process.argv.slice(2);
const owner = { place: "here", id: String(process.pid), lives: () => true };
const sandbox =
  kind === "docker"
    ? dockerSandbox({
        image: SANDBOX_IMAGE,
        dockerHost: process.env["DOCKER_HOST"],
        owner,
        now: () => new Date().toISOString(),
      })
    : bubblewrapSandbox({ searchPath: process.env["PATH"] ?? "" });

const limits = { seconds: Number(seconds), memoryMiB: 128, processes: 16, processors: 1, diskMiB: 8, fileMiB: 8 };
await using box = await sandbox.open({ purpose: "test", mounts: [], limits });
await box.run(["/bin/sh", "-c", `trap "" TERM INT HUP; echo up >&2; while :; do sleep 1; done; : ${mark}`], {
  folder: box.home,
  onError: (text) => process.stdout.write(text),
});
