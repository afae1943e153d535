import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Span } from "../../text/span.ts";
import type { Origin } from "../model.ts";
import type { TabularProject } from "../open-model.ts";

/** One thing that can be wrong with a model. A rule reads and reports; it never throws and never changes anything. */
export interface Rule {
  readonly name: string;
  check(project: TabularProject, report: Report): void;
}

export type Report = (file: string, found: Diagnostic) => void;

/** Reports at the name of an object, or at its first line where it has none. */
export function at({ node }: Origin): Span {
  return node.name?.span ?? node.header;
}

export function problem(code: string, span: Span, message: string, hint?: string): Diagnostic {
  return { code, severity: "error", span, message, ...(hint !== undefined && { hint }) };
}

export function warning(code: string, span: Span, message: string, hint?: string): Diagnostic {
  return { ...problem(code, span, message, hint), severity: "warning" };
}
