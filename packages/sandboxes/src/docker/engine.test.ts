import { describe, expect, it } from "vitest";
import { engineFailure, lackingIn } from "./engine.ts";

const strong = {
  SecurityOptions: ["name=apparmor", "name=seccomp,profile=default"],
  MemoryLimit: true,
  CpuCfsQuota: true,
  PidsLimit: true,
};

describe("what an engine says of itself", () => {
  it.each([
    ["nothing that a box needs is missing", {}, []],
    ["a profile of its owner's is a filter", { SecurityOptions: ["name=seccomp,profile=/etc/docker/p.json"] }, []],
    ["the filter is off", { SecurityOptions: ["name=seccomp,profile=unconfined"] }, ["system-call-filter"]],
    ["there is no filter", { SecurityOptions: null }, ["system-call-filter"]],
    ["memory is not bounded", { MemoryLimit: false }, ["memory"]],
    [
      "nothing is bounded",
      { MemoryLimit: false, CpuCfsQuota: false, PidsLimit: false },
      ["memory", "processor", "processes"],
    ],
  ])("%s", (_, more, lacking) => {
    expect(lackingIn({ ...strong, ...more })).toEqual(lacking);
  });

  it("is nothing at all in what says nothing", () => {
    expect(lackingIn({})).toEqual(["system-call-filter", "memory", "processor", "processes"]);
  });
});

describe("a word of the engine", () => {
  it.each([
    ["no socket", { code: "ENOENT", message: "connect ENOENT" }, "sandbox.engine-missing"],
    ["nobody behind it", { code: "ECONNREFUSED", message: "refused" }, "sandbox.engine-missing"],
    ["no right to it", { code: "EACCES", message: "denied" }, "sandbox.engine-missing"],
    ["no image", { statusCode: 404, message: "No such image: x:1" }, "sandbox.image-missing"],
    ["anything else", { statusCode: 500, message: "out of luck" }, "sandbox.engine"],
  ])("is a failure that says what to do: %s", (_, { message, ...facts }, code) => {
    const failure = engineFailure(Object.assign(new Error(message), facts), "opening a box", "x:1");

    expect(failure).toMatchObject({ code, hint: expect.stringMatching(/\w/) });
  });
});
