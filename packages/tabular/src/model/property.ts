import { parseNamePath, plainValue } from "../tmdl/name.ts";
import type { TmdlNode } from "../tmdl/syntax.ts";
import type { Expression, Origin, PathProperty } from "./model.ts";

function findMember(node: TmdlNode, keyword: string): TmdlNode | undefined {
  return node.children.find((child) => child.keyword === keyword && !child.name && !child.isRef);
}

/** The value as written, without the separator; empty where there is none. */
export function writtenValue({ file, node }: Origin): string {
  return node.value ? file.document.text.slice(node.value.span.start, node.value.span.end) : "";
}

/** The plain value of `key: value` below an object; a bare `key` reads as "true". */
export function property({ file, node }: Origin, keyword: string): string | undefined {
  const child = findMember(node, keyword);
  if (!child) return undefined;
  return child.value ? plainValue(writtenValue({ file, node: child })) : "true";
}

export function isTrue(origin: Origin, keyword: string): boolean {
  return property(origin, keyword)?.toLowerCase() === "true";
}

export function pathProperty(origin: Origin, keyword: string): PathProperty | undefined {
  return pathProperties(origin, [keyword])[0];
}

/** Every property of these keywords that has a value. */
export function pathProperties({ file, node }: Origin, keywords: readonly string[]): PathProperty[] {
  return node.children
    .filter(({ keyword, name, isRef }) => keywords.includes(keyword) && !name && !isRef)
    .flatMap((child) => {
      if (!child.value) return [];
      const origin = { file, node: child };
      const written = writtenValue(origin);
      return [{ origin, written, parts: parseNamePath(written, child.value.span.start) ?? [] }];
    });
}

export function expressionOf({ file, node }: Origin): Expression {
  const span = node.value?.span ?? { start: node.header.end, end: node.header.end };
  return { file, start: span.start, text: file.document.text.slice(span.start, span.end) };
}
