import { expect, it } from "vitest";
import { plainPython } from "./plain-python.ts";

const plain = 'KEY = "a # b"\n\ndef load():\n    return KEY\n';

it.each([
  ["a comment", `# Why.\n${plain.replace("return KEY", "return KEY  # all of it")}`],
  ["empty lines", plain.replaceAll("\n", "\n\n")],
])("is the same with %s", (_, text) => {
  expect(plainPython(text)).toBe(plainPython(plain));
});

it.each([
  ["another string", plain.replace("# b", "# c")],
  ["another indentation", plain.replace("    return", "return")],
  ["a line less", plain.replace("    return KEY\n", "    pass\n")],
])("is another with %s", (_, text) => {
  expect(plainPython(text)).not.toBe(plainPython(plain));
});
