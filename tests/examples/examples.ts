import { type Fact, outcomeOf, productionNow } from "./outcome.ts";
import type { Session } from "./session.ts";

/** One section of the page. Each goes on where the one before it ended, on the same production. */
export interface Example {
  readonly heading: string;
  /** What was said, for the list at the top. */
  readonly said: string;
  /** The status its request must come to: what the page says of it would be wrong otherwise. */
  readonly comesTo: string;
  /** What it shows, in a sentence or two. */
  readonly about: string;
  /** Runs it; returns what came of it. */
  run(session: Session): readonly Fact[];
}

/** A request that its author may let through, or one where somebody else has to look twice: at the plan, at the result. */
function request(
  heading: string,
  said: string,
  about: string,
  { approver, comesTo = "released" }: { readonly approver?: string; readonly comesTo?: string } = {},
): Example {
  return {
    heading,
    said,
    comesTo,
    about,
    run(session) {
      session.ask("ana", said, "--approve");
      if (approver !== undefined) {
        session.approve(approver);
        session.approve(approver);
      }
      return outcomeOf(session);
    },
  };
}

const RENAME = "rename Tip Rate to Tip Share";
const BUCKET = "bucket trip distance into short under 2, medium 2 to 10, long over 10";

export const EXAMPLES: readonly Example[] = [
  request(
    "A measure",
    "add average fare per mile",
    "The plan shows the formula and the number it will give. Nothing schema-like changes, so the written policy lets Ana say yes to her own plan, and merges when every check passes.",
  ),
  {
    heading: "A metric through all layers",
    said: "add a metric for average trip duration by payment type",
    comesTo: "released",
    about:
      "No column holds a duration: dbt computes one, its contract and description follow, and the semantic model gets a column and a measure. A schema change is looked at by somebody else, twice: the plan before it is written, and the result before it is merged.",
    run(session) {
      session.ask("ana", this.said, "--approve");
      session.approve("ana");
      session.approve("ben");
      session.approve("ben");
      return outcomeOf(session);
    },
  },
  request(
    "A new field of the source",
    "add the congestion surcharge",
    "The files have the field and the loader leaves it out. It is carried from the loader to the semantic model, and the files are loaded again so that old rows have it too. Production data is rewritten, which makes it manual.",
    { approver: "ben" },
  ),
  request(
    "A dbt test",
    "make sure vendor id is one of 1, 2",
    "One test more, on the column that is meant, in the file where the column is described. It has to pass on production's data before it is merged.",
  ),
  request(
    "A rename",
    RENAME,
    "The measure, what refers to it, and the visuals that show it change together. Others may use the old name, so somebody looks.",
    { approver: "ben" },
  ),
  {
    heading: "A question and its answer",
    said: "share of card trips",
    comesTo: "released",
    about:
      "A share of all trips, or of all card trips? Two readings give two results, so Throughline asks instead of guessing. Ana answers, and it goes on.",
    run(session) {
      session.ask("ana", this.said);
      session.answer("ana", "share:card trips=of:Trip Count");
      session.approve("ana");
      return outcomeOf(session);
    },
  },
  {
    heading: "Refusals",
    said: "delete all trips before 2024",
    comesTo: "refused",
    about: "What is out of reach is refused before anything is written, with what to do instead.",
    run(session) {
      session.ask("ana", "median fare");
      session.ask("ana", this.said);
      return outcomeOf(session);
    },
  },
  {
    heading: "Something that is there already",
    said: "tips as a percentage of fares",
    comesTo: "no-change",
    about:
      "The words say how it is computed, and a measure with that formula exists under another name. It is not made twice.",
    run(session) {
      session.ask("ana", this.said);
      return outcomeOf(session);
    },
  },
  request(
    "A check that fails",
    "make sure passenger count is never null",
    "Some trips have no passenger count. The plan is approved and the change is written, but the new test fails on a copy of the warehouse: the request stops there with what was found. No pull request is opened, and production is untouched.",
    { comesTo: "failed" },
  ),
  request("A bucket column", BUCKET, "Limits in words become a column in dbt and a field to slice by.", {
    approver: "ben",
  }),
  request(
    "A removal that comes too early",
    "remove Active Pickup Zones",
    "What is taken away is gone for everybody who uses it, also where Throughline cannot look. So production must say first that it is deprecated; then two people besides whoever asks can let it go.",
    { comesTo: "refused" },
  ),
  {
    heading: "A plan that is rejected",
    said: "deprecate Active Pickup Zones",
    comesTo: "rejected",
    about:
      "Nothing shows this measure, so Ana would hide it and mark it as one to go. Ben knows who uses it, and says no.",
    run(session) {
      session.ask("ana", this.said);
      session.reject("ben", "the airport team reads it in Excel");
      return outcomeOf(session);
    },
  },
  {
    heading: "A roll back",
    said: "throughline rollback",
    comesTo: "rolled-back",
    about:
      "The buckets were a mistake. The command says first what it would undo. No data was loaded since, so production goes back to the very file it was before, and main gets a commit that undoes the code.",
    run(session) {
      session.type("ben", "rollback");
      session.type("ben", "rollback", "--yes");
      session.type("ben", "releases");
      session.type("ben", "status");
      return [
        ["Asked by", "Ben, who is an approver"],
        ["Status", `the request that made the buckets is **${session.statusOf(BUCKET)}**`],
        productionNow(session),
      ];
    },
  },
  {
    heading: "A roll back after newer data",
    said: "throughline rollback 5",
    comesTo: "rolled-back",
    about:
      "June is loaded, then the rename turns out to be too early. The file of the older release lacks June: its code is built on the newest data, tested, and put in its place.",
    run(session) {
      session.receiveFiles("the files of June arrive: 500 trips", [
        "--rows",
        "500",
        "--seed",
        "8",
        "--month",
        "2024-06",
      ]);
      session.type("ben", "load");
      session.type("ben", "rollback", "5", "--yes");
      session.type("ben", "releases");
      session.type("ben", "status");
      session.type("ben", "ledger", "verify");
      return [
        ["Asked by", "Ben, who is an approver"],
        [
          "Status",
          `the rename is **${session.statusOf(RENAME)}**, and so is what was released after it; June's trips stay`,
        ],
        productionNow(session),
      ];
    },
  },
];
