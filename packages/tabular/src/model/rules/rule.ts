import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Span } from "../../text/span.ts";
import type { Origin } from "../model.ts";
import type { TabularProject } from "../open-model.ts";

export type Severity = Diagnostic["severity"];

/** One kind of finding. Its code never changes: people switch it off, and machines count it, by that name. */
export interface FindingKind {
  readonly code: string;
  /** Unless the project's settings say otherwise. */
  readonly severity: Severity;
  /** What goes wrong for people where it stays. */
  readonly why: string;
}

/** One thing that can be wrong with a model. A rule reads and reports; it never throws and never changes anything. */
export interface Rule {
  /** Everything it can find. */
  readonly kinds: readonly FindingKind[];
  check(project: TabularProject, report: Report): void;
}

/** A finding without its severity, which its kind has. */
export type Found = Omit<Diagnostic, "severity">;

export type Report = (file: string, found: Found) => void;

/** Reports at the name of an object, or at its first line where it has none. */
export function at({ node }: Origin): Span {
  return node.name?.span ?? node.header;
}

export function finding(code: string, span: Span, message: string, hint?: string): Found {
  return { code, span, message, ...(hint !== undefined && { hint }) };
}
