import { failuresOf } from "@throughline/contracts";

/** Everything that can go wrong with a sandbox because of the world outside. `throw fail(code, facts)`. */
export const fail = failuresOf({
  "sandbox.too-weak": {
    retry: "usage",
    message: (f: { name: string; missing: readonly string[] }) =>
      `choosing the sandbox ${f.name}: this work needs more than it guarantees: ${f.missing.join("; ")}`,
    hint: () =>
      "Set `sandbox.kind: docker` in throughline.yml, with Docker running and `throughline image build` done; or `bubblewrap`, installed by the system's packages. docs/how-to/sandbox.md says what each guarantees.",
  },
  "sandbox.over": {
    retry: "later",
    message: (f: { command: string; why: string }) =>
      `starting ${f.command}: the box is over (${f.why === "stopped" || f.why === "closed" ? f.why : `it reached its ${f.why} limit`})`,
    hint: () => "Where something was ended nothing else begins: the work is done again in a box of its own.",
  },
  "sandbox.engine-missing": {
    retry: "usage",
    message: (f: { problem: string }) => `opening a docker sandbox: the engine does not answer (${f.problem})`,
    hint: () =>
      "Start Docker, and let this user reach its socket; DOCKER_HOST names another socket of this machine. Without Docker, set `sandbox.kind: bubblewrap` in throughline.yml.",
  },
  "sandbox.engine-remote": {
    retry: "usage",
    message: (f: { host: string }) =>
      `opening a docker sandbox: DOCKER_HOST is ${f.host}, an engine of another machine`,
    hint: () =>
      "Boxes are given folders of this machine, which another does not have: unset DOCKER_HOST, or name a unix:// socket.",
  },
  "sandbox.engine-weak": {
    retry: "usage",
    message: (f: { lacking: readonly string[] }) =>
      `opening a docker sandbox: this engine cannot hold that ${f.lacking.join("; ")}`,
    hint: () =>
      "`docker info` says why: a `seccomp-profile: unconfined` in daemon.json, or a kernel whose control groups the engine may not use.",
  },
  "sandbox.not-ended": {
    retry: "later",
    message: (f: { seconds: number }) => `closing a box: something in it still runs ${f.seconds} s after it was killed`,
    hint: () => "It waits for a device that does not answer: look for processes in state D.",
  },
  "sandbox.engine": {
    retry: "later",
    message: (f: { doing: string; problem: string }) => `${f.doing}: the engine says: ${f.problem}`,
    hint: () => "The text is the engine's own; `docker info` says whether it is well.",
  },
  "sandbox.image-missing": {
    retry: "usage",
    message: (f: { image: string }) => `opening a docker sandbox: there is no image ${f.image}`,
    hint: () => "Run `throughline image build` once.",
  },
  "sandbox.docker-missing": {
    retry: "usage",
    message: () => "building the image: there is no docker command on the path",
    hint: () => "Install Docker with its buildx; only building needs the command.",
  },
  "sandbox.image-build": {
    retry: "later",
    message: (f: { image: string; output: string }) => `building the image ${f.image}: ${f.output}`,
    hint: () =>
      "Without a way to the base image name another with --base; behind a proxy with certificates of its own name them with --ca. Docker needs its buildx to build.",
  },
  "sandbox.bubblewrap-missing": {
    retry: "usage",
    message: (f: { why: string }) => `opening a bubblewrap sandbox: ${f.why}`,
    hint: () =>
      "Install the system's packages bubblewrap and util-linux, as in `apt-get install bubblewrap util-linux`, or set `sandbox.kind: docker` in throughline.yml.",
  },
});
