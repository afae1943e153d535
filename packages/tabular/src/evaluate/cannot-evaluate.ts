import type { ModelFile } from "../model/model.ts";
import type { Span } from "../text/span.ts";

/** Carries the reason out of the compiler's recursion; `compileMeasures` turns it into data, so nobody else sees it. */
export class CannotEvaluate extends Error {
  readonly file: ModelFile | undefined;
  readonly span: Span | undefined;

  constructor(reason: string, file?: ModelFile, span?: Span) {
    super(reason);
    this.file = file;
    this.span = span;
  }
}
