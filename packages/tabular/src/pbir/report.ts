import type { Diagnostic } from "../text/diagnostic.ts";
import { tooLarge } from "../text/largest-file.ts";
import { type FieldUses, findFieldUses } from "./field-reference.ts";
import { type JsonNode, jsonMember, jsonPath, jsonText, parseJson } from "./json.ts";
import { type ReportMeasure, readReportMeasures } from "./report-measures.ts";

/** A report as a folder of JSON files (PBIR). Paths are those given, whatever they are relative to. */
export interface Report {
  readonly folder: string;
  readonly pages: readonly Page[];
  readonly visuals: readonly Visual[];
  /** Every readable file of the definition with its uses of the model: pages, visuals, bookmarks, report. */
  readonly files: readonly ReportFile[];
  readonly diagnostics: readonly { readonly file: string; readonly text: string; readonly diagnostic: Diagnostic }[];
  /** Measures the report itself defines. */
  readonly measures: readonly ReportMeasure[];
}

export interface ReportFile {
  readonly path: string;
  readonly text: string;
  readonly uses: FieldUses;
}

export interface Page {
  readonly name: string;
  readonly title: string;
  readonly path: string;
}

export interface Visual {
  readonly name: string;
  readonly title?: string;
  readonly type: string;
  readonly page: string;
  readonly path: string;
  readonly uses: FieldUses;
}

/** Reads the files of one `….Report` folder. What cannot be read is reported, and the rest is read. */
export function readReport(folder: string, files: ReadonlyMap<string, string>): Report {
  const prefix = folder === "" || folder === "." ? "" : `${folder}/`;
  const read: ReportFile[] = [];
  const roots = new Map<string, JsonNode>();
  const diagnostics: { file: string; text: string; diagnostic: Diagnostic }[] = [];
  for (const [path, text] of files) {
    if (!path.startsWith(prefix) || !path.endsWith(".json")) continue;
    const inside = path.slice(prefix.length);
    if (inside === "report.json") diagnostics.push({ file: path, text, diagnostic: oldFormat });
    if (!inside.startsWith("definition/")) continue;
    const large = tooLarge(text);
    if (large) {
      diagnostics.push({ file: path, text, diagnostic: large });
      continue;
    }
    const { root, problem } = parseJson(text);
    if (!root) {
      diagnostics.push({ file: path, text, diagnostic: unreadable(problem?.message, problem?.span) });
      continue;
    }
    roots.set(path, root);
    read.push({ path, text, uses: findFieldUses(root) });
  }
  const pages = read.flatMap(({ path }) => readPage(path, roots.get(path)));
  const visuals = read.flatMap((file) => readVisual(file, roots.get(file.path), pages));
  const extensions = `${prefix}definition/reportExtensions.json`;
  const root = roots.get(extensions);
  const measures = root ? readReportMeasures(extensions, files.get(extensions) ?? "", root) : [];
  return { folder, pages, visuals, files: read, diagnostics, measures };
}

const oldFormat: Diagnostic = {
  code: "pbir-old-format",
  severity: "warning",
  span: { start: 0, end: 0 },
  message: "this report is in the old format of one file; its visuals are not read",
  hint: "Save it in Power BI Desktop with the enhanced report format (PBIR).",
};

function unreadable(message = "the file cannot be read", span = { start: 0, end: 0 }): Diagnostic {
  return { code: "pbir-json", severity: "error", span, message: `not valid JSON: ${message}` };
}

function readPage(path: string, root: JsonNode | undefined): Page[] {
  const match = /(?:^|\/)pages\/([^/]+)\/page\.json$/u.exec(path);
  if (!match?.[1] || !root) return [];
  const name = jsonText(jsonMember(root, "name")) ?? match[1];
  return [{ name, title: jsonText(jsonMember(root, "displayName")) ?? name, path }];
}

function readVisual(file: ReportFile, root: JsonNode | undefined, pages: readonly Page[]): Visual[] {
  const match = /^((?:.*\/)?pages\/([^/]+))\/visuals\/([^/]+)\/visual\.json$/u.exec(file.path);
  if (!match?.[1] || !match[2] || !match[3] || !root) return [];
  const page = pages.find((candidate) => candidate.path === `${match[1]}/page.json`)?.title ?? match[2];
  const title = visualTitle(root);
  return [
    {
      name: jsonText(jsonMember(root, "name")) ?? match[3],
      ...(title !== undefined && { title }),
      type: jsonText(jsonPath(root, "visual", "visualType")) ?? (jsonMember(root, "visualGroup") ? "group" : "unknown"),
      page,
      path: file.path,
      uses: file.uses,
    },
  ];
}

function visualTitle(root: JsonNode): string | undefined {
  const titles = jsonPath(root, "visual", "visualContainerObjects", "title");
  if (titles?.kind === "array") {
    for (const item of titles.items) {
      const literal = jsonText(jsonPath(item, "properties", "text", "expr", "Literal", "Value"));
      const match = literal === undefined ? undefined : /^'([\s\S]*)'$/u.exec(literal);
      if (match?.[1]) return match[1].replaceAll("''", "'");
    }
  }
  return jsonText(jsonPath(root, "visualGroup", "displayName"));
}
