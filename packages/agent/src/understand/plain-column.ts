/**
 * A column is asked for in many orders of words. These rules bring the usual ones into "add a column …"; what stands
 * behind it is read as a formula.
 */
const RULES: readonly (readonly [RegExp, string])[] = [
  [
    /[,;]?\s+(?:can|could|would) you (?:please )?(?:add|make|build|create|do) (?:it|that|this|one)(?: please)?\s*\??$/iu,
    "",
  ],
  [/,?\s+(?:and )?(?:please )?add (?:it|that|this)(?= as an? (?:\p{L}+ )?column$)/iu, ""],
  [/^(?:an? )?new (?:column|field) (?=[\p{L}"])/iu, "add a column "],
  // The level of rows is what a column has.
  [/(?:,\s*)?\b(?:on|at) (?:the )?row level\b,?\s*/giu, " "],
  [
    /^(?:(?:per row|for (?:every|each) row|for (?:every|each) \p{L}+|per \p{L}+)[,:]?\s+)?(?:(?:i|we)(?:'d| would)? (?:need|want|like)(?: to (?:have|see))?\s+)?(?:add |have |create |store |show |get )?(?:the |its )?(.+?),?\s+(?:as|in) (?:(?:a|an|its own|their own|one) )?(?:(?:new|own|separate|extra|additional|computed|calculated|proper|real|plain|dedicated) )*(?:column|field)(?: of its own)?$/iu,
    "add a column for $1",
  ],
  [
    /^(?:per row|for (?:every|each) row)[,:]?\s+(?:(?:i|we)(?:'d| would)? (?:need|want|like)(?: to (?:have|see))?\s+)?(?:the )?(.+)$/iu,
    "add a column for $1",
  ],
  [
    /^(?:(?:add|create|make|build|define|derive|compute|calculate|have|get|put in|set up|include|introduce|new|give (?:us|me|them|him|her)|want|need)\s+)?(?:a|an|another|one|the)?\s*(?:new |extra |additional |separate |derived |calculated |computed )*(?:column|field)\s+(?:in|on|to|for|of)\s+(?:the\s+)?([\p{L}\p{N}_]+)(?:\s+table|\s+model)?\s+(?=(?:with|that|which|showing|for|containing|holding|called|named)\b)(.+)$/iu,
    "add a column $2",
  ],
  // "open amount column = billed - paid"
  [
    /^(?:an? )?(?:new )?(?!(?:new|add|create|make|build|in|on|to|the)\b)((?:[\p{L}\p{N}_]+ ){0,3}[\p{L}\p{N}_]+) (?:column|field) ?[=:] ?(?=\S)/iu,
    'add a column called "$1" for ',
  ],
  [
    /^give (?:us|me|them|him|her)\s+(?:an?|one|another)\s+(?:new |extra |additional |separate )*(?:column|field)\s+/iu,
    "add a column ",
  ],
  [
    /^(?!.*\b(?:average|avg|mean|total|sum|number|count|share)\b)(.+?),? (?:per|for (?:each|every)|on (?:each|every)) (?:row|line|record|entry)$/iu,
    "add a column for $1",
  ],
  [
    /^(?:a|an|one|another)\s+(?:new |extra |additional |separate )*(?:column|field)\s+(?=(?:with|that|which|for|showing|holding|containing|saying|called|named)\b)/iu,
    "add a column ",
  ],
  [/^(add a column) (?:that|which) (?:adds|sums)(?: up)? (?:the )?(.+?)(?: together| up)?$/iu, "$1 for the sum of $2"],
  [/^(add a column) (?:that|which) divides (?:the )?(.+?) by (.+)$/iu, "$1 for $2 divided by $3"],
  [/^(add a column) (?:that|which) (?:subtracts|deducts) (?:the )?(.+?) from (.+)$/iu, "$1 for $3 minus $2"],
  [
    /^(add a column) (?:that|which) (?:gives|holds|says|tells(?: me| us)?|states|stores|calculates|computes|divides|adds|subtracts|is made of|would be|will be|has|shows|contains|is)\s+/iu,
    "$1 for ",
  ],
  [
    /^(add a column(?: for| with)?) (?:the )?(?:which|what|at what|at which|in which|on which|the|in what|on what) (hour|weekday|day of the week|month|year|quarter|week)(?: of the day)? (?:(?:the|a|an) )?(.+?)(?: (?:was|is|were|are|took place|happened|fell|falls|has|had|did))?$/iu,
    "$1 $2 of $3",
  ],
  [
    /^(add a column(?: for| with)? .+?) (?:as|in) (?:a |an )?(?:fraction|share|part|percentage|proportion|percent|%) of (?:the )?(.+)$/iu,
    "$1 divided by $2",
  ],
  [
    /^(add a column(?: for| with)? .+?) and (.+?) (?:added|summed|taken|together|combined|in total)(?: together| up)?$/iu,
    "$1 plus $2",
  ],
  [
    /^(?:(?:add|create|make|set|have|put)\s+)?(?:a |an |the )?(?:yes\/no )?(?:flag|marker|indicator|boolean)(?: column)?\s+(?:on|for|to) (?:each|every|the|all)?\s*(\p{L}+)\s+(?:that (?:says|tells|shows|marks|is true)(?: us| me)?|which (?:says|tells|shows)|saying|telling|showing|marking)?\s*(?:if|whether|when|where|with|of)\s+(?:it |they )?(?:had|has|have|is|are|was|were|with)?\s*(.*\d.*)$/iu,
    "flag $1 with $2",
  ],
  [/^add a column(?: for| with)? (?:whether|if|when) (?:the |a |an |it |they )?(.*?\d.*)$/iu, "flag rows with $1"],
  [
    /^(flag rows with .+?) (?:was|were|is|are|had|has|have|took|lasted)(?= (?:over|above|more|greater|longer|under|below|less|shorter|at|higher|lower|[<>=]))/iu,
    "$1",
  ],
  [/^(?:flag|mark)\s*[:–-]\s*(?=.*\d)/iu, "flag rows with "],
  [
    /^(?!(?:add|create|make|build|derive|compute|calculate|define|introduce|rename|hide|unhide|describe|document|drop|remove|delete|format|sort|move|put|show|display|load|bring|import|pull|include|expose|test|check|ensure|change|call|name|keep|have|get)\b)((?:[^\s,]+ ){1,7}?)(?:column|field)$/iu,
    "add a column for $1",
  ],
];

/** The sentence with a wish for a column in the order of words that its readers know. */
export function columnInPlainOrder(text: string): string {
  return RULES.reduce((plain, [said, order]) => plain.replace(said, order).trim(), text);
}
