import { checkProject, lineIndex, openTabular } from "../index.ts";

/** The code of a finding, what is so or not so about a model, the model with «» where the finding is, and other files. */
export type MarkedModel = readonly [
  code: string,
  sentence: string,
  model: string,
  files?: Readonly<Record<string, string>>,
];

/** Cases with the name of their test. */
export function titled(cases: readonly MarkedModel[]): { readonly title: string; readonly marked: MarkedModel }[] {
  return cases.map((marked) => ({ title: `${marked[0]}: ${marked[1]}`, marked }));
}

/** Where a model of one file has findings of one code, and where its marks say that it should: `line:column`. */
export function findingPlaces([code, , marked, files]: MarkedModel): {
  readonly found: readonly string[];
  readonly expected: readonly string[];
} {
  const text = marked.replace(/[«»]/gu, "");
  const lines = lineIndex(text);
  const marks = [...marked.matchAll(/«/gu)].map(
    ({ index }) => index - (marked.slice(0, index).match(/[«»]/gu)?.length ?? 0),
  );
  const texts = new Map([["m/definition/model.tmdl", text], ...Object.entries(files ?? {})]);
  const findings = checkProject(openTabular(texts, "m", ["r"]), { bestPractices: true });
  const place = ({ line, column }: { line: number; column: number }): string => `${line}:${column}`;
  return {
    found: findings.filter((finding) => finding.code === code).map(place),
    expected: marks.map((offset) => place(lines.position(offset))),
  };
}

/** Codes without a model that has the finding, or without one that has not. */
export function codesWithoutCases(codes: Iterable<string>, cases: readonly MarkedModel[]): readonly string[] {
  return [...codes].filter((code) => {
    const own = cases.filter(([of]) => of === code).map(([, , model]) => model.includes("«"));
    return !own.includes(true) || !own.includes(false);
  });
}
