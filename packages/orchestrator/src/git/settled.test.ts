import { expect, it } from "vitest";
import { settled } from "./settled.ts";

const A = "a".repeat(40);
const B = "b".repeat(40);
const C = "c".repeat(40);

/** A question whose every asking is written down. */
function recorded(kept: number, answer: (ids: readonly string[]) => string = (ids) => ids.join()) {
  const asked: string[] = [];
  const ask = settled(kept, async (repository, ids, ...names: string[]) => {
    asked.push([repository, ...ids, ...names].join(" "));
    return answer(ids);
  });
  return { ask, asked };
}

it("asks git once for what whole ids stand for, also when two ask at the same time", async () => {
  const { ask, asked } = recorded(4);

  const answers = await Promise.all([ask("r", [A, B], "x"), ask("r", [A, B], "x")]);

  expect([...answers, await ask("r", [A, B], "x")]).toEqual(Array(3).fill(`${A},${B}`));
  expect(asked).toHaveLength(1);
});

it("tells repositories, ids and names apart, wherever the words break", async () => {
  const { ask, asked } = recorded(9);

  await ask("r", [A, B]);
  await ask("r", [B, A]);
  await ask("s", [A, B]);
  await ask("r", [A, B], "x");
  await ask("r", [A, B], "x", "y");
  await ask("r", [A, B], "x y");

  expect(asked).toHaveLength(6);
});

it.each(["main", "HEAD", A.slice(0, 39), `${A}^{tree}`, `${A}\n`])("asks anew for %j, which may move", async (name) => {
  const { ask, asked } = recorded(4);

  await ask("r", [A, name]);
  await ask("r", [A, name]);

  expect(asked).toHaveLength(2);
});

it("asks anew after a failure: the objects may have come since", async () => {
  let isThere = false;
  const { ask } = recorded(4, () => {
    if (!isThere) throw new Error("no such object");
    return "there";
  });
  await expect(ask("r", [A])).rejects.toThrow("no such object");
  isThere = true;

  expect(await ask("r", [A])).toBe("there");
});

it("forgets what was asked for longest ago, and no more", async () => {
  const { ask, asked } = recorded(2);
  await ask("r", [A]);
  await ask("r", [B]);
  await ask("r", [A]);
  await ask("r", [C]);
  asked.length = 0;

  await ask("r", [A]);
  await ask("r", [C]);
  await ask("r", [B]);

  expect(asked).toEqual([`r ${B}`]);
});
