import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/span.ts";

/**
 * The concrete syntax tree of one TMDL file. It holds spans, not copies: the text is the truth, an edit is a splice, and
 * what nobody edits stays byte-identical.
 */
export interface TmdlDocument {
  readonly text: string;
  readonly nodes: readonly TmdlNode[];
  readonly diagnostics: readonly Diagnostic[];
  readonly style: TmdlStyle;
}

/** How this file is written, so that what is added looks like what is there. */
export interface TmdlStyle {
  readonly eol: "\n" | "\r\n";
  /** One level of indentation. */
  readonly indent: string;
}

/**
 * One declaration: an object (`table Sales`), a property (`lineageTag: …`, `source = …`, `isHidden`) or a reference
 * (`ref table Sales`). TMDL writes them alike, so one shape serves all; the model gives them their meaning.
 */
export interface TmdlNode {
  /** `table`, `measure`, `formatString` …; empty for a line that is none of TMDL. */
  readonly keyword: string;
  readonly isRef: boolean;
  readonly name?: TmdlName;
  readonly value?: TmdlValue;
  readonly description?: TmdlDescription;
  readonly children: readonly TmdlNode[];
  /** Levels of indentation before the keyword. */
  readonly level: number;
  /** The declaration's first line, from the keyword to the last character that is not white space. */
  readonly header: Span;
  /** Whole lines: from its description, or its header, to its last line with text, with that line's end. */
  readonly block: Span;
}

export interface TmdlName {
  readonly value: string;
  readonly span: Span;
}

export interface TmdlValue {
  /** `:` for a plain value, `=` for an expression. */
  readonly separator: ":" | "=";
  readonly form: "inline" | "indented" | "fenced" | "empty";
  /** The value as written, without surrounding white space and fences. Empty at the place of the separator's end. */
  readonly span: Span;
  /** From the separator to the end of the value with its fences. */
  readonly whole: Span;
}

export interface TmdlDescription {
  readonly text: string;
  readonly span: Span;
}
