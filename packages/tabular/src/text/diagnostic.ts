import type { Span } from "./span.ts";

/** What a reader of one text saw and where. Parsers return these and never throw. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
  readonly hint?: string;
  readonly span: Span;
}
