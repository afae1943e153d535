import type { Intent, Understanding } from "@throughline/contracts";
import type { Named } from "../catalogue/catalogue.ts";
import { renderedTextProblem } from "../dbt/yaml-scalar.ts";
import { objectNamed, objectsNamed } from "./object-named.ts";
import { alreadyThere, type Reading, refuse } from "./outcome.ts";

const SAYS = String.raw`(?:\s*:\s*|\s*=\s*|\s+(?:to say|to be|to read|as|with|to|saying|that says|which says|reading|with the text|by saying|of)\s*:?\s+)`;

/** The object, then what it is described as; the object is the shortest part that names one. */
const PATTERNS: readonly RegExp[] = [
  new RegExp(String.raw`^(?:describe|document|annotate)\s+([\s\S]+?)${SAYS}([\s\S]+)$`, "iu"),
  new RegExp(
    String.raw`^(?:set|change|update|edit|rewrite|replace|make|fix|improve|adjust|correct)\s+(?:the\s+)?(?:description|documentation|doc|docs|comment|docstring)\s+(?:of|for|on)\s+([\s\S]+?)${SAYS}([\s\S]+)$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:add|write|give|put|attach|create)\s+(?:a\s+|the\s+|this\s+|some\s+)?(?:new\s+)?(?:description|documentation|doc|docs|comment)\s+(?:to|for|on)\s+([\s\S]+?)(?:${SAYS}|\s+(?=["“]))([\s\S]+)$`,
    "iu",
  ),
  /^(?:add|write|put|set)\s+(?:a\s+|the\s+)?(?:description|comment|doc)\s+(["“][\s\S]+["”])\s+(?:to|for|on)\s+([\s\S]+)$/iu,
  /^(?:write|put|use|set|take|enter)\s+(["“][\s\S]+["”])\s+as\s+(?:the\s+|an?\s+)?(?:new\s+)?(?:description|comment|documentation|tooltip|explanation)\s+(?:of|for|on|to)\s+([\s\S]+)$/iu,
  new RegExp(
    String.raw`^(?:give)\s+([\s\S]+?)\s+(?:a\s+|the\s+)?(?:new\s+|better\s+)?(?:description|comment|tooltip)(?:${SAYS}|\s+(?=["“]))([\s\S]+)$`,
    "iu",
  ),
  /^(?:an?\s+|the\s+)?(?:new\s+)?(?:description|documentation|comment)\s+(?:of|for|on)\s+([\s\S]+?)\s*[:=]\s*([\s\S]+)$/iu,
  /^(?:the\s+)?(?:description|documentation)\s+(?:of|for)\s+([\s\S]+?)\s+(?:should|must|ought to|needs to)\s+(?:be|read|say)\s*:?\s+([\s\S]+)$/iu,
  /^([^":]+?)\s+(?:needs|requires|should have|should get|must have|gets|lacks|is missing)\s+(?:a\s+|its\s+)?(?:description|documentation|comment)\s*[:,–-]\s*([\s\S]+)$/iu,
  /^([\s\S]+?)(?:'s)?\s+(?:should|must)\s+(?:be described|have the description|read)(?:\s+as)?\s*:?\s+([\s\S]+)$/iu,
  /^(?:write|put|note|say|state|mention)\s+(?:in|into)\s+the\s+description\s+(?:of|for)\s+([\s\S]+?)\s*(?::|\s(?=that\s))\s*([\s\S]+)$/iu,
  // What is shown when a pointer rests on a name is its description.
  /^(?:(?:could|can|should|may|would|let|have|make|please)\s+)*(?:the\s+)?(?:description|documentation|tooltip|explanation|text)\s+(?:of|for|on)\s+([\s\S]+?)\s+(?:please\s+)?(?:to\s+)?(?:should\s+|must\s+)?(?:say|read|be|state|tell)\s*(?::\s*|\s(?=["“]))([\s\S]+)$/iu,
  /^(?:an?\s+|the\s+)?(?:new\s+)?(?:tooltip|explanation)\s+(?:of|for|on)\s+([\s\S]+?)\s*[:=]\s*([\s\S]+)$/iu,
  /^(?:as|for)\s+(?:an?\s+|the\s+)?(?:new\s+)?(?:description|documentation|tooltip|explanation)\s+(?:of|for|on)\s+([\s\S]+?),?\s+(?:please\s+)?(?:put|use|take|write|set|enter|give|add)(?:\s+please)?\s*(?::\s*|\s(?=["“]))([\s\S]+)$/iu,
  /^(?:please\s+)?explain\s+([\s\S]+?)(?:\s+(?:to|for)\s+(?:the |our |all )?(?:users|readers|people|everyone))?\s+as\s*(?::\s*|\s(?=["“]))([\s\S]+)$/iu,
  /^(?:please\s+)?document\s+that\s+([\s\S]+?)\s+(?:is|are|means|stands for)\s+(\S+(?:\s+\S+){2,})$/iu,
  // "nobody knows what X means, please write in its description that …"
  /^(?:[^"]*?\bwhat\s+)([^",]+?)\s+(?:means|is|stands for),?\s+(?:and |so )?(?:please\s+)?(?:write|put|note|say|state|mention)\s+(?:in|into)\s+(?:its|the)\s+description\s*(?::|\s(?=that\s))\s*([\s\S]+)$/iu,
];

const SAYS_DESCRIPTION =
  /^(?:please\s+)?document\s+that\s|^(?:describe|document)\b|^(?:\w+\s+){1,4}(?:description|documentation)\b|\bdescri(?:bed|ption)\b|\b(?:tooltip|explanation)\s+(?:of|for|on)\s|^(?:the\s+)?text\s+(?:of|for|on)\s.+\s(?:read|say)|^(?:please\s+)?explain\s.+\sas\b\s*[:"“]/iu;

/** Where the text stands before what it describes. */
const TEXT_FIRST: ReadonlySet<number> = new Set([3, 4]);

/** True for sentences that are about a description, whatever else they say. */
export function isAboutDescription(text: string): boolean {
  return SAYS_DESCRIPTION.test(text);
}

/** Reads "describe X as …". The text is content: it is carried to the letter, or refused. */
export function readDescription(reading: Reading, text: string): Understanding | undefined {
  const splits = PATTERNS.flatMap((pattern, at) => {
    const [, first, second] = pattern.exec(text) ?? [];
    if (first === undefined || second === undefined) return [];
    return TEXT_FIRST.has(at) ? [{ object: second, content: first }] : [longestObject(reading, text, first, second)];
  });
  const named = splits.find(({ object }) => objectsNamed(reading.catalogue, object, DESCRIBED).length > 0);
  const split = named ?? splits[0];
  if (split === undefined) return undefined;
  const target = objectNamed(reading, split.object, DESCRIBED);
  return described(withShown(reading, target, split.object), contentOf(split.content));
}

const DESCRIBED: readonly Named["kind"][] = ["measure", "column", "table", "model", "model-column"];

/** A warehouse column called without its model is meant wherever it is shown. */
function withShown(reading: Reading, target: Named, phrase: string): Named {
  if (target.kind !== "model-column" || phrase.includes(".")) return target;
  return (
    reading.catalogue.columns.find(
      (entry) => entry.origin?.model === target.model && entry.origin.column === target.column,
    ) ?? target
  );
}

/** A name may itself contain "of" or "to": the split that names an object is the right one. */
function longestObject(
  reading: Reading,
  text: string,
  object: string,
  content: string,
): { object: string; content: string } {
  if (objectsNamed(reading.catalogue, object, DESCRIBED).length > 0) return { object, content };
  const separators = [...content.matchAll(/\s*:\s*|\s+(?:as|to|with|saying|that says)\s+/giu)];
  for (const separator of separators) {
    const cut = text.length - content.length + separator.index;
    const start = text.indexOf(object);
    const longer = text.slice(start, cut);
    if (objectsNamed(reading.catalogue, longer, DESCRIBED).length > 0)
      return { object: longer, content: text.slice(cut + separator[0].length) };
  }
  return { object, content };
}

/** Quotes around the whole text are not part of it. */
function contentOf(said: string): string {
  const text = said.trim();
  const quoted =
    /^"([\s\S]+)"[.!?]*$/u.exec(text) ?? /^“([\s\S]+)”[.!?]*$/u.exec(text) ?? /^'([\s\S]+)'[.!?]*$/u.exec(text);
  // What it should say is told: "that it is" is no part of it.
  const inner = quoted?.[1] ?? text.replace(/^that\s+(?:it|this)\s+(?:(?:is|means|stands for)\s+)?(?=\S)/iu, "");
  return inner.includes('"') && quoted?.[0].startsWith('"') === true ? text : inner;
}

const MOST_LETTERS = 2000;

function described(target: Named, description: string): Understanding {
  const problem = renderedTextProblem(description);
  if (problem !== undefined)
    refuse(
      "unsafe-text",
      `the description cannot be written: ${problem}`,
      "Leave out {{, {% and {#: dbt would execute such text instead of showing it.",
    );
  if (description.trim() === "")
    refuse("nothing-asked", "the description is empty", "Say what the description should be.");
  if (description.length > MOST_LETTERS)
    refuse("too-long", `the description is longer than ${MOST_LETTERS} characters`, "Shorten it.");
  const intent = describeIntent(target, description);
  if (intent === undefined) alreadyThere("that description is there already");
  return { status: "understood", intent };
}

function describeIntent(target: Named, description: string): Intent | undefined {
  const display = { description };
  switch (target.kind) {
    case "measure":
      if (target.measure.description === description) return undefined;
      return { kind: "describe", semantic: { table: target.table, measure: target.measure.name }, display };
    case "column":
      return {
        kind: "describe",
        semantic: { table: target.table, column: target.column.name },
        ...(target.origin === undefined ? {} : { column: target.origin }),
        display,
      };
    case "table":
      return {
        kind: "describe",
        semantic: { table: target.table.name },
        ...(target.feeds === undefined ? {} : { model: target.feeds }),
        display,
      };
    case "model":
      return { kind: "describe", model: target.name, display };
    case "model-column":
      return { kind: "describe", column: { model: target.model, column: target.column }, display };
  }
}
