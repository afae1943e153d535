/** Where the words begin that name a number, a column or a test; what stands before them leads up to it. */
const BEGINS =
  /\b(?:how (?:many|much|long|often)|(?:the |a |an )?(?:number|count|share|percentage|proportion|fraction|ratio|rate|sum|total|average|mean|median|maximum|minimum|largest|smallest|highest|lowest|longest|shortest|biggest|heaviest|lightest|cheapest|earliest|latest) (?=\S)|(?:a |an |the )?(?:measure|metric|kpi|column|flag|test|check|yes\/no column) (?:for|of|with|that|which|on|when|if|showing|called|named)\b|(?:what|which) (?:percentage|percent|share|part|portion|proportion|fraction)|(?:please |then |and )?(?:describe|rename|remove|delete|drop|hide|format|sort|add|call|change|ensure|make sure|check that|test that|count|set) (?=\S))/giu;

/** Words that a request can stand behind; any other word before it may say something of it: "running total of". */
const LEADS = new Set(
  "is are was be of for with about on to in into know knows see sees show wonder wonders wondering ask asks asked tell me us them want wants need needs needed like love get have had has find out what that this and so but then please a an the if whether add as track give report understand learn compute calculate state present explain answer mention submit deliver check follow watch monitor discuss say tells asking create build make define count lack miss missing by here look at after interested following week month today yesterday again lately times day days morning meeting".split(
    " ",
  ),
);

/** What is said behind a request and belongs to no part of it. */
const TRAILS =
  /(?:,? (?:would|will|could|might) (?:really |also |already )?(?:save|help|be|do|make|suffice|come in|end|settle|solve|fix|stop|clear|spare)\b.*|,? (?:and |so )?(?:can|could|would|will) (?:you|we|that|it|someone|somebody|anyone|anybody)\b.*|,? so (?:that )?(?:we|i|they|people)\b.*|,? (?:please|pls|thanks|thank you|at all|in total|for me|for us|next to .+|as their own .+|as its own .+))$/iu;

const NUMBER =
  /\b(?:average|avg|mean|total|sum|number of|count of|share of|percentage of|ratio|highest|lowest|largest|smallest|longest|shortest|maximum|minimum|earliest|latest)\b/iu;

function mayLead(leadIn: string): boolean {
  // A sentence of its own is weighed as talk, and may define what is asked for.
  if (/(?<!\b(?:dr|mr|mrs|ms|prof|st|vs))[.!?;]+\s+\S/iu.test(leadIn)) return false;
  // "highest and lowest x", "number of a, average b": what stands before is a number too.
  if (/(?:,|\band)$/iu.test(leadIn) && NUMBER.test(leadIn)) return false;
  if (leadIn === "" || /[,:;–—-]$/u.test(leadIn)) return true;
  // "Which region has the highest sales?" asks for a region, not for a number.
  if (/^(?:which|who|whose|why|where|when)\b/iu.test(leadIn)) return false;
  // "x as a share of y": without x it would be another share.
  if (/\b(?:as|in)(?: an?| the)?$/iu.test(leadIn)) return false;
  return LEADS.has(/[\p{L}]+$/u.exec(leadIn)?.[0].toLowerCase() ?? "");
}

/** Parts of a clause that may be the request by themselves, longest first, each with what leads up to it. */
export function requestsWithin(clause: string): readonly { readonly request: string; readonly leadIn: string }[] {
  const starts = [...clause.matchAll(BEGINS)].map(({ index }) => index);
  const parts = [0, ...starts].map((start) => ({
    leadIn: clause.slice(0, start).trim(),
    request: clause.slice(start).trim(),
  }));
  const found = parts.flatMap(({ leadIn, request }) => {
    const plain = request.replace(/^(?:please|then|and)\s+/iu, "");
    const short = plain.replace(TRAILS, "");
    return short === plain
      ? [{ leadIn, request: plain }]
      : [
          { leadIn, request: plain },
          { leadIn, request: short },
        ];
  });
  return found.filter(({ request, leadIn }, at) => request !== "" && !(at === 0 && leadIn === "") && mayLead(leadIn));
}
