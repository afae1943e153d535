import type { Span } from "../text/span.ts";

/** A JSON value with the places of its parts, so that one string can be replaced and the rest stays as written. */
export type JsonNode =
  | { readonly kind: "object"; readonly span: Span; readonly members: readonly JsonMember[] }
  | { readonly kind: "array"; readonly span: Span; readonly items: readonly JsonNode[] }
  | { readonly kind: "string"; readonly span: Span; readonly value: string }
  | { readonly kind: "other"; readonly span: Span; readonly value: number | boolean | null };

interface JsonMember {
  readonly key: string;
  readonly value: JsonNode;
}

export interface JsonProblem {
  readonly message: string;
  readonly span: Span;
}

const deepest = 500;

/** Reads JSON; never throws. Duplicate keys are kept in order. */
export function parseJson(text: string, offset = 0): { readonly root?: JsonNode; readonly problem?: JsonProblem } {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let problem: JsonProblem | undefined;

  function fail(message: string): undefined {
    problem ??= { message, span: { start: offset + at, end: offset + Math.min(text.length, at + 1) } };
    return undefined;
  }
  function skip(): void {
    while (at < text.length && " \t\r\n".includes(text.charAt(at))) at++;
  }
  function readString(): { value: string; span: Span } | undefined {
    const start = at;
    at++;
    while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
    if (at >= text.length) return fail("this string is not closed");
    at++;
    const raw = text.slice(start, at);
    try {
      return { value: JSON.parse(raw) as string, span: { start: offset + start, end: offset + at } };
    } catch {
      at = start;
      return fail("this string is not valid JSON");
    }
  }
  function readObject(depth: number): JsonNode | undefined {
    const start = at;
    const members: JsonMember[] = [];
    at++;
    skip();
    if (text[at] === "}") return { kind: "object", members, span: { start: offset + start, end: offset + ++at } };
    for (;;) {
      skip();
      if (text[at] !== '"') return fail("a key in double quotes is expected");
      const key = readString();
      if (!key) return undefined;
      skip();
      if (text[at] !== ":") return fail("`:` is expected");
      at++;
      const value = readValue(depth + 1);
      if (!value) return undefined;
      members.push({ key: key.value, value });
      skip();
      if (text[at] === "}") return { kind: "object", members, span: { start: offset + start, end: offset + ++at } };
      if (text[at] !== ",") return fail("`,` or `}` is expected");
      at++;
    }
  }
  function readArray(depth: number): JsonNode | undefined {
    const start = at;
    const items: JsonNode[] = [];
    at++;
    skip();
    if (text[at] === "]") return { kind: "array", items, span: { start: offset + start, end: offset + ++at } };
    for (;;) {
      const value = readValue(depth + 1);
      if (!value) return undefined;
      items.push(value);
      skip();
      if (text[at] === "]") return { kind: "array", items, span: { start: offset + start, end: offset + ++at } };
      if (text[at] !== ",") return fail("`,` or `]` is expected");
      at++;
    }
  }
  function readValue(depth: number): JsonNode | undefined {
    skip();
    if (depth > deepest) return fail(`nested more than ${deepest} levels deep`);
    const char = text[at];
    if (char === "{") return readObject(depth);
    if (char === "[") return readArray(depth);
    if (char === '"') {
      const string = readString();
      return string && { kind: "string", ...string };
    }
    const match = /^(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/u.exec(text.slice(at, at + 64));
    if (!match) return fail(at >= text.length ? "the text ends too early" : "a value is expected");
    const start = at;
    at += match[0].length;
    const value = JSON.parse(match[0]) as number | boolean | null;
    return { kind: "other", value, span: { start: offset + start, end: offset + at } };
  }

  const root = readValue(0);
  skip();
  if (root && at < text.length) fail("unexpected text after the end");
  return problem ? { problem } : root ? { root } : {};
}

export function jsonMember(node: JsonNode | undefined, key: string): JsonNode | undefined {
  return node?.kind === "object" ? node.members.find((member) => member.key === key)?.value : undefined;
}

export function jsonPath(node: JsonNode | undefined, ...keys: readonly string[]): JsonNode | undefined {
  return keys.reduce<JsonNode | undefined>((inner, key) => jsonMember(inner, key), node);
}

export function jsonText(node: JsonNode | undefined): string | undefined {
  return node?.kind === "string" ? node.value : undefined;
}
