import { type Pair, pairs } from "./pair.ts";

const ORDERS = `select "Nr", "Stück pro Tag", "order", "Größe" from "Aufträge" where "order" = 'Paid'`;

/** A model whose names are words of SQL, have spaces in them, and are no ASCII. */
export const AWKWARD_PAIRS: readonly Pair[] = pairs([
  [
    "quoted names in another layout",
    "none",
    ORDERS,
    `SELECT "Nr",\n"Stück pro Tag" , "order","Größe"\nFROM "Aufträge" WHERE 'Paid' = "order"`,
  ],
  [
    "quotes around names that need none",
    "none",
    `select Nr as nummer from "Aufträge"`,
    `select "Nr" as "nummer" from Aufträge`,
  ],
  [
    "an alias for a table with an awkward name",
    "none",
    ORDERS,
    `select a."Nr", a."Stück pro Tag", a."order", a."Größe" from "Aufträge" as a where a."order" = 'Paid'`,
  ],
  [
    "a CTE that is called as a word of SQL",
    "none",
    ORDERS,
    `with "select" as (select * from "Aufträge") select "Nr", "Stück pro Tag", "order", "Größe" from "select" where "order" = 'Paid'`,
  ],
  ["a CTE that is called as its table", "none", ORDERS, `with "Aufträge" as (select * from "Aufträge") ${ORDERS}`],
  [
    "names with spaces through a CTE",
    "none",
    `select "Stück pro Tag" * 2 as "doppelt so viel" from "Aufträge"`,
    `with x as (select "Stück pro Tag" as "n m" from "Aufträge") select 2 * "n m" as "doppelt so viel" from x`,
  ],
  [
    "an alias that is a reserved word",
    "none",
    `select "order" as "group" from "Aufträge"`,
    `select a."order" as "group" from "Aufträge" a`,
  ],
  [
    "a string that looks like a comment",
    "none",
    `select '--x' as c, "Nr" from "Aufträge"`,
    `select '--x' as c, /* '--y' */ "Nr" from "Aufträge"`,
  ],
  [
    "a sum by an awkward name",
    "none",
    `select "select", sum("Stück pro Tag") as "Σ" from "Aufträge" group by 1`,
    `select "select", sum("Stück pro Tag") as "Σ" from "Aufträge" group by "select"`,
  ],
  [
    "an explicit list for a star",
    "none",
    `select * from "Aufträge"`,
    `select "Nr", "Stück pro Tag", "order", "Größe", "select", "Datum" from "Aufträge"`,
  ],
  [
    "NOT of an equality",
    "none",
    `select "Nr" from "Aufträge" where not "order" = 'a'`,
    `select "Nr" from "Aufträge" where "order" <> 'a'`,
  ],
  [
    "a date literal for a cast",
    "none",
    `select "Nr" from "Aufträge" where "Datum" > date '2024-01-15'`,
    `select "Nr" from "Aufträge" where cast('2024-01-15' as date) < "Datum"`,
  ],
  [
    "a new column with an awkward name",
    "additive",
    ORDERS,
    ORDERS.replace('"Größe" from', '"Größe", "Datum" as "Tag der Prüfung" from'),
  ],
  ["another name with an umlaut less", "breaking", ORDERS, ORDERS.replace('"Größe" from', '"Größe" as "Grosse" from')],
  [
    "another case of a quoted output",
    "breaking",
    `select "Nr" as "Nummer" from "Aufträge"`,
    `select "Nr" as "NUMMER" from "Aufträge"`,
    "DuckDB compares names without case; Power Query does not",
  ],
  ["another case of a string", "breaking", ORDERS, ORDERS.replace("'Paid'", "'paid'")],
  [
    "a string with a space more",
    "breaking",
    `select "Nr" from "Aufträge" where "select" = 'a'`,
    `select "Nr" from "Aufträge" where "select" = ' a'`,
  ],
  [
    "a string for a name",
    "breaking",
    `select "Nr", "order" as o from "Aufträge"`,
    `select "Nr", 'order' as o from "Aufträge"`,
  ],
  [
    "another column with a name much like it",
    "breaking",
    `select "order" as o from "Aufträge"`,
    `select "select" as o from "Aufträge"`,
  ],
  [
    "a filter on another awkward column",
    "breaking",
    `select "Nr" from "Aufträge" where "Stück pro Tag" > 1`,
    `select "Nr" from "Aufträge" where "Größe" > 1`,
  ],
  [
    "an offset",
    "breaking",
    `select "Nr" from "Aufträge" order by "Nr" limit 5`,
    `select "Nr" from "Aufträge" order by "Nr" limit 5 offset 1`,
  ],
]);
