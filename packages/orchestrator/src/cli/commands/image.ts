import { DBT_SCHEMAS } from "@throughline/delivery";
import { buildImage, SANDBOX_IMAGE } from "@throughline/sandboxes";
import { environment } from "../../config/environment.ts";
import { projectRoot } from "../../config/project.ts";
import { fail } from "../../errors/failures.ts";
import { type Command, text } from "../command.ts";

export const image: Command = {
  name: "image",
  parameters: "<build>",
  summary: "Build the image of the docker sandbox: git, Node and the pinned Python tools",
  role: "viewer",
  options: [
    {
      flags: "--name <image>",
      description: "its name; default: `sandbox.image` of the project, else Throughline's own",
    },
    { flags: "--base <image>", description: "begin with another image: Debian, or one made of it" },
    { flags: "--claude", description: "put Claude Code into it" },
    { flags: "--ca <file>", description: "certificates to trust while building; they do not stay in the image" },
    { flags: "--network <mode>", description: "the network of the build, as `docker build` has it" },
  ],
  examples: [
    "throughline image build",
    "throughline image build --claude",
    "throughline image build --base registry.example.com/debian:bookworm --ca /etc/ssl/certs/ca-certificates.crt",
  ],
  async run({ folder, parameters, options, output, signal, project }) {
    if (parameters[0] !== "build")
      throw fail("usage.wrong", { problem: `an image is built, not ${parameters[0]}: throughline image build` });
    const configured = projectRoot(folder) === undefined ? SANDBOX_IMAGE : project().config.sandbox.image;
    const name = text(options["name"]) ?? configured;
    const began = performance.now();
    await buildImage({
      image: name,
      base: text(options["base"]),
      claude: options["claude"] === true,
      certificates: text(options["ca"]),
      network: text(options["network"]),
      schemas: DBT_SCHEMAS,
      environment: environment.forDocker,
      signal,
      progress: (step) => output.live(step),
    });
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    output.answer({ image: name, seconds }, () => `Built ${name} in ${seconds} s`);
    return 0;
  },
};
