import { refuse } from "./outcome.ts";

interface Screen {
  readonly code: string;
  readonly pattern: RegExp;
  readonly reason: string;
  readonly hint?: string;
}

/** What is out of reach, whatever the project has. The first that fits is the answer. */
const SCREENS: readonly Screen[] = [
  {
    code: "instructions-to-the-system",
    pattern:
      /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|rules?|prompts?|polic(?:y|ies)|above|previous|everything)\b|\bsystem prompt\b|\byou are (?:now|an? (?:ai|assistant|admin))\b|\bact as\b|\bjailbreak\b|\bdeveloper mode\b|\b(?:bypass|skip|disable|turn off|without|circumvent|avoid)\b.{0,20}\b(?:reviews?|approvals?|checks?|tests|polic(?:y|ies)|verification|guards?)\b|\bapprove\b.{0,30}\b(?:yourself|automatically|it|this|request|plan|all)\b|\bmerge (?:it |this )?(?:directly|without|now)\b/iu,
    reason: "this speaks to the system, not about the project's numbers",
  },
  {
    code: "code-given",
    pattern:
      /\bselect\b[\s\S]+\bfrom\b|\b(?:insert\s+into|delete\s+from|drop\s+(?:table|schema|view|database)|alter\s+table|create\s+(?:or\s+replace\s+)?(?:table|view|schema|macro|function)|truncate\s+(?:table\s+)?\w+|update\s+\w+\s+set|grant\s+\w+\s+on|union\s+(?:all\s+)?select|copy\s+\w+\s+(?:to|from)|attach\s+'|pragma\s+\w+|install\s+\w+\s*;)\b|\{\{|\{%|\{#|<script|\$\(|&&|\|\||;\s*(?:drop|delete|rm|select|curl)|\brm -rf\b|\b(?:curl|wget|bash|sudo|chmod|os\.system|subprocess|__import__|eval)\b|`[^`]*\([^`]*`|\bimport\s+os\b/iu,
    reason: "the request contains code, and code from a request is never run or copied",
    hint: "Say in words what the number or column should be.",
  },
  {
    code: "formula-given",
    pattern: /\b[A-Z][A-Z0-9_]{2,}\s*\(/u,
    reason: "the request contains a formula in a programming language",
    hint: 'Say it in words, such as "total amount divided by number of orders".',
  },
  {
    code: "permissions",
    pattern:
      /\b(?:grant(?! applications?\b| money\b| proposals?\b| funds?\b)|revoke|permissions?|privileges?|row[- ]level security|rls|passwords?|credentials?|api keys?|access tokens?|secrets?|log ?ins?)\b|\b(?:give|remove|allow|deny)\b.{0,30}\baccess\b|\bmake .{0,30}\badmin\b|\badd .{0,30}\bas (?:an? )?(?:user|admin|viewer|approver)\b/iu,
    reason: "access and credentials are not changed by requests",
    hint: "Ask an administrator of the project.",
  },
  {
    code: "sends-something",
    pattern:
      /^(?:send|e-?mail|mail|slack|notify|post|message|share(?! of\b)|export|download|print|schedule|subscribe|upload|publish|text|alert|ping|remind)\b(?! (?:it|count)\b)|\b(?:send|e-?mail) (?:me|us|it|them|the|an?)\b|\bset up (?:an? )?(?:alert|subscription|notification|schedule)|\balert (?:me|us) (?:when|if)\b|\bto (?:excel|csv|pdf|powerpoint)\b/iu,
    reason: "sending, exporting and scheduling are not changes of the project",
  },
  {
    code: "operations",
    pattern:
      /^(?:refresh|reload|re-?run|run|backfill|deploy|roll ?back|release|revert|undo|merge|restart|stop|start|pause|resume|trigger|execute|rebuild|restore|back ?up|upgrade|install|migrate|optimi[sz]e|speed up|clean up|refactor|fix|debug|repair|load (?:the |new |all )?(?:data|files?)|full refresh)\b/iu,
    reason: "running, releasing and repairing are commands of their own, not changes asked for by a sentence",
    hint: "See `throughline --help`: rollback, retry, release and others are commands.",
  },
  {
    code: "report-look",
    pattern:
      /\b(?:colou?rs?|fonts?|themes?|backgrounds?|layouts?|logos?|pie charts?|bar charts?|line charts?|charts?|graphs?|visuals?|slicers?|tooltips?|gauges?|maps?|dark mode|icons?|borders?|legends?|axis|axes|dashboards?|report pages?|new pages?|pages?|widgets?|drill ?through|bookmarks?)\b/iu,
    reason: "how reports look is not changed by requests",
    hint: "Ask for the measure or column that the report needs; then place it in the report by hand.",
  },
  {
    code: "unsupported-calculation",
    pattern:
      /\b(?:median|percentiles?|quantiles?|quartiles?|std ?dev|standard deviations?|variance|correlations?|regressions?|forecasts?|predict\w*|projections?|trends?|anomal\w+|outliers?|machine learning|cluster\w*|year[- ](?:over|to|on)[- ](?:year|date)|month[- ](?:over|to|on)[- ](?:month|date)|week[- ](?:over|on)[- ]week|yoy|mom|wow|ytd|mtd|qtd|last (?:year|month|week|quarter)|previous (?:year|month|week|quarter|period)|prior (?:year|month|period)|same period|running (?:total|sum|average)|cumulative|rolling|moving average|growth(?: rate)?|rank(?:ed|ing|s)?|top (?:\d+|ten|five|three)|bottom \d+|budget|targets?|weighted)\b/iu,
    reason: "this calculation is not among those that can be written from a sentence",
    hint: "Supported are sums, averages, smallest and largest values, counts, ratios, differences, shares, and these for some of the rows.",
  },
  {
    code: "destructive",
    pattern:
      /\b(?:delete|remove|erase|wipe|purge|destroy|drop|truncate|clear|empty|nuke|reset)\b.{0,25}\b(?:all|every|everything|whole|entire|data|database|tables?|warehouse|schema|rows?|records?|history|project|repository|files?|models?|pipelines?|customers?)\b/iu,
    reason: "data, tables and models are not removed by requests",
    hint: "A measure that nothing uses can be removed, by its name.",
  },
  {
    code: "not-a-change",
    pattern:
      /^(?:why|who|when|where|what do|what does|what would|what should|what's (?:your|the best|wrong|up|going)|what is (?:your|the (?:best|weather|meaning|point|difference))|how (?:do|does|can|should|would|come|are|is|about you)|should|is (?:it|this|there|that|our|the)|are (?:you|we|there|the|our)|do (?:you|we|i)|does|did|was|were|which|have (?:you|we)|has|tell me|explain|help|thank|thanks|hello|hi|hey|good morning|nice|great|cool|lol|test(?!\s+\p{L}{3})|testing)\b|\b(?:do you think|your opinion|what do you recommend|any ideas|good or bad|better or worse)\b|^(?:what|how)\b.+\?$/iu,
    reason: "this is a question or a remark, not a change",
    hint: 'Ask for what should be there, such as "add average price by region".',
  },
];

/** Read also where its words are names of the project: "year" nearly always is. */
const COMPARES_TIMES =
  /\b(year|month|week|quarter|day)[- ](?:over|on|to)[- ](?:\1|date)\b|\b(?:last|previous|prior) (?:year|month|week|quarter)\b/iu;

/** Ends the reading when the sentence is out of reach. */
export function refuseOutOfReach(text: string, whole: string): void {
  const compared = SCREENS.find((screen) => screen.code === "unsupported-calculation");
  if (compared !== undefined && COMPARES_TIMES.test(whole)) refuse(compared.code, compared.reason, compared.hint);
  for (const screen of SCREENS) if (screen.pattern.test(text)) refuse(screen.code, screen.reason, screen.hint);
}

const VERBS =
  "add|create|rename|remove|delete|drop|hide|unhide|deprecate|undeprecate|describe|document|format|make sure|ensure|change|move|put|set|bucket|sort|build|show|exclude|load|update|include";
const SECOND = new RegExp(
  String.raw`(?:\band\b|\bthen\b|;|,|\.|&|\bplus\b|\bas well as\b|\bbut also\b)\s+(?:also\s+|then\s+|please\s+|after that\s+)*(?:${VERBS})\s+(?!it\b)\S+`,
  "iu",
);

/** "and call it …" gives a name; anything else done to it is a second change. */
const SECOND_OF_IT =
  /\b(?:and|then|,)\s+(?:also\s+|then\s+|please\s+)*(?:describe|document|hide|unhide|format|put|move|sort|round|delete|remove|show|display|test|check)\s+(?:it|them|that|this)\b/iu;

/** Ends the reading when a sentence asks for two things. What stands in quotes is content, and not read. */
export function refuseSeveral(text: string): void {
  const outside = text.replaceAll(/"[^"]*"/gu, '""');
  if (
    SECOND.test(outside) ||
    SECOND_OF_IT.test(outside) ||
    /^\s*(?:\d[.)]|[-*•])\s.+\n\s*(?:\d[.)]|[-*•])\s/u.test(outside)
  )
    refuse(
      "several-changes",
      "this asks for several changes at once",
      "Ask for one change at a time: each is planned, checked and released alone.",
    );
}

const OTHER_LANGUAGE =
  /\b(?:bitte|füge|fuege|hinzu|umbenennen|lösche|loesche|erstelle|kennzahl|spalte|durchschnittliche|durchschnittlichen|zeige|berechne|entferne|ajoute|ajouter|ajoutez|supprime|supprimer|mesure|moyenne|colonne|montre|agrega|añade|agregar|elimina|muestra|medida|promedio|columna|voeg|toe|verwijder|gemiddelde|aggiungi|rimuovi|adicione|adicionar|dodaj|usuń)\b/giu;
const FOREIGN_LETTERS =
  /[\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}]/u;

/** Requests are read in English; names may be in any language. `isName` tells which words are names of the project. */
export function refuseOtherLanguage(text: string, isName: (word: string) => boolean): void {
  const foreign = [...text.matchAll(OTHER_LANGUAGE)].map((match) => match[0]).filter((word) => !isName(word));
  if (foreign.length > 0 || FOREIGN_LETTERS.test(text))
    refuse(
      "language",
      "requests are understood in English only; names may be in any language",
      'Say it in English, with the project\'s own names: "add average <name> by <name>".',
    );
}
