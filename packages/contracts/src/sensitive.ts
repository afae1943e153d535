/** Columns so named hold what identifies people or opens doors. What a project marks itself comes beside it. */
const SENSITIVE =
  /(^|_)(e?mail|phone|mobile|ssn|iban|passport|password|secret|token|birth|address|street|first_?name|last_?name|surname)/i;

/** Whether values of a column of this name are never read, shown or kept, whatever else is said of it. */
export function isSensitiveName(column: string): boolean {
  return SENSITIVE.test(column);
}
