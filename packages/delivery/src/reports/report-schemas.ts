import { existsSync, readFileSync } from "node:fs";
import type { Finding } from "@throughline/contracts";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { LineCounter, parseDocument } from "yaml";

/** Where Microsoft publishes what files of reports and models must look like; the same folders are beside the sources. */
const PUBLISHED = "https://developer.microsoft.com/json-schemas/fabric/";
const SCHEMAS = new URL("../../pbir-schemas/", import.meta.url);

/** More problems of one file than this say no more. */
const MOST = 5;

const compiled = new Map<string, ValidateFunction | undefined>();

/**
 * Holds one JSON file of a report or model against the schema it names. A file that names none is not looked at; one that
 * names a version this program does not have is said to be unchecked. Never throws on what the file contains.
 */
export function schemaFindings(path: string, text: string): Finding[] {
  const read = readJson(text);
  if (read === undefined) return [];
  const named = (read as { $schema?: unknown } | null)?.$schema;
  if (typeof named !== "string" || !named.startsWith(PUBLISHED)) return [];
  const validate = validatorOf(named);
  if (!validate) {
    const version = named.slice(PUBLISHED.length).replace(/\/schema\.json$/u, "");
    const message = `the schema ${version} is not known here: this file is not checked against it`;
    return [{ code: "report-schema-unknown", severity: "info", file: path, line: 1, message }];
  }
  if (validate(read)) return [];
  const lines = linesOf(text);
  const problems = relevant(validate.errors ?? []);
  return problems.slice(0, MOST).map((error) => ({
    code: "report-schema",
    severity: "error",
    file: path,
    line: lines(error.instancePath),
    message: `${error.instancePath === "" ? "the file" : error.instancePath} ${describe(error)}`,
    hint: "Power BI Desktop refuses to open a report whose files break their schema.",
  }));
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, "")) as unknown;
  } catch {
    return undefined;
  }
}

/** What a failed choice between several shapes says of each of them only hides what is wrong with the one that was meant. */
function relevant(errors: readonly ErrorObject[]): ErrorObject[] {
  const own = errors.filter(({ keyword }) => keyword !== "anyOf" && keyword !== "oneOf" && keyword !== "if");
  const plain = own.length === 0 ? errors : own;
  const deepest = Math.max(...plain.map(({ instancePath }) => instancePath.split("/").length));
  const deep = plain.filter(({ instancePath }) => instancePath.split("/").length === deepest);
  const seen = new Set<string>();
  return joinChoices(deep).filter((error) => {
    const key = `${error.instancePath} ${describe(error)}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** A choice among several single values is one list of them. */
function joinChoices(errors: readonly ErrorObject[]): ErrorObject[] {
  return errors.map((error) => {
    if (error.keyword !== "const") return error;
    const choices = errors.filter(
      ({ keyword, instancePath }) => keyword === "const" && instancePath === error.instancePath,
    );
    const allowedValues = choices.map(({ params }) => (params as { allowedValue: unknown }).allowedValue);
    return allowedValues.length === 1 ? error : { ...error, keyword: "enum", params: { allowedValues } };
  });
}

function describe({ keyword, message, params }: ErrorObject): string {
  const given = params as Record<string, unknown>;
  if (keyword === "additionalProperties") return `must not have \`${String(given["additionalProperty"])}\``;
  if (keyword === "const") return `must be ${JSON.stringify(given["allowedValue"])}`;
  if (keyword === "enum")
    return `must be one of ${(given["allowedValues"] as unknown[]).map((value) => JSON.stringify(value)).join(", ")}`;
  return message ?? "breaks its schema";
}

/** JSON is YAML, whose reader keeps the place of every value. */
function linesOf(text: string): (pointer: string) => number {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, uniqueKeys: false });
  return (pointer) => {
    const keys = pointer
      .split("/")
      .slice(1)
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
      .map((part) => (/^\d+$/u.test(part) ? Number(part) : part));
    const node = document.getIn(keys, true) as { range?: [number, number, number] } | undefined;
    return node?.range ? lineCounter.linePos(node.range[0]).line : 1;
  };
}

function validatorOf(uri: string): ValidateFunction | undefined {
  if (!compiled.has(uri)) {
    const main = readSchema(uri);
    compiled.set(uri, main && compile(uri, main));
  }
  return compiled.get(uri);
}

function compile(uri: string, main: object): ValidateFunction {
  // Formats are for people here: a date that is none is no reason to refuse a report.
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false });
  const queue = [{ uri, schema: main }];
  for (let next = queue.pop(); next; next = queue.pop()) {
    if (ajv.getSchema(next.uri)) continue;
    ajv.addSchema(next.schema, next.uri);
    for (const other of referred(next.schema, next.uri)) {
      const schema = readSchema(other);
      if (schema) queue.push({ uri: other, schema });
    }
  }
  return ajv.getSchema(uri) as ValidateFunction;
}

function referred(schema: object, from: string): string[] {
  const found = new Set<string>();
  for (const [, reference] of JSON.stringify(schema).matchAll(/"\$ref":"([^"#]+)/gu)) {
    if (reference !== undefined) found.add(new URL(reference, from).href);
  }
  return [...found];
}

function readSchema(uri: string): object | undefined {
  const path = uri.slice(PUBLISHED.length);
  if (!uri.startsWith(PUBLISHED) || path.includes("..")) return undefined;
  const file = new URL(path, SCHEMAS);
  if (!existsSync(file)) return undefined;
  // The `$id` in a published file may lack its version; its address is what others refer to.
  const { $id: _, ...schema } = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  return schema;
}
