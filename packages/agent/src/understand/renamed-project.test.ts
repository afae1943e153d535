import { ProjectLayout, WarehouseFacts } from "@throughline/contracts";
import { describe, expect, it } from "vitest";
import { buildCatalogue } from "../catalogue/build-catalogue.ts";
import { taxiProject } from "../test-support/example-projects.ts";
import { printUnderstanding } from "../test-support/print-understanding.ts";
import { understand } from "./understand.ts";

/** Words of the example's trade, and made-up ones that form plurals and compounds in the same way. */
const OTHER: Readonly<Record<string, string>> = {
  trip: "zorbel",
  fare: "levin",
  taxi: "drost",
  borough: "cantor",
  zone: "wedge",
  payment: "settlon",
  vendor: "quander",
  passenger: "guestor",
  pickup: "uptak",
  dropoff: "leavor",
  toll: "grint",
  tip: "mulch",
  card: "plast",
  cash: "koinz",
  credit: "fidem",
  manhattan: "bellmar",
  mta: "rmb",
};

function renamed(text: string): string {
  return text.replaceAll(/\p{L}+/gu, (letters) => {
    for (const [from, to] of Object.entries(OTHER)) {
      const plural = letters.toLowerCase() === `${from}s`;
      if (!plural && letters.toLowerCase() !== from) continue;
      const cased =
        letters === letters.toUpperCase() && letters.length > 1
          ? to.toUpperCase()
          : /^\p{Lu}/u.test(letters)
            ? to.slice(0, 1).toUpperCase() + to.slice(1)
            : to;
      return cased + (plural ? "s" : "");
    }
    return letters;
  });
}

describe("understand, with every name of the trade replaced", () => {
  const original = taxiProject();
  const files = new Map([...original.files].map(([path, text]) => [renamed(path), renamed(text)]));
  const layout = ProjectLayout.parse(JSON.parse(renamed(JSON.stringify(original.layout))));
  const facts = WarehouseFacts.parse(JSON.parse(renamed(JSON.stringify(original.facts))));
  const catalogue = buildCatalogue(files, layout, facts);

  it.each([
    "add average fare per mile",
    "add a metric for average trip duration by payment type",
    "average tip by borough",
    "total tips for credit card trips",
    "number of trips in Manhattan",
    "trips with more than 4 passengers",
    "share of trips by payment type",
    "percentage of valid trips",
    "tips as a percentage of fares",
    "fare per minute",
    "trips per vendor",
    "total mta tax by month",
    "make sure vendor is never null",
    "every payment type key in fct_trips must exist in dim_payment_type",
    "rename tip rate to gratuity share",
    "rename vendor id to supplier",
    "bucket fare amount into low under 10, mid 10 to 30, high over 30",
    "flag trips over 10 miles",
    "change Trip Count to only count valid trips",
    "remove Active Pickup Zones",
    "hide passenger count",
    "describe the trips table as One row per trip.",
    "average fare by driver",
    "trips per day",
  ])("%s", (sentence) => {
    const before = printUnderstanding(understand(sentence, original.catalogue, {}));

    expect(printUnderstanding(understand(renamed(sentence), catalogue, {}))).toBe(renamed(before));
  });
});
