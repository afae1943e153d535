import { describe, expect, it } from "vitest";
import { isFiltered, systemCallFilter } from "./system-call-filter.ts";
import { DENIED } from "./system-calls.ts";

const X64 = 0xc000003e;
const ARM64 = 0xc00000b7;
const NEW_USER = 0x10000000;

/** What the kernel would answer, by the same instructions. */
function answer(filter: Buffer, call: { architecture: number; number: number; first?: number }): string {
  let [at, loaded] = [0, 0];
  for (;;) {
    const code = filter.readUInt16LE(at * 8);
    const [ifTrue, ifFalse] = [filter.readUInt8(at * 8 + 2), filter.readUInt8(at * 8 + 3)];
    const operand = filter.readUInt32LE(at * 8 + 4);
    at += 1;
    if (code === 0x06) return { 2147418112: "allow", 2147483648: "kill" }[operand] ?? `error ${operand & 0xffff}`;
    if (code === 0x20) loaded = { 0: call.number, 4: call.architecture, 16: call.first ?? 0 }[operand] ?? Number.NaN;
    else if (code === 0x15) at += loaded === operand ? ifTrue : ifFalse;
    else if (code === 0x35) at += loaded >= operand ? ifTrue : ifFalse;
    else if (code === 0x45) at += (loaded & operand) !== 0 ? ifTrue : ifFalse;
    else throw new Error(`no such instruction: ${code}`);
  }
}

describe.each([
  ["x64", X64, { read: 0, execve: 59, clone: 56 }],
  ["arm64", ARM64, { read: 63, execve: 221, clone: 220 }],
] as const)("the filter of system calls on %s", (name, architecture, numbers) => {
  const filter = systemCallFilter(name);
  const ask = (number: number, first?: number) =>
    answer(filter, { architecture, number, ...(first === undefined ? {} : { first }) });

  it("lets ordinary work through", () => {
    expect([ask(numbers.read), ask(numbers.execve), ask(numbers.clone, 0x11)]).toEqual(["allow", "allow", "allow"]);
  });

  it.each(Object.entries(DENIED))("refuses %s, wherever there is one", (_, [x64, arm64]) => {
    const number = name === "x64" ? x64 : arm64;

    expect(number < 0 ? "error 1" : ask(number)).toBe("error 1");
  });

  it("refuses to make a process in new namespaces", () => {
    expect(ask(numbers.clone, NEW_USER | 0x11)).toBe("error 1");
  });

  it("says that there is no clone3, whose flags it cannot see", () => {
    expect(ask(435)).toBe("error 38");
  });

  it("ends a process that calls by another architecture's numbers", () => {
    expect(answer(filter, { architecture: architecture === X64 ? ARM64 : X64, number: 0 })).toBe("kill");
  });
});

describe("the filter of system calls", () => {
  it("is no way around on x86-64 by the numbers of x32", () => {
    expect(answer(systemCallFilter("x64"), { architecture: X64, number: 0x40000000 + 272 })).toBe("error 1");
  });

  it("is said to be there only where it is written for the processor", () => {
    expect([isFiltered("x64"), isFiltered("arm64"), isFiltered("riscv64")]).toEqual([true, true, false]);
  });
});
