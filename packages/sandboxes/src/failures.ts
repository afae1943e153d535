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
  "sandbox.bubblewrap-missing": {
    retry: "usage",
    message: (f: { why: string }) => `opening a bubblewrap sandbox: ${f.why}`,
    hint: () =>
      "Install the system's packages bubblewrap and util-linux, as in `apt-get install bubblewrap util-linux`, or set `sandbox.kind: docker` in throughline.yml.",
  },
});
