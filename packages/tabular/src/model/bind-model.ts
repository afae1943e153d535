import { type BoundDax, bindDax } from "../dax/bind.ts";
import { type DaxText, daxTexts, parseExpression } from "./dax-text.ts";
import type { Model } from "./model.ts";
import { indexModel } from "./model-index.ts";

export interface BoundText extends DaxText {
  readonly bound: BoundDax;
}

const bound = new WeakMap<Model, readonly BoundText[]>();

/** All DAX of a model with the meaning of every name in it. */
export function bindModel(model: Model): readonly BoundText[] {
  const known = bound.get(model);
  if (known) return known;
  const index = indexModel(model);
  const made = [...daxTexts(model)].map((text) => ({
    ...text,
    bound: bindDax(parseExpression(text.expression).expression, index.scope(text.homeTable), text.place),
  }));
  bound.set(model, made);
  return made;
}
