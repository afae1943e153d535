import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { succeed, taxiWorld, toolsMissing } from "./world.ts";

describe.skipIf(toolsMissing)(`the example's throughline.yml${toolsMissing ? ` (${toolsMissing})` : ""}`, () => {
  it("is what `init` writes, but for who is there", () => {
    using world = taxiWorld({ rows: 10, setUp: false });
    const { people: _, solo: _solo, ...kept } = parse(world.read("throughline.yml"));

    succeed(world.run("init", "--force"));

    const { people, solo, ...written } = parse(world.read("throughline.yml"));
    expect(written).toEqual(kept);
    expect(people).toHaveLength(1);
    expect(solo).toBe(true);
  });
});
