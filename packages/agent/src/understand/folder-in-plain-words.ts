import { wholeNameOf } from "./object-named.ts";
import type { Reading } from "./outcome.ts";

/**
 * "file X under Y", "X belongs into Y instead of Z": a folder is meant that is not called one. So it is where Y is a folder
 * that the project has, or is told as a name to file something under, and where X is the whole name of something: "put the
 * guests into age groups" names neither.
 */
export function folderInPlainWords(reading: Reading, text: string): string | undefined {
  const plain = text.replace(INSTEAD_OF, "").replace(/[\s.!?]+$/u, "");
  for (const { said, isNew } of PLACES) {
    const [, object = "", given = ""] = said.exec(plain) ?? [];
    const from = object.replace(
      /\s+(?:from|out of)\s+(?:the\s+folder\s+)?(.+?)(?:\s+and)?$/iu,
      (whole, folder: string) => (isFolder(reading, folder) ? "" : whole),
    );
    const folder = given.replace(/^(?:the\s+)?(?:folder\s+)?/iu, "").replace(/\s+folder$/iu, "");
    if (folder === "" || !wholeNameOf(reading.catalogue, from, ["measure", "column"])) continue;
    const isNamed = /^["'\p{Lu}]/u.test(folder) && (isNew || isFolder(reading, folder));
    if (isNamed) return `put ${from} into folder ${folder}`;
  }
  return undefined;
}

const INSTEAD_OF = /[\s,]+(?:instead of|rather than|and not|not)\s+[^.,;!?]+$|\s+instead$/iu;

const VERB = "(?:put|move|place|file|store|tuck|shift|list|keep|arrange|group)";
const SHOULD = "(?:should|must|has to|needs to|ought to|shall|would|could)";

/** Under a name nothing else can be filed; "into" and "to" have many other meanings, and need a folder that is there. */
const PLACES: readonly { readonly said: RegExp; readonly isNew: boolean }[] = [
  { said: new RegExp(`^${VERB}\\s+(.+?)\\s+(?:under|beneath|inside)\\s+(.+)$`, "iu"), isNew: true },
  {
    said: new RegExp(
      `^(.+?)\\s+(?:belongs?|goes|${SHOULD}\\s+(?:go|be|be filed|be put|be listed|sit|live))\\s+(?:under|beneath)\\s+(.+)$`,
      "iu",
    ),
    isNew: true,
  },
  {
    said: /^(.+?)\s+(?:goes |belongs |should go |should be )?(?:in|into|to) (?:the |a )?(?:new )?(?:display )?(folder .+|.+ folder)$/iu,
    isNew: true,
  },
  { said: new RegExp(`^${VERB}\\s+(.+?)\\s+(?:in|into|to|within|over to)\\s+(.+)$`, "iu"), isNew: false },
  {
    said: new RegExp(
      `^(.+?)\\s+(?:belongs?|goes|fits|fits better|is better off|${SHOULD}\\s+(?:really |rather |better )?(?:go|be|be filed|be put|be listed|be moved|sit|live|move))\\s+(?:in|into|to|within)\\s+(.+)$`,
      "iu",
    ),
    isNew: false,
  },
];

function isFolder({ catalogue }: Reading, name: string): boolean {
  const said = name.trim().toLowerCase();
  return [
    ...catalogue.measures.map((entry) => entry.measure.folder),
    ...catalogue.columns.map((entry) => entry.column.folder),
  ].some((folder) => folder?.toLowerCase() === said || folder?.toLowerCase().split("\\").includes(said) === true);
}
