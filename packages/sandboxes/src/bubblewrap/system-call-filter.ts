import { CLONE, CLONE3, DENIED } from "./system-calls.ts";

/** Instructions of the kernel's classic filter language: load a word, compare, test bits, return. */
const LOAD = 0x20;
const EQUAL = 0x15;
const AT_LEAST = 0x35;
const ANY_BIT = 0x45;
const RETURN = 0x06;

/** Where in what a filter is shown the number, the architecture and the low half of the first argument are. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const FIRST_ARGUMENT = 16;

const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const REFUSE = 0x00050000;
const EPERM = 1;
const ENOSYS = 38;

const ARCHITECTURES = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;
type Architecture = keyof typeof ARCHITECTURES;

/** From here on numbers are those of the x32 interface, another way to the same calls. */
const X32 = 0x40000000;

/** The bits of `clone` that make a namespace. */
const NEW_NAMESPACE = 0x7e020000;

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, operand: number];

export function isFiltered(architecture: string): architecture is Architecture {
  return Object.hasOwn(ARCHITECTURES, architecture);
}

/**
 * The filter as the kernel reads it. What is denied answers "not permitted", as it does to everybody without privileges, so
 * that programs go on without; a call by another architecture's numbers ends the process, since it has no honest use.
 * `clone3` is said not to exist: its flags are in memory that a filter cannot read, and programs then use `clone`.
 */
export function systemCallFilter(architecture: Architecture): Buffer {
  const column = architecture === "x64" ? 0 : 1;
  const refuse = (error: number): Instruction => [RETURN, 0, 0, REFUSE | error];
  const whenNumber = (number: number, then: Instruction): Instruction[] => [[EQUAL, 0, 1, number], then];
  return encode([
    [LOAD, 0, 0, ARCHITECTURE],
    [EQUAL, 1, 0, ARCHITECTURES[architecture]],
    [RETURN, 0, 0, KILL],
    [LOAD, 0, 0, NUMBER],
    ...(architecture === "x64" ? ([[AT_LEAST, 0, 1, X32], refuse(EPERM)] as const) : []),
    ...Object.values(DENIED)
      .map((numbers) => numbers[column])
      .filter((number) => number >= 0)
      .flatMap((number) => whenNumber(number, refuse(EPERM))),
    ...whenNumber(CLONE3[column], refuse(ENOSYS)),
    [EQUAL, 0, 3, CLONE[column]],
    [LOAD, 0, 0, FIRST_ARGUMENT],
    [ANY_BIT, 0, 1, NEW_NAMESPACE],
    refuse(EPERM),
    [RETURN, 0, 0, ALLOW],
  ]);
}

function encode(instructions: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(instructions.length * 8);
  for (const [at, [code, ifTrue, ifFalse, operand]] of instructions.entries()) {
    bytes.writeUInt16LE(code, at * 8);
    bytes.writeUInt8(ifTrue, at * 8 + 2);
    bytes.writeUInt8(ifFalse, at * 8 + 3);
    bytes.writeUInt32LE(operand >>> 0, at * 8 + 4);
  }
  return bytes;
}
