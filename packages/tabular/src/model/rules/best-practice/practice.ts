import type { Span } from "../../../text/span.ts";
import { type DaxFacts, daxFacts } from "../../dax-facts.ts";
import type { Model, ModelFile, Origin } from "../../model.ts";
import { type ModelFacts, modelFacts } from "../../model-facts.ts";
import type { TabularProject } from "../../open-model.ts";
import { at, type FindingKind, finding, type Rule } from "../rule.ts";

/** An object, or a place inside its DAX. */
type Place = Origin | { readonly file: ModelFile; readonly span: Span };

interface PracticeContext {
  readonly project: TabularProject;
  readonly model: Model;
  readonly facts: ModelFacts;
  readonly dax: DaxFacts;
}

/**
 * One of Microsoft's best-practice rules under Microsoft's ID. It reports at the object that Microsoft's rule names, or
 * inside of that, so that the annotations with which Tabular Editor ignores a rule hold here as well.
 */
interface Practice extends FindingKind {
  readonly severity: "warning" | "info";
  check(context: PracticeContext, report: (place: Place, message: string, hint?: string) => void): void;
}

export function practice({ code, severity, why, check }: Practice): Rule {
  return {
    kinds: [{ code, severity, why }],
    check(project, report) {
      const { model } = project;
      const context = { project, model, facts: modelFacts(model), dax: daxFacts(model) };
      check(context, (place, message, hint) => {
        const span = "node" in place ? at(place) : place.span;
        report(place.file.path, finding(code, span, message, hint));
      });
    },
  };
}

/** A number Tabular Editor's script for engine statistics left on an object; without it nothing is known. */
export function statistic(origin: Origin, annotation: string): number {
  const { file, node } = origin;
  const found = node.children.find(({ keyword, name }) => keyword === "annotation" && name?.value === annotation);
  const text = found?.value ? file.document.text.slice(found.value.span.start, found.value.span.end) : "";
  return Number(text.replace(/^"|"$/gu, "").trim() || Number.NaN);
}

/** `'Sales'[Amount]`, as people write it in DAX. */
export function show({ table, name }: { readonly table: string; readonly name: string }): string {
  return `'${table}'[${name}]`;
}
