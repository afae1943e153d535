import { expect, it } from "vitest";
import { askedOnce } from "./asked-once.ts";

it("asks each query once, and gives everybody its own answer", async () => {
  const asked: string[] = [];
  const engine = askedOnce({
    async query(sql) {
      asked.push(sql);
      return { columns: [sql], rows: [] };
    },
  });

  const answers = await Promise.all(["select 1", "select 2", "select 1"].map((sql) => engine.query(sql)));

  expect(answers.map(({ columns }) => columns[0])).toEqual(["select 1", "select 2", "select 1"]);
  expect(asked).toEqual(["select 1", "select 2"]);
});

it("gives a failure to everybody who asked", async () => {
  const engine = askedOnce({ query: () => Promise.reject(new Error("no such table")) });

  await expect(engine.query("select 1")).rejects.toThrow("no such table");
  await expect(engine.query("select 1")).rejects.toThrow("no such table");
});
