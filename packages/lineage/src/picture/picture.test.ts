import { describe, expect, it } from "vitest";
import { GraphBuilder } from "../graph.ts";
import { Lineage } from "../lineage.ts";
import { mermaid } from "./mermaid.ts";
import { neighbourhood } from "./neighbourhood.ts";
import { layerOf, type Picture } from "./picture.ts";
import { reachPicture } from "./reach-picture.ts";
import { svg } from "./svg.ts";

/** A field, the column it fills, what is made of that, and a visual; each model has a second column. */
function lineage(): Lineage {
  const builder = new GraphBuilder();
  for (const model of ["model:stg", "model:fct"])
    for (const column of ["a", "b"]) builder.part(model, `${model}.${column}`);
  builder.edge("loader:p.t.a", "model:stg.a", "value");
  builder.edge("model:stg.a", "model:fct.a", "value");
  builder.edge("model:stg", "model:fct", "rowset");
  builder.edge("model:fct.a", "column:T[A]", "value");
  builder.edge("column:T[A]", "measure:T[Sum]", "value");
  builder.edge("measure:T[Sum]", "visual:Page/Card", "reference");
  return new Lineage(builder.build());
}

const names = ({ boxes }: Picture) => boxes.map(({ node }) => node);

describe("the neighbourhood of a node", () => {
  it("has so many steps up and down, and no relation beside its own column", () => {
    expect(names(neighbourhood(lineage(), "model:fct.a", 1))).toEqual(["model:fct.a", "model:stg.a", "column:T[A]"]);
    expect(names(neighbourhood(lineage(), "MODEL:FCT.A", 2))).toContain("loader:p.t.a");
  });

  it("says how much there was no room for", () => {
    const picture = neighbourhood(lineage(), "model:fct.a", 9, 3);
    expect(picture.boxes).toHaveLength(3);
    expect(picture.left).toBe(3);
    for (const { from, to } of picture.arrows) expect(names(picture)).toEqual(expect.arrayContaining([from, to]));
  });
});

describe("the picture of a reach", () => {
  const paths = [
    { path: ["model:a.x", "column:T[X]", "measure:T[M]", "visual:P/V"] },
    { path: ["model:a.x"] },
    { path: ["model:a.x", "column:T[X]"] },
  ];

  it("draws each way once, marks where it begins, and leaves out whole ways", () => {
    expect(reachPicture(paths)).toMatchObject({ left: 0, arrows: [{}, {}, {}] });
    expect(reachPicture(paths).boxes.filter(({ isMarked }) => isMarked)).toMatchObject([{ node: "model:a.x" }]);
    expect(names(reachPicture(paths, 2))).toEqual(["model:a.x", "column:T[X]"]);
    expect(reachPicture(paths, 2).left).toBe(1);
  });
});

it.each([
  ["loader:p.t", "loader"],
  ["source:raw.t", "dbt"],
  ["measure:T[M]", "semantic model"],
  ["page:P", "report"],
  ["exposure:e", "report"],
])("draws %s among what is of the %s", (node, layer) => {
  expect(layerOf(node)).toBe(layer);
});

describe("a drawing", () => {
  const hostile = `visual:P/"]; click n0 "javascript:x"\n%% <script>alert(1)</script> & \`x\` #quot; __proto__`;
  const picture = reachPicture([{ path: ['measure:T["M"]', hostile] }]);

  it("says of a name nothing but the name, whatever is in it", () => {
    const drawn = mermaid(picture);
    expect(drawn.split("\n").filter((line) => /^\s*n\d+\["[^"]*"\](:::marked)?$/u.test(line))).toHaveLength(2);
    expect(drawn).not.toMatch(/<script|`|\n%%/u);
    const image = svg(picture);
    expect(image).not.toContain("<script");
    expect(image.match(/<rect/gu)).toHaveLength(3);
  });

  it("is the same each time, with every box inside of it", () => {
    const drawn = svg(neighbourhood(lineage(), "model:fct.a", 9));
    expect(drawn).toBe(svg(neighbourhood(lineage(), "model:fct.a", 9)));
    const [, width = 0, height = 0] = (/viewBox="0 0 (\d+) (\d+)"/u.exec(drawn) ?? []).map(Number);
    for (const [, x, y, w, h] of drawn.matchAll(
      /<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/gu,
    )) {
      expect(Number(x) + Number(w)).toBeLessThanOrEqual(width);
      expect(Number(y) + Number(h)).toBeLessThanOrEqual(height);
    }
    expect(drawn.match(/<path d="M/gu)?.length).toBe(6);
  });
});
