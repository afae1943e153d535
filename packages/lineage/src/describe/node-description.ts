import type { NodeName } from "@throughline/contracts";

/** What is known of a node beside what it is made of: what people and authors read to know what it is. */
export interface NodeDescription {
  readonly node: NodeName;
  /** The file of the project it is written in, and the line where that is known; lines start at 1. */
  readonly file?: string;
  readonly line?: number;
  readonly type?: string;
  readonly description?: string;
  /** Other names that people have for it. */
  readonly synonyms: readonly string[];
  /** Its formula or SQL, as it is written. */
  readonly definition?: string;
  readonly format?: string;
  /** All of its values, where they are few and nobody minds that they are shown. */
  readonly values?: readonly (string | number | boolean)[];
}
