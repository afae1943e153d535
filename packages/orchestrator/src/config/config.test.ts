import { Failure } from "@throughline/contracts";
import { describe, expect, it } from "vitest";
import { parseConfig } from "./config.ts";

const good = `
version: 1
name: depot
transform: { folder: DWH_Models }
people:
  - { id: ana, name: Ana, roles: [requester] }
`;

function problemsOf(text: string): string {
  try {
    parseConfig(text);
  } catch (error) {
    if (error instanceof Failure && error.code === "config.invalid") return error.message;
    throw error;
  }
  return "";
}

describe("throughline.yml", () => {
  it("is read with defaults for what it does not say", () => {
    expect(parseConfig(good)).toMatchObject({ solo: false, limits: { requestsPerHour: 20 }, semanticModels: [] });
  });

  it("names a sandbox, or has the one for our own author", () => {
    expect(parseConfig(good).sandbox.kind).toBe("process");
    expect(parseConfig(`${good}sandbox: { kind: docker }\n`).sandbox).toEqual({
      kind: "docker",
      image: "throughline-sandbox:1",
    });
    expect(problemsOf(`${good}sandbox: { kind: none }\n`)).toContain("sandbox.kind");
  });

  it("names every problem with its path, not only the first", () => {
    const message = problemsOf(`
version: 2
nmae: depot
transform: { folder: ../outside }
people:
  - { id: "a b", name: Ana, roles: [boss] }
`);

    for (const part of ["version", "name", "nmae", "transform.folder", "people.0.id", "people.0.roles.0"])
      expect(message).toContain(part);
  });

  it.each([
    ["a typo in a key", good.replace("transform:", "transfrom:"), "transfrom"],
    ["two people of one name", `${good}  - { id: ana, name: Other, roles: [viewer] }`, "people.1.id"],
    ["solo with two people", `${good}  - { id: ben, name: Ben, roles: [approver] }\nsolo: true`, "solo"],
    ["nothing to change", good.replace("transform: { folder: DWH_Models }", ""), "there is nothing to change"],
    ["no YAML at all", "version: [1", "throughline.yml"],
  ])("refuses %s", (_, text, part) => {
    expect(problemsOf(text)).toContain(part);
  });
});
