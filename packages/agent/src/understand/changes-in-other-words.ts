import { type Rewording, rewording } from "./rewording.ts";

/** Which rows a measure that is there shall no longer have, told of the rows ("… have no business in X") or of the measure. */

const X = String.raw`(?:the |our )?(?:measure |metric |kpi |figure )?([^.!?;,]+?|[^!?;,]+?\.)`;
const ROWS = "(?:the |our |all |any )*([^.!?;,]+?)";
const NOT =
  "(?:(?:must|may|should|shall|can|do|does)(?: not|n't)|mustn't|cannot|can't|shouldn't|don't|doesn't|must never|should never|(?:should|must) no longer|no longer)";
const OUT = String.raw`[\s,.;]+(?:and |so |but |then )*(?:please |could you |can you |would you )*(?:keep|leave|take|throw|get|filter|kick|strip) (?:them|those|these|that|it) out(?: of (?:it|there|that))?`;

export const CHANGES_IN_OTHER_WORDS: readonly Rewording[] = [
  rewording(
    `^${ROWS} (?:have|has|had|got) (?:really |actually )?(?:no business|no place|nothing to do|nothing to look for|nothing lost) (?:in|with|within) ${X}(?:${OUT})?$`,
    "exclude $1 from $2",
  ),
  rewording(
    `^${ROWS} ${NOT} (?:be (?:counted|included|part|considered|a part|contained|found|in it)|belong|count|go|show up|appear|end up|fall)(?: (?:in|into|to|towards|of|under|within|for))* ${X}(?:${OUT})?$`,
    "exclude $1 from $2",
  ),
  rewording(
    `^${X} (?:still |currently |wrongly |also |by mistake |at the moment )*(?:counts?|includes?|contains?|covers?|has|takes in)(?: in)? ${ROWS}(?:,? which (?:is|are) wrong)?${OUT}$`,
    "exclude $2 from $1",
  ),
  rewording(`^(?:keep|take|leave|get|filter|throw|strip|kick) ${ROWS} out (?:of|from) ${X}$`, "exclude $1 from $2"),
  rewording(
    `^(?:keep|leave|take|filter|throw|strip) out (?:of |from )?${ROWS} (?:of|from|in) ${X}$`,
    "exclude $1 from $2",
  ),
  rewording(
    `^${X} (?:should|must|shall|may|has to|needs to) (?:not|no longer|never) (count|include|consider|cover) ${ROWS} (?:any ?more|any longer|in future|from now on)$`,
    "exclude $3 from $1",
  ),
  rewording(
    `^${X} ${NOT} (?:contain|have|show|cover|list|comprise|take in) ${ROWS}(?: any ?more| any longer)?$`,
    "exclude $2 from $1",
  ),
  rewording(
    `^${X} (?:should|must|has to|needs to) be (?:shown|counted|computed|calculated|measured|given|told) (?:without|excluding|leaving out) ${ROWS}$`,
    "exclude $2 from $1",
  ),
  rewording(
    `^(?:we |you )?(?:should |must |could |please )*(?:stop|quit|cease) (?:counting|including|considering|taking|adding) ${ROWS} (?:in|into|for|to|towards|as part of) ${X}$`,
    "exclude $1 from $2",
  ),
  rewording(
    `^in ${X},? only ${ROWS} (?:should|must|may|shall|are to|is to|can) (?:be )?(?:count|counted|included|considered|used)$`,
    "$1 should only count $2",
  ),
  rewording(
    `^${X} (?:is|are|shall be|should be) for ${ROWS} only(?: from now on| in future| henceforth)?$`,
    "$1 should only count $2",
  ),
  rewording(`^${X}: (?:please )?(?:exclude|leave out|ignore|skip|omit|drop) ${ROWS}$`, "exclude $2 from $1"),
];
