import { jsonMember, jsonPath, jsonText, type Model, nameKey, parseJson } from "@throughline/tabular";

/** Other words for columns and measures, which people gave the model for its questions in words (Q&A). */
export interface Synonyms {
  of(table: string, name: string): readonly string[];
}

/** Reads the terms of linguistic metadata that a person wrote or accepted; suggestions of a thesaurus are left out. */
export function readSynonyms(model: Model): Synonyms {
  const terms = new Map<string, Set<string>>();
  for (const { linguisticMetadata } of model.cultures) {
    if (!linguisticMetadata) continue;
    const { root } = parseJson(linguisticMetadata.text, linguisticMetadata.start);
    const entities = jsonMember(root, "Entities");
    if (entities?.kind !== "object") continue;
    for (const { value: entity } of entities.members) {
      const binding = jsonPath(entity, "Definition", "Binding") ?? jsonMember(entity, "Binding");
      const table = jsonText(jsonMember(binding, "ConceptualEntity"));
      const name = jsonText(jsonMember(binding, "ConceptualProperty"));
      const list = jsonMember(entity, "Terms");
      if (table === undefined || name === undefined || list?.kind !== "array") continue;
      const key = keyOf(table, name);
      const known = terms.get(key) ?? new Set<string>();
      terms.set(key, known);
      for (const item of list.items) {
        if (item.kind !== "object") continue;
        for (const term of item.members) {
          const state = jsonText(jsonMember(term.value, "State"));
          const isOwnName = nameKey(term.key) === nameKey(name);
          if (state !== "Suggested" && state !== "Deleted" && !isOwnName) known.add(term.key);
        }
      }
    }
  }
  return { of: (table, name) => [...(terms.get(keyOf(table, name)) ?? [])] };
}

function keyOf(table: string, name: string): string {
  return `${nameKey(table)}\n${nameKey(name)}`;
}
