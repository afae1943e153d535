import type { Diagnostic } from "../text/diagnostic.ts";
import { lineStarts } from "../text/line-index.ts";
import { lexM } from "./tokens.ts";

/**
 * Larger or deeper queries are not read, so that a hostile file cannot exhaust time or the stack: the parser's time grows
 * with the square of the words.
 */
const mostWords = 10_000;
const longest = 1_000_000;
const deepest = 200;

/**
 * Reads a Power Query expression with Microsoft's own parser and gives what is wrong with it: nothing, or its first error.
 * Never rejects. `offset` is where the text stands in its file.
 */
export async function parseM(text: string, offset = 0): Promise<readonly Diagnostic[]> {
  const at = (code: string, start: number, message: string): Diagnostic[] => {
    const begin = offset + Math.min(start, text.length);
    return [
      { code, severity: "error", span: { start: begin, end: Math.min(begin + 1, offset + text.length) }, message },
    ];
  };
  if (text.length > longest || nesting(text) > deepest || lexM(text).length > mostWords) {
    return at("m-not-read", 0, "this query is too long, or nested too deep, to be checked");
  }
  // Loaded where it is first needed: most of what is asked of a model needs no parser of M, and loading takes time.
  const { default: pq } = await import("@microsoft/powerquery-parser");
  const task = await pq.TaskUtils.tryLexParse(pq.DefaultSettings, text);
  if (!pq.TaskUtils.isError(task)) return [];
  const found = locate(task.error as unknown as Located, text);
  return at("m-syntax", found.start, found.message);
}

/** The shapes in which the parser says where it stopped: by offset, or by line and column for what it could not lex. */
interface Located {
  readonly message: string;
  readonly innerError?: Located & {
    readonly foundToken?: { readonly token: { readonly positionStart: { readonly codeUnit: number } } };
    readonly positionStart?: { readonly codeUnit: number };
    readonly graphemePosition?: { readonly lineNumber: number; readonly lineCodeUnit: number };
    readonly errorLineMap?: ReadonlyMap<number, { readonly error: Located }>;
  };
}

function locate({ message, innerError }: Located, text: string): { start: number; message: string } {
  if (!innerError) return { start: 0, message };
  const [firstLine] = innerError.errorLineMap?.values() ?? [];
  if (firstLine) return locate(firstLine.error, text);
  const { foundToken, positionStart, graphemePosition } = innerError;
  const shortened = innerError.message.split(", but")[0]?.replace(/: [^:]*$/u, "") ?? innerError.message;
  const start = foundToken?.token.positionStart.codeUnit ?? positionStart?.codeUnit;
  if (start !== undefined) return { start, message: `this is not Power Query: ${shortened}` };
  if (graphemePosition) {
    const line = lineStarts(text)[graphemePosition.lineNumber] ?? 0;
    return { start: line + graphemePosition.lineCodeUnit, message: `this is not Power Query: ${shortened}` };
  }
  return { start: text.trimEnd().length, message: "this query ends too early" };
}

function nesting(text: string): number {
  let depth = 0;
  let most = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === 40 || char === 91 || char === 123) most = Math.max(most, ++depth);
    else if (char === 41 || char === 93 || char === 125) depth--;
  }
  return most;
}
