import type { ModelColumnRef, WarehouseFacts } from "@throughline/contracts";
import { isMap, isScalar, isSeq, type Node, parseDocument } from "yaml";
import { columnUses, relationOf } from "./column-scope.ts";
import { type DbtModel, type DbtProject, declaredColumns } from "./dbt-project.ts";
import { setScalar } from "./edit-properties.ts";
import { sameName } from "./final-select.ts";
import {
  type ParsedSql,
  parseSql,
  type SelectItem,
  type SqlQuery,
  type SqlRelation,
  type SqlSelect,
} from "./sql-query.ts";
import { quoteIdentifier, sqlStyle } from "./sql-style.ts";
import { applyTextEdits, type TextEdit } from "./text-edit.ts";
import { yamlText } from "./yaml-scalar.ts";

type Renamed = { readonly texts: ReadonlyMap<string, string> } | { readonly problem: string };

/**
 * Renames a column of a model's output, and every use of it in what reads the model. A model that passes the column on
 * keeps its own name for it, unless it does so with `*`: then its output is renamed too, and so on downstream. Where a use
 * cannot be told for sure, nothing is renamed and the reason is given.
 */
export function renameOutput(
  project: DbtProject,
  column: ModelColumnRef,
  name: string,
  facts?: WarehouseFacts,
): Renamed {
  return new Renaming(project, column.column, name, facts).run(column.model);
}

/** Never leaves this file. */
class CannotRename extends Error {}

class Renaming {
  private readonly texts = new Map<string, string>();
  private readonly edits = new Map<string, TextEdit[]>();
  private readonly project: DbtProject;
  private readonly from: string;
  private readonly to: string;
  private readonly facts: WarehouseFacts | undefined;
  /** Models whose output column has the new name. */
  private readonly renamed = new Set<string>();

  constructor(project: DbtProject, from: string, to: string, facts: WarehouseFacts | undefined) {
    this.project = project;
    this.from = from;
    this.to = to;
    this.facts = facts;
  }

  run(model: string): Renamed {
    try {
      this.rename(model);
    } catch (error) {
      if (error instanceof CannotRename) return { problem: error.message };
      throw error;
    }
    for (const [path, edits] of this.edits) {
      const distinct = edits.filter(
        (edit, at) =>
          edits.findIndex(
            (other) => other.start === edit.start && other.end === edit.end && other.text === edit.text,
          ) === at,
      );
      this.texts.set(path, applyTextEdits(this.textOf(path), distinct));
    }
    return { texts: this.texts };
  }

  private rename(name: string): void {
    if (this.renamed.has(name)) return;
    const model = this.project.models.find((other) => other.name === name);
    if (model === undefined) throw new CannotRename(`there is no model ${name} whose SQL could be changed`);
    this.renamed.add(name);
    this.inConfig(model);
    const { query } = model.parsed;
    if (query === undefined) throw new CannotRename(`the query of ${name} is not a plain select`);
    if (!this.output(model, query, query.selects, query.ctes))
      throw new CannotRename(`where ${name} gets ${this.from} from is not written in it`);
    if (model.refs.length > 0 || model.sql.includes("this"))
      this.readers(model.file, model.parsed, (relation) => relation.target.kind === "this");
    this.inProperties(name);
    for (const reader of this.project.models) {
      if (!reader.refs.some((ref) => sameName(ref, name))) continue;
      const passes = this.readers(
        reader.file,
        reader.parsed,
        (relation) => relation.target.kind === "ref" && sameName(relation.target.model, name),
      );
      if (passes) this.rename(reader.name);
    }
    for (const { file, sql } of this.project.otherSql)
      if (new RegExp(String.raw`ref\(\s*['"]${escapeRegExp(name)}['"]`, "u").test(sql))
        this.readers(
          file,
          parseSql(sql),
          (relation) => relation.target.kind === "ref" && sameName(relation.target.model, name),
        );
  }

  /** Gives the output item its new name; false when no select lists it. Stars are followed to where it is listed. */
  private output(model: DbtModel, root: SqlQuery, selects: readonly SqlSelect[], ctes: SqlQuery["ctes"]): boolean {
    let found = false;
    for (const select of selects) {
      const listed = select.items.find((item) => item.output !== undefined && sameName(item.output, this.from));
      if (select.templated) throw new CannotRename(`the select list of ${model.name} is made by Jinja`);
      if (listed !== undefined) {
        this.alias(model, listed);
        this.laterUses(model, select, listed);
        found = true;
        continue;
      }
      for (const item of select.items) {
        if (item.star === undefined) continue;
        if (!item.star.plain) throw new CannotRename(`${model.name} takes its columns with a changed *`);
        found = this.throughStar(model, root, select, item, ctes) || found;
      }
    }
    return found;
  }

  private throughStar(
    model: DbtModel,
    root: SqlQuery,
    select: SqlSelect,
    star: SelectItem,
    ctes: SqlQuery["ctes"],
  ): boolean {
    const { qualifier } = star.star ?? {};
    const relations =
      qualifier === undefined
        ? select.relations
        : select.relations.filter((relation) => sameName(relation.alias, qualifier));
    for (const relation of relations) {
      const { target } = relation;
      if (target.kind === "query" && this.output(model, root, target.query.selects, [...ctes, ...target.query.ctes])) {
        this.usesOf(model.file, model.parsed, select, relation, ctes);
        return true;
      }
      if (target.kind !== "named") continue;
      const at = ctes.findIndex((cte) => sameName(cte.name, target.name));
      const cte = ctes[at];
      if (cte === undefined || !this.lists(cte.query, ctes.slice(0, at))) continue;
      this.output(model, root, cte.query.selects, [...ctes.slice(0, at), ...cte.query.ctes]);
      this.readersOfCte(model, root, cte.name);
      return true;
    }
    // The star reads another model or a source: the column is listed here, behind the star, under its new name.
    const [only, another] = relations;
    if (only === undefined || another !== undefined) return false;
    throw new CannotRename(`${model.name} takes ${this.from} with * from what it reads; name the column there first`);
  }

  private lists(query: SqlQuery, ctes: SqlQuery["ctes"]): boolean {
    const all = [...ctes, ...query.ctes];
    return query.selects.some((select) =>
      select.items.some((item) => {
        if (item.output !== undefined) return sameName(item.output, this.from);
        return select.relations.some((relation) => {
          if (relation.target.kind === "query") return this.lists(relation.target.query, all);
          const { target } = relation;
          if (target.kind !== "named") return false;
          const cte = all.find((other) => sameName(other.name, target.name));
          return cte !== undefined && this.lists(cte.query, all.slice(0, all.indexOf(cte)));
        });
      }),
    );
  }

  private alias(model: DbtModel, item: SelectItem): void {
    const { tokens } = model.parsed;
    const written = quoteIdentifier(this.to);
    if (item.alias !== undefined) {
      const token = tokens[item.alias];
      if (token === undefined) return;
      // `x as x` says nothing: a plain column that gets its own name back loses the alias.
      this.put(model.file, { start: token.start, end: token.start + token.text.length, text: written });
      return;
    }
    const last = tokens[item.expressionLast];
    if (last === undefined) return;
    const keyword = sqlStyle(tokens, model.sql).upperCase ? "AS" : "as";
    const end = last.start + last.text.length;
    this.put(model.file, { start: end, end, text: ` ${keyword} ${written}` });
  }

  /** Clauses of the same select may name the output: `group by`, `order by`, `having`, or later items. */
  private laterUses(model: DbtModel, select: SqlSelect, item: SelectItem): void {
    if (item.column !== undefined && sameName(item.column.name, this.from)) return;
    for (const use of columnUses(model.parsed, select)) {
      if (use.qualifier !== undefined || !sameName(use.name, this.from)) continue;
      if (use.token >= item.first && use.token <= item.last) continue;
      const read = relationOf(use, select, (relation) => this.columnsOf(relation, model.parsed.query?.ctes ?? []));
      if (read === "none") this.replaceToken(model.file, model.parsed, use.token);
      else
        throw new CannotRename(
          `in ${model.file} it cannot be told whether ${use.name} is the column or what it is made from`,
        );
    }
  }

  /** Renames uses of the column in whatever reads it; true when one passes it on with a star. */
  private readers(file: string, parsed: ParsedSql, isIt: (relation: SqlRelation) => boolean): boolean {
    const { query } = parsed;
    if (query === undefined) throw new CannotRename(`${file} reads the column, and its query is not a plain select`);
    let passesOn = false;
    const visit = (inner: SqlQuery, ctes: SqlQuery["ctes"], isOutput: boolean): void => {
      const known: SqlQuery["ctes"][number][] = [...ctes];
      for (const cte of inner.ctes) {
        visit(cte.query, known, false);
        known.push(cte);
      }
      for (const select of inner.selects) {
        for (const relation of select.relations) {
          if (relation.target.kind === "query") visit(relation.target.query, known, false);
          if (!isIt(relation) && !this.comesFrom(relation, known, isIt)) continue;
          if (this.usesOf(file, parsed, select, relation, known) && isOutput) passesOn = true;
        }
        for (const nested of select.nested) visit(nested.query, known, false);
      }
    };
    visit(query, [], true);
    return passesOn;
  }

  /** A cte that passes the column on with a star has it under the new name as well. */
  private comesFrom(relation: SqlRelation, ctes: SqlQuery["ctes"], isIt: (relation: SqlRelation) => boolean): boolean {
    const { target } = relation;
    const query =
      target.kind === "query"
        ? target.query
        : target.kind === "named"
          ? ctes.find((cte) => sameName(cte.name, target.name))?.query
          : undefined;
    if (query === undefined) return false;
    const at = target.kind === "named" ? ctes.findIndex((cte) => sameName(cte.name, target.name)) : ctes.length;
    const known = [...ctes.slice(0, at), ...query.ctes];
    return query.selects.some((select) =>
      this.starOver(select, (inner) => isIt(inner) || this.comesFrom(inner, known, isIt)),
    );
  }

  private starOver(select: SqlSelect, isIt: (relation: SqlRelation) => boolean): boolean {
    const lists = select.items.some((item) => item.output !== undefined && sameName(item.output, this.from));
    if (lists) return false;
    return select.items.some((item) => {
      if (item.star === undefined) return false;
      const { qualifier } = item.star;
      return select.relations.some(
        (relation) => isIt(relation) && (qualifier === undefined || sameName(relation.alias, qualifier)),
      );
    });
  }

  private readersOfCte(model: DbtModel, root: SqlQuery, name: string): void {
    const visit = (inner: SqlQuery): void => {
      for (const cte of inner.ctes) visit(cte.query);
      for (const select of inner.selects) {
        for (const relation of select.relations) {
          if (relation.target.kind === "query") visit(relation.target.query);
          if (relation.target.kind === "named" && sameName(relation.target.name, name))
            this.usesOf(model.file, model.parsed, select, relation, root.ctes);
        }
        for (const nested of select.nested) visit(nested.query);
      }
    };
    visit(root);
  }

  /** Renames the uses of a relation's column in one select; true when a star of the select passes the column on. */
  private usesOf(
    file: string,
    parsed: ParsedSql,
    select: SqlSelect,
    relation: SqlRelation,
    ctes: SqlQuery["ctes"],
  ): boolean {
    if (
      select.templated &&
      parsed.tokens
        .slice(select.first, select.last)
        .some(
          (token) =>
            token.kind === "expression" &&
            /\w+\s*\(/u.test(token.text) &&
            !/\b(?:ref|source|config)\(/u.test(token.text),
        )
    )
      throw new CannotRename(`${file} is made by macros where it reads the column`);
    if (relation.target.kind === "unknown")
      throw new CannotRename(`${file} reads the column through something that cannot be followed`);
    for (const use of columnUses(parsed, select)) {
      if (!sameName(use.name, this.from)) continue;
      const read = relationOf(use, select, (other) => (other === relation ? [this.from] : this.columnsOf(other, ctes)));
      if (read === "unsure")
        throw new CannotRename(
          `in ${file} it cannot be told which relation ${use.name} is read from: qualify it first`,
        );
      if (read !== relation) continue;
      this.replaceToken(file, parsed, use.token);
      if (use.whole !== undefined && use.whole.alias === undefined) this.keepName(file, parsed, use.whole);
    }
    return this.starOver(select, (other) => other === relation);
  }

  /** An item that was just the column keeps the name its readers know, unless it is the renamed output itself. */
  private keepName(file: string, parsed: ParsedSql, item: SelectItem): void {
    const last = parsed.tokens[item.expressionLast];
    if (last === undefined) return;
    const end = last.start + last.text.length;
    const isOutput = this.edits.get(file)?.some((edit) => edit.start === end && edit.end === end) === true;
    if (isOutput) {
      // Input and output are renamed alike: the alias that was to be added would say the same twice.
      const kept = (this.edits.get(file) ?? []).filter((edit) => !(edit.start === end && edit.end === end));
      this.edits.set(file, kept);
      return;
    }
    const keyword = sqlStyle(parsed.tokens, parsed.text).upperCase ? "AS" : "as";
    this.put(file, { start: end, end, text: ` ${keyword} ${quoteIdentifier(this.from)}` });
  }

  private replaceToken(file: string, parsed: ParsedSql, at: number): void {
    const token = parsed.tokens[at];
    if (token !== undefined)
      this.put(file, { start: token.start, end: token.start + token.text.length, text: quoteIdentifier(this.to) });
  }

  private columnsOf(relation: SqlRelation, ctes: SqlQuery["ctes"]): readonly string[] | undefined {
    const { target } = relation;
    if (target.kind === "query") return this.outputsOf(target.query, [...ctes, ...target.query.ctes]);
    if (target.kind === "named") {
      const at = ctes.findIndex((cte) => sameName(cte.name, target.name));
      const cte = ctes[at];
      return cte === undefined ? undefined : this.outputsOf(cte.query, ctes.slice(0, at));
    }
    if (target.kind === "ref") {
      const node = [...this.project.models, ...this.project.seeds].find((other) => sameName(other.name, target.model));
      if (node === undefined) return undefined;
      const complete = !("parsed" in node) || node.outputs !== undefined;
      return complete ? declaredColumns(node) : this.measured(target.model);
    }
    if (target.kind === "source") {
      const source = this.project.sources.find(
        (other) => other.source === target.source && other.table === target.table,
      );
      return source === undefined ? undefined : this.measured(source.identifier, source.schema);
    }
    return undefined;
  }

  private outputsOf(query: SqlQuery, ctes: SqlQuery["ctes"]): readonly string[] | undefined {
    const columns: string[] = [];
    const known = [...ctes, ...query.ctes];
    for (const item of query.selects[0]?.items ?? []) {
      if (item.output !== undefined) columns.push(item.output);
      if (item.star === undefined) continue;
      for (const relation of query.selects[0]?.relations ?? []) {
        const inner = this.columnsOf(relation, known);
        if (inner === undefined) return undefined;
        columns.push(...inner);
      }
    }
    return columns;
  }

  private measured(name: string, schema?: string): readonly string[] | undefined {
    const relation = this.facts?.relations.find(
      (other) => sameName(other.name, name) && (schema === undefined || sameName(other.schema, schema)),
    );
    return relation?.columns.map((column) => column.name);
  }

  private inConfig(model: DbtModel): void {
    model.parsed.tokens.forEach((token) => {
      if (token.kind !== "expression" || !/^\{\{-?\s*config\s*\(/u.test(token.text)) return;
      for (const match of token.text.matchAll(new RegExp(String.raw`(['"])${escapeRegExp(this.from)}\1`, "gu"))) {
        const start = token.start + match.index + 1;
        this.put(model.file, { start, end: start + this.from.length, text: this.to });
      }
    });
  }

  private inProperties(name: string): void {
    for (const file of this.project.properties) {
      for (const resource of file.resources) {
        if (resource.kind !== "model" || resource.name !== name) continue;
        const column = resource.columns.find((other) => sameName(other.name, this.from));
        const edit = column === undefined ? undefined : setScalar(file, column.node, "name", this.to);
        if (edit !== undefined) this.put(file.path, edit);
      }
      this.inTests(file.path, file.text, name);
    }
  }

  /** Relationship tests that point to the column, and unit tests that give or expect it. */
  private inTests(path: string, text: string, model: string): void {
    const root = parseDocument(text, { uniqueKeys: false }).contents;
    const refersTo = (node: unknown): boolean =>
      isScalar(node) &&
      typeof node.value === "string" &&
      new RegExp(String.raw`^\s*ref\(\s*['"]${escapeRegExp(model)}['"]\s*\)\s*$`, "u").test(node.value);
    const replace = (node: unknown): void => {
      if (!isScalar(node) || typeof node.value !== "string" || !sameName(node.value, this.from) || !node.range) return;
      this.put(path, { start: node.range[0], end: node.range[1], text: yamlText(this.to) });
    };
    const rowsIn = (node: unknown): void => {
      if (!isSeq(node)) return;
      for (const row of node.items) if (isMap(row)) for (const pair of row.items) replace(pair.key);
    };
    const visit = (node: unknown): void => {
      if (isSeq(node)) for (const item of node.items) visit(item);
      if (!isMap(node)) return;
      if (refersTo(node.get("to", true))) replace(node.get("field", true));
      if (refersTo(node.get("input", true))) rowsIn(node.get("rows", true));
      const tested = node.get("model", true);
      if (isScalar(tested) && tested.value === model && node.has("expect")) {
        const expected = node.get("expect", true);
        if (isMap(expected)) rowsIn(expected.get("rows", true));
      }
      for (const pair of node.items) visit(pair.value as Node | null);
    };
    visit(root);
  }

  private put(path: string, edit: TextEdit): void {
    this.edits.set(path, [...(this.edits.get(path) ?? []), edit]);
  }

  private textOf(path: string): string {
    return (
      this.project.models.find((model) => model.file === path)?.sql ??
      this.project.properties.find((file) => file.path === path)?.text ??
      this.project.otherSql.find((file) => file.file === path)?.sql ??
      ""
    );
  }
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
}
