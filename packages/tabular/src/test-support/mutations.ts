import {
  bindModel,
  type DaxCall,
  daxTexts,
  type Expression,
  lexDax,
  type Origin,
  parseExpression,
  type Span,
  signatureOf,
  type TabularProject,
  type TextEdit,
  type TmdlNode,
  type Token,
  walkDax,
} from "../index.ts";
import { walkNodes } from "../model/walk-nodes.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** One way to break a project, with where it must be reported. */
export interface Mutation {
  readonly path: string;
  readonly edits: readonly TextEdit[];
  /** What was broken, for people. */
  readonly label: string;
  /** Places one of which must have a finding: whole objects, in the text before the edit. */
  readonly places: readonly Place[];
}

export interface Place {
  readonly path: string;
  readonly span: Span;
}

/** Draws one mutation, or nothing where the draw hit a site this kind does not apply to. */
export type MutationKind = (project: TabularProject, random: SeededRandom) => Mutation | undefined;

/** Every kind. A site is drawn before anybody looks who refers to it. */
export const mutationKinds: Record<string, MutationKind> = {
  "column renamed at its definition only": renamedAtDefinition("column"),
  "measure renamed at its definition only": renamedAtDefinition("measure"),
  "measure dropped": dropped("measure"),
  "column dropped": dropped("column"),
  "parenthesis lost": tokenLost((text) => text === "(" || text === ")"),
  "bracket lost": characterLost("bracket-name"),
  "comma lost": commaLost,
  "quote unbalanced": characterLost("string"),
  "table's quote unbalanced": characterLost("table-name"),
  "function misspelt": functionMisspelt,
  "argument dropped": argumentDropped,
  "VAR without RETURN": tokenLost((text) => text.toUpperCase() === "RETURN"),
  "reference misspelt": referenceMisspelt,
  "cycle closed": cycleClosed,
  "one value for a table": argumentReplaced("T", (project, random) => oneValue(project, random)),
  "table for one value": argumentReplaced("S", (project, random) => manyColumns(project, random)),
  "relationship end retyped": endRetyped,
  "relationship end at nothing": endAtNothing,
  "name duplicated": nameDuplicated,
  "name of a measure clashing with a column": nameClashing,
  "line indented too deep": misindented("\t"),
  "line indented too little": misindented(""),
  "property misspelt": propertyMisspelt,
  "property given twice": propertyTwice,
  "row filter on nothing": inserted((table) => [
    "role",
    `role R1\n\tmodelPermission: read\n\n\ttablePermission ${quoted(table)} = [Nn7] = 1\n`,
  ]),
  "row filter on no table": inserted(() => [
    "role",
    "role R1\n\tmodelPermission: read\n\n\ttablePermission Nn7 = TRUE()\n",
  ]),
  "hierarchy level on nothing": memberInserted("\thierarchy H1\n\n\t\tlevel L1\n\t\t\tcolumn: Nn7\n"),
  "perspective on nothing": inserted((table) => [
    "perspective",
    `perspective P1\n\n\tperspectiveTable ${quoted(table)}\n\n\t\tperspectiveMeasure Nn7\n`,
  ]),
  "sort-by to nothing": sortByNothing,
  "reference to nothing": inserted(() => ["ref", "ref table Nn7\n"]),
  "visual on nothing": visualOnNothing,
};

interface Named {
  readonly name: string;
  readonly table: string;
  readonly origin: Origin;
}

function columnsOf(project: TabularProject): Named[] {
  return project.model.tables.flatMap((table) => table.columns);
}

function measuresOf(project: TabularProject): Named[] {
  return project.model.tables.flatMap((table) => table.measures);
}

function block({ file, node }: Origin): Place {
  return { path: file.path, span: node.block };
}

/** The objects and visuals that name a column or a measure, by a search in all that was read. */
export function usesOf(project: TabularProject, kind: "column" | "measure", object: Named): Place[] {
  const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  const isMeant = (table: string, name: string): boolean =>
    same(name, object.name) && (kind === "measure" || same(table, object.table));
  const places: Place[] = [];
  for (const { expression, bound } of bindModel(project.model)) {
    for (const use of bound.references) {
      if (use.kind === kind && isMeant(use.table, use.name))
        places.push({ path: expression.file.path, span: use.span });
    }
  }
  for (const report of project.reports) {
    for (const { path, uses } of report.files) {
      for (const use of uses.fields)
        if (use.kind === kind && isMeant(use.table, use.name)) places.push({ path, span: use.span });
    }
  }
  for (const perspective of project.model.perspectives) {
    for (const member of perspective.members) {
      const wanted = kind === "column" ? "perspectiveColumn" : "perspectiveMeasure";
      if (member.kind === wanted && isMeant(member.table, member.name)) places.push(block(member.origin));
    }
  }
  if (kind === "measure") return places;
  const paths = [
    ...project.model.relationships.flatMap(({ from, to }) => [from, to].map((path) => ({ path, table: "" }))),
    ...project.model.tables.flatMap((table) => [
      ...table.columns.flatMap((column) =>
        [column.sortByColumn, ...column.groupByColumns].map((path) => ({ path, table: table.name })),
      ),
      ...table.hierarchies.flatMap(({ levels }) => levels.map(({ column }) => ({ path: column, table: table.name }))),
    ]),
  ];
  for (const { path, table } of paths) {
    const name = path?.parts.at(-1)?.value;
    const owner = path && path.parts.length > 1 ? (path.parts[0]?.value ?? "") : table;
    if (path && name !== undefined && isMeant(owner, name)) places.push(block(path.origin));
  }
  return places;
}

function renamedAtDefinition(kind: "column" | "measure"): MutationKind {
  return (project, random) => {
    const object = random.pick(kind === "column" ? columnsOf(project) : measuresOf(project));
    if (!object?.origin.node.name) return undefined;
    return {
      path: object.origin.file.path,
      edits: [{ span: object.origin.node.name.span, text: "Zz9" }],
      label: `${object.table}[${object.name}]`,
      places: usesOf(project, kind, object),
    };
  };
}

function dropped(kind: "column" | "measure"): MutationKind {
  return (project, random) => {
    const object = random.pick(kind === "column" ? columnsOf(project) : measuresOf(project));
    if (!object) return undefined;
    return {
      path: object.origin.file.path,
      edits: [{ span: object.origin.node.block, text: "" }],
      label: `${object.table}[${object.name}]`,
      places: usesOf(project, kind, object).filter(({ span, path }) => !isWithin(span, path, object.origin)),
    };
  };
}

function isWithin(span: Span, path: string, { file, node }: Origin): boolean {
  return file.path === path && node.block.start <= span.start && span.start < node.block.end;
}

interface DaxSite {
  readonly expression: Expression;
  readonly place: Place;
  readonly tokens: readonly Token[];
}

/** All DAX with text in it, each with the object it belongs to. */
function daxSites(project: TabularProject): DaxSite[] {
  return [...daxTexts(project.model)]
    .filter(({ expression }) => expression.text.trim() !== "")
    .map(({ expression }) => {
      const end = expression.start + expression.text.length;
      const place = objectAround(expression.file.document.nodes, { start: expression.start, end });
      return { expression, place: { path: expression.file.path, span: place }, tokens: lexDax(expression.text).tokens };
    });
}

function objectAround(nodes: readonly TmdlNode[], span: Span): Span {
  let found: Span = span;
  for (let level = nodes; ; ) {
    const node = level.find(({ block }) => block.start <= span.start && span.start < block.end);
    if (!node) return found;
    found = node.block;
    level = node.children;
  }
}

function shifted(span: Span, by: number): Span {
  return { start: span.start + by, end: span.end + by };
}

/** Draws among all tokens of all DAX that fit, so that long expressions are drawn more often. */
function drawToken(
  project: TabularProject,
  random: SeededRandom,
  fits: (text: string, token: Token) => boolean,
): { site: DaxSite; token: Token; text: string } | undefined {
  return random.pick(
    daxSites(project).flatMap((site) =>
      site.tokens.flatMap((token) => {
        const text = site.expression.text.slice(token.start, token.end);
        return fits(text, token) ? [{ site, token, text }] : [];
      }),
    ),
  );
}

function tokenLost(fits: (text: string) => boolean): MutationKind {
  return (project, random) => {
    const drawn = drawToken(project, random, (text, { kind }) => kind !== "comment" && kind !== "string" && fits(text));
    if (!drawn) return undefined;
    const { site, token, text } = drawn;
    const span = shifted(token, site.expression.start);
    return {
      path: site.place.path,
      edits: [{ span, text: "" }],
      label: `${text} at ${span.start}`,
      places: [site.place],
    };
  };
}

/**
 * Not between two texts that touch it: `"a","b"` without its comma is one text with a quote in it. Nor before a sign, which
 * then subtracts: both are right DAX with another meaning.
 */
function commaLost(project: TabularProject, random: SeededRandom): Mutation | undefined {
  const drawn = drawToken(project, random, (text) => text === ",");
  if (!drawn) return undefined;
  const { site, token } = drawn;
  if (/^",(?=")/u.test(site.expression.text.slice(token.start - 1, token.end + 1))) return undefined;
  if (/^\s*[-+]/u.test(site.expression.text.slice(token.end))) return undefined;
  const span = shifted(token, site.expression.start);
  return { path: site.place.path, edits: [{ span, text: "" }], label: `, at ${span.start}`, places: [site.place] };
}

/** Takes the last character of a delimited token away. */
function characterLost(kind: Token["kind"]): MutationKind {
  return (project, random) => {
    const drawn = drawToken(project, random, (_, token) => token.kind === kind);
    if (!drawn) return undefined;
    const { site, token, text } = drawn;
    const end = site.expression.start + token.end;
    return {
      path: site.place.path,
      edits: [{ span: { start: end - 1, end }, text: "" }],
      label: `end of ${text}`,
      places: [site.place],
    };
  };
}

function drawCall(
  project: TabularProject,
  random: SeededRandom,
  fits: (call: DaxCall) => boolean,
): { site: DaxSite; call: DaxCall } | undefined {
  return random.pick(
    daxSites(project).flatMap((site) =>
      [...walkDax(parseExpression(site.expression).expression)].flatMap((call) =>
        call.kind === "call" && fits(call) ? [{ site, call }] : [],
      ),
    ),
  );
}

function functionMisspelt(project: TabularProject, random: SeededRandom): Mutation | undefined {
  const drawn = drawCall(project, random, () => true);
  if (!drawn) return undefined;
  const { call, site } = drawn;
  const at = random.below(call.name.length);
  const name = `${call.name.slice(0, at)}Q${call.name.slice(at + 1)}`;
  return {
    path: site.place.path,
    edits: [{ span: call.nameSpan, text: name }],
    label: `${call.name} as ${name}`,
    places: [{ path: site.place.path, span: call.nameSpan }],
  };
}

function argumentDropped(project: TabularProject, random: SeededRandom): Mutation | undefined {
  const drawn = drawCall(project, random, (call) => {
    const signature = signatureOf(call.name);
    return signature !== undefined && call.arguments.length > 0 && call.arguments.length === signature.least;
  });
  if (!drawn) return undefined;
  const { call, site } = drawn;
  const last = call.arguments.at(-1);
  const before = call.arguments.at(-2);
  if (!last) return undefined;
  const span = { start: before?.span.end ?? last.span.start, end: last.span.end };
  return {
    path: site.place.path,
    edits: [{ span, text: "" }],
    label: `last argument of ${call.name}`,
    places: [site.place],
  };
}

function argumentReplaced(
  kind: "T" | "S",
  replacement: (project: TabularProject, random: SeededRandom) => string | undefined,
): MutationKind {
  return (project, random) => {
    const drawn = drawCall(project, random, (call) => {
      const signature = signatureOf(call.name);
      return call.arguments.some((_, index) => signature?.argument(index, call.arguments.length) === kind);
    });
    if (!drawn) return undefined;
    const { call, site } = drawn;
    const signature = signatureOf(call.name);
    const argument = random.pick(
      call.arguments.filter((_, index) => signature?.argument(index, call.arguments.length) === kind),
    );
    const text = replacement(project, random);
    if (!argument || argument.kind === "missing" || text === undefined) return undefined;
    return {
      path: site.place.path,
      edits: [{ span: argument.span, text }],
      label: `${text} in ${call.name}`,
      places: [site.place],
    };
  };
}

function oneValue(project: TabularProject, random: SeededRandom): string {
  const measure = random.pick(measuresOf(project));
  return random.pick(["1", '"a"', "1 + 1", ...(measure ? [`[${measure.name.replaceAll("]", "]]")}]`] : [])]) ?? "1";
}

function manyColumns(project: TabularProject, random: SeededRandom): string | undefined {
  const table = random.pick(project.model.tables.filter(({ columns }) => columns.length > 1));
  return table && `'${table.name.replaceAll("'", "''")}'`;
}

function referenceMisspelt(project: TabularProject, random: SeededRandom): Mutation | undefined {
  const drawn = random.pick(
    bindModel(project.model).flatMap(({ expression, bound }) =>
      bound.references.flatMap((reference) => (reference.kind === "table" ? [] : [{ expression, reference }])),
    ),
  );
  if (!drawn) return undefined;
  const { start, end } = drawn.reference.span;
  const at = start + 1 + random.below(Math.max(1, end - start - 2));
  return {
    path: drawn.expression.file.path,
    edits: [{ span: { start: at, end: at + 1 }, text: "¤" }],
    label: drawn.reference.name,
    places: [{ path: drawn.expression.file.path, span: drawn.reference.span }],
  };
}

function cycleClosed(project: TabularProject, random: SeededRandom): Mutation | undefined {
  const texts = bindModel(project.model).filter(({ owner, part }) => owner.kind === "measure" && part === "value");
  const drawn = random.pick(texts);
  if (drawn?.owner.kind !== "measure" || drawn.expression.text.trim() === "") return undefined;
  const used = random.pick(drawn.bound.references.filter(({ kind }) => kind === "measure"));
  const closing =
    used?.kind === "measure" ? texts.find(({ owner }) => owner.kind === "measure" && owner.name === used.name) : drawn;
  if (closing?.owner.kind !== "measure") return undefined;
  const { expression } = closing;
  // Inside the result, where an operator may stand whatever the expression ends with.
  const wrapped = `CALCULATE(\n[${drawn.owner.name.replaceAll("]", "]]")}])`;
  const tree = parseExpression(expression).expression;
  const at = tree.kind === "variables" ? tree.result.span : tree.span;
  return {
    path: expression.file.path,
    edits: [{ span: { start: at.start, end: at.start }, text: `${wrapped.replace("\n", "")} + ` }],
    label: `${closing.owner.name} through ${drawn.owner.name}`,
    places: [measurePlace(project, closing.owner.name), measurePlace(project, drawn.owner.name)].flatMap(
      (place) => place ?? [],
    ),
  };
}

function measurePlace(project: TabularProject, name: string): Place | undefined {
  const measure = measuresOf(project).find((candidate) => candidate.name === name);
  return measure && block(measure.origin);
}

const otherType: Record<string, string> = { string: "int64", int64: "string" };

function endRetyped(project: TabularProject, random: SeededRandom): Mutation | undefined {
  const relationship = random.pick(project.model.relationships);
  const path = random.pick([relationship?.from, relationship?.to]);
  const [table, name] = path?.parts ?? [];
  const column = columnsOf(project).find(
    (candidate) => candidate.table === table?.value && candidate.name === name?.value,
  );
  const type = column?.origin.node.children.find(({ keyword }) => keyword === "dataType");
  if (!relationship || !column || !type?.value) return undefined;
  const { file } = column.origin;
  const before = file.document.text.slice(type.value.span.start, type.value.span.end);
  return {
    path: file.path,
    edits: [{ span: type.value.span, text: otherType[before] ?? "string" }],
    label: `${column.table}[${column.name}] from ${before}`,
    places: [block(relationship.origin), block(column.origin)],
  };
}

function endAtNothing(project: TabularProject, random: SeededRandom): Mutation | undefined {
  const relationship = random.pick(project.model.relationships);
  const path = random.pick([relationship?.from, relationship?.to]);
  const part = random.pick(path?.parts ?? []);
  if (!relationship || !part) return undefined;
  return {
    path: relationship.origin.file.path,
    edits: [{ span: part.span, text: "Zz9" }],
    label: path?.written ?? "",
    places: [block(relationship.origin)],
  };
}

function nameDuplicated(project: TabularProject, random: SeededRandom): Mutation | undefined {
  const object = random.pick([...columnsOf(project), ...measuresOf(project)]);
  if (!object) return undefined;
  const { file, node } = object.origin;
  const copy = file.document.text.slice(node.block.start, node.block.end);
  const eol = copy.endsWith("\n") ? "" : "\n";
  return {
    path: file.path,
    edits: [{ span: { start: node.block.end, end: node.block.end }, text: eol + copy }],
    label: object.name,
    // The copy stands at the end of the original.
    places: [{ path: file.path, span: { start: node.block.start, end: node.block.end + copy.length + 1 } }],
  };
}

function nameClashing(project: TabularProject, random: SeededRandom): Mutation | undefined {
  const table = random.pick(
    project.model.tables.filter(({ measures, columns }) => measures.length > 0 && columns.length > 0),
  );
  const measure = random.pick(table?.measures ?? []);
  const column = random.pick(table?.columns ?? []);
  if (!measure?.origin.node.name || !column) return undefined;
  return {
    path: measure.origin.file.path,
    edits: [{ span: measure.origin.node.name.span, text: quoted(column.name) }],
    label: `${measure.name} as ${column.name}`,
    places: [block(measure.origin)],
  };
}

/** A property of the model's objects. Texts and data that nothing refers to are not drawn: one more or less is no fault. */
function drawProperty(project: TabularProject, random: SeededRandom): { origin: Origin; owner: TmdlNode } | undefined {
  return random.pick(
    project.model.files.flatMap((file) =>
      [...walkNodes(file.document.nodes)].flatMap((owner) =>
        owner.children
          .filter((node) => !node.name && !node.isRef && node.children.length === 0 && node.keyword !== "")
          .map((node) => ({ origin: { file, node }, owner })),
      ),
    ),
  );
}

function misindented(extra: string): MutationKind {
  return (project, random) => {
    const drawn = drawProperty(project, random);
    if (!drawn) return undefined;
    const { file, node } = drawn.origin;
    const { text } = file.document;
    // One level up, a table takes it just as well, and the object model does not mind.
    if (extra === "" && node.keyword === "changedProperty") return undefined;
    const lineStart = text.lastIndexOf("\n", node.header.start - 1) + 1;
    const { indent } = file.document.style;
    const edit =
      extra === ""
        ? { span: { start: lineStart, end: lineStart + indent.length }, text: "" }
        : { span: { start: lineStart, end: lineStart }, text: indent };
    return {
      path: file.path,
      edits: [edit],
      label: `${node.keyword} of ${drawn.owner.keyword} ${drawn.owner.name?.value ?? ""}`,
      places: [{ path: file.path, span: objectAround(file.document.nodes, drawn.owner.header) }, block(drawn.origin)],
    };
  };
}

function propertyMisspelt(project: TabularProject, random: SeededRandom): Mutation | undefined {
  const drawn = drawProperty(project, random);
  if (!drawn) return undefined;
  const { file, node } = drawn.origin;
  const at = node.header.start + 1 + random.below(Math.max(1, node.keyword.length - 1));
  return {
    path: file.path,
    edits: [{ span: { start: at, end: at }, text: "q" }],
    label: node.keyword,
    places: [{ path: file.path, span: { start: node.header.start, end: node.header.start + 1 } }],
  };
}

function propertyTwice(project: TabularProject, random: SeededRandom): Mutation | undefined {
  const drawn = drawProperty(project, random);
  if (!drawn || drawn.origin.node.keyword === "changedProperty") return undefined;
  const { file, node } = drawn.origin;
  const copy = file.document.text.slice(node.block.start, node.block.end);
  return {
    path: file.path,
    edits: [{ span: { start: node.block.end, end: node.block.end }, text: (copy.endsWith("\n") ? "" : "\n") + copy }],
    label: node.keyword,
    places: [{ path: file.path, span: { start: node.block.start, end: node.block.end + copy.length + 1 } }],
  };
}

function quoted(name: string): string {
  return `'${name.replaceAll("'", "''")}'`;
}

/** Adds an object at the left margin of a file of its own model, after all that is there. */
function inserted(make: (table: string) => readonly [keyword: string, text: string]): MutationKind {
  return (project, random) => {
    const table = random.pick(project.model.tables);
    const file = random.pick(project.model.files);
    if (!table || !file) return undefined;
    const { text } = file.document;
    const [, object] = make(table.name);
    return {
      path: file.path,
      edits: [{ span: { start: text.length, end: text.length }, text: `\n\n${object}` }],
      label: object.split("\n").at(-2) ?? "",
      places: [{ path: file.path, span: { start: text.length, end: text.length + object.length + 2 } }],
    };
  };
}

function memberInserted(member: string): MutationKind {
  return (project, random) => {
    const table = random.pick(project.model.tables);
    if (!table) return undefined;
    const { file, node } = table.origin;
    const text = `\n${member.replaceAll("\t", file.document.style.indent)}`;
    return {
      path: file.path,
      edits: [{ span: { start: node.block.end, end: node.block.end }, text }],
      label: table.name,
      places: [{ path: file.path, span: { start: node.block.end, end: node.block.end + text.length } }],
    };
  };
}

function sortByNothing(project: TabularProject, random: SeededRandom): Mutation | undefined {
  const column = random.pick(columnsOf(project));
  if (!column) return undefined;
  const { file, node } = column.origin;
  const existing = node.children.find(({ keyword }) => keyword === "sortByColumn");
  const text = `${file.document.style.indent.repeat(node.level + 1)}sortByColumn: Nn7`;
  const at = node.children[0]?.block.start ?? node.block.end;
  const edit = existing?.value
    ? { span: existing.value.span, text: "Nn7" }
    : { span: { start: at, end: at }, text: `${text}\n` };
  return { path: file.path, edits: [edit], label: column.name, places: [block(column.origin)] };
}

function hasTable({ model }: TabularProject, name: string): boolean {
  return model.tables.some((table) => table.name.toLowerCase() === name.toLowerCase());
}

function visualOnNothing(project: TabularProject, random: SeededRandom): Mutation | undefined {
  const drawn = random.pick(
    project.reports.flatMap(({ visuals }) =>
      visuals.flatMap(({ path, uses }) =>
        // What names a table that is gone is reported as it is, whatever else it names.
        uses.fields.filter(({ table }) => hasTable(project, table)).map((field) => ({ path, field })),
      ),
    ),
  );
  if (!drawn) return undefined;
  return {
    path: drawn.path,
    edits: [{ span: drawn.field.nameSpan, text: '"Nn7"' }],
    label: `${drawn.field.table}[${drawn.field.name}]`,
    places: [{ path: drawn.path, span: drawn.field.nameSpan }],
  };
}
