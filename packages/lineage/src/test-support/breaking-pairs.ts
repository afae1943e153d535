import type { BreakingClass } from "../breaking/classes.ts";

/** A change to a query, and what it does to those who read the result. */
export interface Pair {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly expected: BreakingClass;
  /** Why the result may be equal on all data there is, although the change breaks something. */
  readonly equalBecause?: string;
}

function same(name: string, before: string, after: string): Pair {
  return { name, before, after, expected: "none" };
}

function adds(name: string, before: string, after: string): Pair {
  return { name, before, after, expected: "additive" };
}

function breaks(name: string, before: string, after: string, equalBecause?: string): Pair {
  return { name, before, after, expected: "breaking", ...(equalBecause !== undefined && { equalBecause }) };
}

function unknown(name: string, before: string, after: string): Pair {
  return { name, before, after, expected: "unknown" };
}

const TRIPS = "select trip_id, fare, distance from trips";
const ORDERS = `select p.id, z.borough from trips as p left join zones as z on p.zone_id = z.zone_id`;

const HARMLESS: readonly Pair[] = [
  same(
    "lay-out, case of keywords and comments",
    TRIPS,
    "-- all trips\nSELECT trip_id,\n  fare /* in dollars */,\n distance\nFROM trips",
  ),
  same(
    "a comment sign within a text",
    "select '--x' as a, fare from trips",
    "select '--x' as a, /* -- */ fare from trips",
  ),
  same("the case of names", TRIPS, "select TRIP_ID, Fare, distance from Trips"),
  same("quotes around a name", TRIPS, 'select "trip_id", "fare", distance from "trips"'),
  same("qualified names", TRIPS, "select trips.trip_id, trips.fare, trips.distance from trips"),
  same("an alias of the table", TRIPS, "select t.trip_id, t.fare, t.distance from trips as t"),
  same("wrapped into a CTE", TRIPS, `with final as (${TRIPS}) select * from final`),
  same("an import CTE", TRIPS, "with source as (select * from trips) select trip_id, fare, distance from source"),
  same(
    "a chain of CTEs",
    TRIPS,
    "with a as (select * from trips), b as (select * from a), c as (select b.* from b) select trip_id, fare, distance from c",
  ),
  same(
    "a CTE that renames and one that renames back",
    TRIPS,
    "with a as (select trip_id as i, fare as f, distance as d from trips) select i as trip_id, f as fare, d as distance from a",
  ),
  same(
    "a subquery inlined",
    "select * from (select trip_id, fare from trips where fare > 1) as t",
    "select trip_id, fare from trips where fare > 1",
  ),
  same(
    "a filter in a CTE joined to one outside",
    "with a as (select * from trips where fare > 1) select trip_id from a where distance > 1",
    "select trip_id from trips where distance > 1 and fare > 1",
  ),
  same(
    "a renamed CTE",
    "with a as (select trip_id, sum(fare) as s from trips group by trip_id) select * from a",
    "with sums as (select trip_id, sum(fare) as s from trips group by trip_id) select * from sums",
  ),
  same("where true", TRIPS, `${TRIPS} where true`),
  same("and 1 = 1", `${TRIPS} where fare > 3`, `${TRIPS} where 1 = 1 and fare > 3`),
  same("commuted conjunctions", `${TRIPS} where fare > 3 and distance < 2`, `${TRIPS} where distance < 2 and fare > 3`),
  same(
    "commuted disjunctions",
    `${TRIPS} where fare > 3 or distance < 2`,
    `${TRIPS} where (distance < 2) or (fare > 3)`,
  ),
  same("a condition that is said twice", `${TRIPS} where fare > 3`, `${TRIPS} where fare > 3 and fare > 3`),
  same("commuted sides of an equality", `${TRIPS} where fare = distance`, `${TRIPS} where distance = fare`),
  same("a flipped comparison", `${TRIPS} where fare > distance`, `${TRIPS} where distance < fare`),
  same("a commuted sum", "select fare + tip as total from trips", "select tip + fare as total from trips"),
  same(
    "a commuted product",
    "select fare * passengers as total from trips",
    "select (passengers * fare) as total from trips",
  ),
  same("another sign for unequal", `${TRIPS} where fare <> 3`, `${TRIPS} where fare != 3`),
  same("another sign for a cast", "select cast(fare as integer) as f from trips", "select fare::int as f from trips"),
  same("coalesce of one", "select coalesce(fare) as f from trips", "select fare as f from trips"),
  same("between", `${TRIPS} where fare between 1 and 5`, `${TRIPS} where fare >= 1 and 5 >= fare`),
  same("not between", `${TRIPS} where fare not between 1 and 5`, `${TRIPS} where fare < 1 or fare > 5`),
  same("in of one", `${TRIPS} where payment in ('cash')`, `${TRIPS} where payment = 'cash'`),
  same(
    "another order in a list",
    `${TRIPS} where payment in ('cash', 'card')`,
    `${TRIPS} where payment in ('card', 'cash')`,
  ),
  same(
    "a list as alternatives",
    `${TRIPS} where payment in ('cash', 'card')`,
    `${TRIPS} where payment = 'card' or payment = 'cash'`,
  ),
  same(
    "not in as conditions",
    `${TRIPS} where payment not in ('cash', 'card')`,
    `${TRIPS} where payment <> 'cash' and payment <> 'card'`,
  ),
  same("not of an equality", `${TRIPS} where not (fare = 3)`, `${TRIPS} where fare <> 3`),
  same("De Morgan", `${TRIPS} where not (fare = 3 or distance > 2)`, `${TRIPS} where fare <> 3 and distance <= 2`),
  same("not null", `${TRIPS} where fare is not null`, `${TRIPS} where not (fare is null)`),
  same("a star written out", "select * from zones", "select zone_id, borough from zones"),
  same("a star written out without a word", "select zone_id, borough from zones", "from zones"),
  same(
    "using in place of on",
    "select trip_id, borough from trips join zones using (zone_id)",
    "select trip_id, borough from trips join zones on trips.zone_id = zones.zone_id",
  ),
  same(
    "using of a left join takes the left column",
    "select zone_id, borough from trips left join zones using (zone_id)",
    "select t.zone_id, z.borough from trips t left join zones z on z.zone_id = t.zone_id",
  ),
  same("as left out", "select fare as f from trips as t", "select fare f from trips t"),
  same(
    "the word inner",
    "select trip_id from trips join zones using (zone_id)",
    "select trip_id from trips inner join zones using (zone_id)",
  ),
  same(
    "the word outer",
    ORDERS.replace("p.id", "p.trip_id"),
    ORDERS.replace("p.id", "p.trip_id").replace("left join", "left outer join"),
  ),
  same(
    "a condition of an inner join in WHERE",
    "select trip_id from trips t join zones z on t.zone_id = z.zone_id and t.fare > 2",
    "select trip_id from trips t, zones z where t.zone_id = z.zone_id and t.fare > 2",
  ),
  same(
    "group by the place",
    "select payment, sum(fare) as s from trips group by payment",
    "select payment, sum(fare) as s from trips group by 1",
  ),
  same(
    "group by all",
    "select payment, zone_id, sum(fare) as s from trips group by zone_id, payment",
    "select payment, zone_id, sum(fare) as s from trips group by all",
  ),
  same(
    "group by an alias",
    "select upper(payment) as p, count(*) as n from trips group by upper(payment)",
    "select upper(payment) as p, count(1) as n from trips group by p",
  ),
  same("count without a star", "select count(*) as n from trips", "select count() as n from trips"),
  same("a last order", TRIPS, `${TRIPS} order by fare desc, 1`),
  same("an order within a CTE", TRIPS, `with a as (${TRIPS} order by fare) select * from a`),
  same(
    "distinct as a group",
    "select distinct payment, zone_id from trips",
    "select payment, zone_id from trips group by 1, 2",
  ),
  same("columns in another order", TRIPS, "select distance, trip_id, fare from trips"),
  same(
    "a window as a named window",
    "select trip_id, sum(fare) over (partition by payment order by trip_id) as s from trips",
    "select trip_id, sum(fare) over w as s from trips window w as (partition by payment order by trip_id asc)",
  ),
  same(
    "qualify in place of a filter around",
    "select * from (select trip_id, row_number() over (partition by payment order by fare, trip_id) as n from trips) where n = 1",
    "select trip_id, row_number() over (partition by payment order by fare, trip_id) as n from trips qualify n = 1",
  ),
  same(
    "having in place of a filter around",
    "select * from (select payment, sum(fare) as s from trips group by 1) where s > 10",
    "select payment, sum(fare) as s from trips group by payment having sum(fare) > 10",
  ),
  same(
    "a condition on a group's key in WHERE",
    "select payment, count(*) as n from trips group by 1 having payment = 'cash'",
    "select payment, count(*) as n from trips where payment = 'cash' group by 1",
  ),
  same(
    "else null",
    "select case when fare > 1 then 'a' else null end as c from trips",
    "select case when fare > 1 then 'a' end as c from trips",
  ),
  same(
    "a case with an operand",
    "select case payment when 'cash' then 1 else 0 end as c from trips",
    "select case when payment = 'cash' then 1 else 0 end as c from trips",
  ),
  same(
    "if as a case",
    "select if(fare > 1, 1, 2) as c from trips",
    "select case when fare > 1 then 1 else 2 end as c from trips",
  ),
  same("ifnull", "select ifnull(fare, 0) as f from trips", "select coalesce(fare, 0) as f from trips"),
  same(
    "a cast to the type it has",
    "select cast(passengers as integer) as p from trips",
    "select passengers as p from trips",
  ),
  same(
    "what exists selects",
    "select trip_id from trips t where exists (select 1 from zones z where z.zone_id = t.zone_id)",
    "select trip_id from trips where exists (select * from zones where zones.zone_id = trips.zone_id)",
  ),
  same(
    "a union in a CTE",
    "select fare from trips union all select tip from trips",
    "with u as (select fare from trips union all select tip as t from trips) select fare from u",
  ),
  same(
    "a CTE used twice",
    "with a as (select trip_id, fare from trips) select x.fare, y.fare as f2 from a x join a y on x.trip_id = y.trip_id",
    "select x.fare, y.fare as f2 from trips x join trips y on y.trip_id = x.trip_id",
  ),
  same(
    "awkward names",
    'select "Stück pro Tag", "order" from "Depot Bestand"',
    'with "große Liste" as (select * from "Depot Bestand") select "große Liste"."Stück pro Tag", "order" from "große Liste"',
  ),
  same(
    "reserved words as aliases",
    'select d."order" as "select" from "Depot Bestand" d where d."order" > 1',
    'select "Depot Bestand"."order" as "select" from "Depot Bestand" where 1 < "order"',
  ),
  same(
    "an unused column of a CTE",
    "with a as (select trip_id, fare from trips) select fare from a",
    "with a as (select trip_id, fare, tip from trips) select fare from a",
  ),
  same("an unused CTE", TRIPS, `with unused as (select 1 as x) ${TRIPS}`),
  same(
    "a join in a CTE",
    "select t.trip_id, z.borough from trips t join zones z using (zone_id) where z.borough = 'Q'",
    "with j as (select trip_id, borough from trips join zones using (zone_id)) select * from j where borough = 'Q'",
  ),
  same(
    "a left join of an import CTE",
    "select t.trip_id, z.borough from trips t left join zones z on t.zone_id = z.zone_id",
    "with z as (select * from zones), t as (select * from trips) select t.trip_id, z.borough from t left join z on z.zone_id = t.zone_id",
  ),
  same(
    "a left join the other way",
    "select t.trip_id, z.borough from trips t left join zones z on t.zone_id = z.zone_id where z.borough is not null",
    "select t.trip_id, z.borough from zones z right join trips t on z.zone_id = t.zone_id where z.borough is not null",
  ),
  same(
    "a left join the other way, by USING",
    "select zone_id, z.zone_id as found, fare from trips left join zones z using (zone_id)",
    "select zone_id, z.zone_id as found, fare from zones z right join trips using (zone_id)",
  ),
  same(
    "a left join the other way, and another join",
    "select t.fare, z.borough, o.tip from trips t left join zones z on t.zone_id = z.zone_id left join trips o on z.zone_id = o.trip_id and t.fare > 5",
    "select t.fare, z.borough, o.tip from zones z right join trips t on t.zone_id = z.zone_id left join trips o on z.zone_id = o.trip_id and t.fare > 5",
  ),
  same(
    "a left join of a query the other way",
    "select z.zone_id, t.n from (select * from zones where borough = 'Q') z left join (select zone_id, count(*) n from trips group by 1) t using (zone_id)",
    "with t as (select zone_id, count(*) as n from trips group by zone_id) select z.zone_id, t.n from t right join (select * from zones where borough = 'Q') z on t.zone_id = z.zone_id",
  ),
  same(
    "a star of a left join the other way, where both have a column of one name",
    "select z.*, t.* from trips t left join zones z on t.zone_id = z.zone_id",
    "select * from zones z right join trips t on t.zone_id = z.zone_id",
  ),
  same(
    "the branches of a union in another order",
    "select fare as v, payment as p from trips union all select tip as v, borough as p from trips join zones using (zone_id)",
    "select tip as v, borough as p from trips join zones using (zone_id) union all select fare as v, payment as p from trips",
  ),
  same(
    "the branches of a union in another order, and columns as well",
    "select trip_id as a, zone_id as b from trips union all select zone_id as a, passengers as b from trips",
    "select passengers as b, zone_id as a from trips union all select zone_id as b, trip_id as a from trips",
  ),
  same(
    "two choices of the rows of one relation in another order",
    "select fare as v from trips where tip > 1 union all select fare from trips where tip < 1",
    "select fare as v from trips where tip < 1 union all select fare from trips where tip > 1",
  ),
  same(
    "a union of three in another order",
    "select payment as p, 'trip' as kind from trips union all select borough, 'zone' from zones union all select payment, 'cash' from trips where payment = 'cash'",
    "select payment as p, 'cash' as kind from trips where payment = 'cash' union all (select payment, 'trip' from trips union all select borough, 'zone' from zones)",
  ),
  same(
    "sums over the branches of a union in another order",
    "with u as (select zone_id, sum(fare) as s from trips group by 1 union all select trip_id, sum(tip) from trips group by 1) select zone_id, max(s) as m from u group by 1",
    "with u as (select trip_id as i, sum(tip) as s from trips group by 1 union all select zone_id, sum(fare) from trips group by 1) select i as zone_id, max(s) as m from u group by 1",
  ),
  same(
    "the branches of a union by name in another order",
    "select fare as a, tip as b from trips union all by name select zone_id::decimal(18,6) as b, passengers::decimal(18,6) as a from trips",
    "select zone_id::decimal(18,6) as b, passengers::decimal(18,6) as a from trips union all by name select fare as a, tip as b from trips",
  ),
  same(
    "a self-join whose aliases change places",
    "select a.fare as f, b.tip as t from trips a join trips b on a.trip_id = b.zone_id where a.payment = 'cash'",
    "select b.fare as f, a.tip as t from trips b join trips a on b.trip_id = a.zone_id where b.payment = 'cash'",
  ),
  same(
    "a self-join the other way",
    "select a.fare as f, b.tip as t from trips a join trips b on a.trip_id = b.zone_id",
    "select a.fare as f, b.tip as t from trips b join trips a on b.zone_id = a.trip_id",
  ),
  same(
    "a self-join by the same column the other way",
    "select a.fare as f, b.tip as t from trips a, trips b where a.zone_id = b.zone_id and a.tip > 1",
    "select b.fare as f, a.tip as t from trips a, trips b where a.zone_id = b.zone_id and b.tip > 1",
  ),
  same(
    "a self-join of three in another order",
    "select a.fare as f, b.tip as t, c.fare as g from trips a join trips b on a.trip_id = b.zone_id join trips c on b.trip_id = c.zone_id where a.fare > 5 and c.fare > 5",
    "select a.fare as f, b.tip as t, c.fare as g from trips c join trips b on c.zone_id = b.trip_id join trips a on b.zone_id = a.trip_id where c.fare > 5 and a.fare > 5",
  ),
  same(
    "a self-join within a query, the other way",
    "select z.zone_id, p.f from zones z left join (select a.fare as f, b.zone_id as i from trips a join trips b on a.trip_id = b.zone_id group by all) p on p.i = z.zone_id",
    "select z.zone_id, p.f from zones z left join (select b.fare as f, a.zone_id as i from trips a join trips b on b.trip_id = a.zone_id group by all) p on p.i = z.zone_id",
  ),
];

const ADDITIVE: readonly Pair[] = [
  adds("a new column", TRIPS, "select trip_id, fare, distance, tip from trips"),
  adds("a new column in the middle", TRIPS, "select trip_id, tip, fare, distance from trips"),
  adds("a new constant", TRIPS, "select trip_id, fare, distance, 'x' as kind from trips"),
  adds(
    "a new aggregate",
    "select payment, sum(fare) as s from trips group by 1",
    "select payment, sum(fare) as s, count(*) as n from trips group by 1",
  ),
  adds("a new window", TRIPS, `select trip_id, fare, distance, sum(fare) over () as s from trips`),
  adds(
    "a wider whole number",
    "select cast(passengers as integer) as p from trips",
    "select cast(passengers as bigint) as p from trips",
  ),
  adds(
    "a cast of a column to a wider whole number",
    "select passengers from trips",
    "select passengers::bigint as passengers from trips",
  ),
  adds(
    "more digits before the point",
    "select cast(fare as decimal(10, 2)) as f from trips",
    "select cast(fare as decimal(12, 2)) as f from trips",
  ),
  adds(
    "more digits after the point of whole numbers",
    "select cast(passengers as decimal(12, 2)) as f from trips",
    "select cast(passengers as decimal(14, 4)) as f from trips",
  ),
  adds(
    "a longer text",
    "select cast(payment as varchar(10)) as p from trips",
    "select cast(payment as varchar(20)) as p from trips",
  ),
  adds(
    "a text of any length",
    "select cast(payment as varchar(10)) as p from trips",
    "select cast(payment as text) as p from trips",
  ),
  adds(
    "a new column in both parts of a union",
    "select fare as f from trips union all select tip from trips",
    "select fare as f, trip_id from trips union all select tip, trip_id from trips",
  ),
  adds("star in place of some columns", "select zone_id from zones", "select * from zones"),
];

const BREAKING: readonly Pair[] = [
  breaks("a removed column", TRIPS, "select trip_id, fare from trips"),
  breaks("a renamed column", TRIPS, "select trip_id, fare as price, distance from trips"),
  breaks("another spelling of a column", "select fare as total from trips", "select fare as Total from trips"),
  breaks(
    "two columns that change places",
    "select fare as a, tip as b from trips",
    "select tip as a, fare as b from trips",
  ),
  breaks(
    "a narrower whole number",
    "select cast(passengers as bigint) as p from trips",
    "select cast(passengers as integer) as p from trips",
  ),
  breaks(
    "fewer digits",
    "select cast(fare as decimal(12, 4)) as f from trips",
    "select cast(fare as decimal(12, 2)) as f from trips",
  ),
  breaks(
    "more digits after the point of a fraction",
    "select cast(distance as decimal(10, 2)) as f from trips",
    "select cast(distance as decimal(14, 4)) as f from trips",
  ),
  breaks(
    "a shorter text",
    "select cast(payment as varchar(20)) as p from trips",
    "select cast(payment as varchar(2)) as p from trips",
    "DuckDB gives texts no length",
  ),
  breaks(
    "a float that becomes a double",
    "select cast(distance as float) as d from trips",
    "select cast(distance as double) as d from trips",
  ),
  breaks(
    "a date that becomes a time",
    "select cast(picked_up as date) as d from trips",
    "select cast(picked_up as timestamp) as d from trips",
  ),
  breaks(
    "a number as a text",
    "select passengers as p from trips",
    "select cast(passengers as varchar) as p from trips",
  ),
  breaks("another filter", `${TRIPS} where fare > 3`, `${TRIPS} where fare >= 3`),
  breaks("a filter that was not there", TRIPS, `${TRIPS} where fare > 0`),
  breaks("another case in a text", `${TRIPS} where payment = 'cash'`, `${TRIPS} where payment = 'Cash'`),
  breaks("and in place of or", `${TRIPS} where fare > 3 or tip > 1`, `${TRIPS} where fare > 3 and tip > 1`),
  breaks(
    "brackets that mean something",
    `${TRIPS} where fare > 3 or tip > 1 and distance > 1`,
    `${TRIPS} where (fare > 3 or tip > 1) and distance > 1`,
  ),
  breaks("is null in place of = null", `${TRIPS} where fare is null`, `${TRIPS} where fare = null`),
  breaks(
    "left join to inner join",
    "select trip_id, borough from trips t left join zones z on t.zone_id = z.zone_id",
    "select trip_id, borough from trips t join zones z on t.zone_id = z.zone_id",
  ),
  breaks(
    "a filter on what a left join may not find",
    "select trip_id, borough from trips t left join zones z on t.zone_id = z.zone_id and z.borough = 'Q'",
    "select trip_id, borough from trips t left join zones z on t.zone_id = z.zone_id where z.borough = 'Q'",
  ),
  breaks(
    "the other side of USING",
    "select t.zone_id from trips t left join zones z using (zone_id)",
    "select z.zone_id from trips t left join zones z using (zone_id)",
  ),
  breaks(
    "another condition of a join",
    "select trip_id, z.borough from trips t join zones z on t.zone_id = z.zone_id",
    "select trip_id, z.borough from trips t join zones z on t.trip_id = z.zone_id",
  ),
  breaks(
    "a join that repeats rows",
    "select trip_id from trips t",
    "select trip_id from trips t join zones z on t.zone_id = z.zone_id",
  ),
  breaks(
    "a finer grain",
    "select payment, sum(fare) as s from trips group by 1",
    "select payment, zone_id, sum(fare) as s from trips group by 1, 2",
  ),
  breaks("a distinct", "select payment from trips", "select distinct payment from trips"),
  breaks(
    "one more column of a distinct",
    "select distinct payment from trips",
    "select distinct payment, fare from trips",
  ),
  breaks("a distinct of a key", "select trip_id from trips", "select distinct trip_id from trips"),
  breaks(
    "union in place of union all",
    "select fare from trips union all select tip from trips",
    "select fare from trips union select tip from trips",
  ),
  breaks(
    "except in place of intersect",
    "select fare from trips intersect select tip from trips",
    "select fare from trips except select tip from trips",
  ),
  breaks("a limit", `${TRIPS} order by trip_id, fare`, `${TRIPS} order by trip_id, fare limit 3`),
  breaks("another limit", `${TRIPS} order by trip_id, fare limit 2`, `${TRIPS} order by trip_id, fare limit 3`),
  breaks(
    "another order before a limit",
    `${TRIPS} order by trip_id, fare limit 2`,
    `${TRIPS} order by trip_id desc, fare limit 2`,
  ),
  breaks("an offset", `${TRIPS} order by trip_id, fare limit 2`, `${TRIPS} order by trip_id, fare limit 2 offset 1`),
  breaks(
    "another window frame",
    "select trip_id, sum(fare) over (order by trip_id rows between 1 preceding and current row) as s from trips",
    "select trip_id, sum(fare) over (order by trip_id rows between 2 preceding and current row) as s from trips",
  ),
  breaks(
    "another partition",
    "select trip_id, count(*) over (partition by payment) as s from trips",
    "select trip_id, count(*) over (partition by zone_id) as s from trips",
  ),
  breaks(
    "another order of a window",
    "select trip_id, rank() over (order by fare) as s from trips",
    "select trip_id, rank() over (order by fare desc) as s from trips",
  ),
  breaks(
    "another function of a window",
    "select rank() over (order by fare) as s from trips",
    "select dense_rank() over (order by fare) as s from trips",
  ),
  breaks("count of a column in place of rows", "select count(*) as n from trips", "select count(fare) as n from trips"),
  breaks("count distinct", "select count(payment) as n from trips", "select count(distinct payment) as n from trips"),
  breaks(
    "another aggregate",
    "select payment, sum(fare) as s from trips group by 1",
    "select payment, avg(fare) as s from trips group by 1",
  ),
  breaks(
    "a filter of an aggregate",
    "select count(*) as n from trips",
    "select count(*) filter (where fare > 1) as n from trips",
  ),
  breaks("another default", "select coalesce(fare, 0) as f from trips", "select coalesce(fare, 1) as f from trips"),
  breaks(
    "another order of a coalesce",
    "select coalesce(fare, tip) as f from trips",
    "select coalesce(tip, fare) as f from trips",
  ),
  breaks("a subtraction the other way", "select fare - tip as f from trips", "select tip - fare as f from trips"),
  breaks(
    "whole division",
    "select passengers / 2 as f from trips",
    "select cast(passengers / 2 as integer) as f from trips",
  ),
  breaks(
    "another order of a case",
    "select case when fare > 1 then 'a' when fare > 2 then 'b' end as c from trips",
    "select case when fare > 2 then 'b' when fare > 1 then 'a' end as c from trips",
  ),
  breaks(
    "not in a query with nulls",
    "select trip_id from trips t where zone_id not in (select zone_id from zones)",
    "select trip_id from trips t where not exists (select 1 from zones z where z.zone_id = t.zone_id)",
  ),
  breaks("is distinct from", `${TRIPS} where fare <> tip`, `${TRIPS} where fare is distinct from tip`),
  breaks("a between the other way", `${TRIPS} where fare between 1 and 5`, `${TRIPS} where fare between 5 and 1`),
  breaks(
    "another qualify",
    "select trip_id from trips qualify row_number() over (order by trip_id, fare) = 1",
    "select trip_id from trips qualify row_number() over (order by trip_id, fare) <= 2",
  ),
  breaks("another table", "select zone_id from trips", "select zone_id from zones"),
  breaks(
    "a filter before a window in place of after it",
    "select * from (select trip_id, count(*) over () as n from trips) where trip_id > 2",
    "select trip_id, count(*) over () as n from trips where trip_id > 2",
  ),
  breaks(
    "a filter before groups in place of after them",
    "select payment, sum(fare) as s from trips group by 1 having sum(fare) > 3",
    "select payment, sum(fare) as s from trips where fare > 3 group by 1",
  ),
  breaks(
    "try_cast",
    "select cast(payment as varchar) as p from trips",
    "select try_cast(payment as varchar) as p from trips",
    "no value fails to be cast",
  ),
  breaks("like without case", "select payment like 'C%' as p from trips", "select payment ilike 'C%' as p from trips"),
  breaks(
    "a sum that is added up in another order",
    "select (distance + 1e16) + tip as s from trips",
    "select distance + (1e16 + tip) as s from trips",
  ),
  breaks(
    "an awkward name that is translated",
    'select "Stück pro Tag" from "Depot Bestand"',
    'select "Stück pro Tag" as "Stueck pro Tag" from "Depot Bestand"',
  ),
  breaks(
    "a column by another place of a union",
    "select fare as a, tip as b from trips union all select fare, tip from trips",
    "select fare as a, tip as b from trips union all select tip, fare from trips",
  ),
  breaks(
    "an aggregate without groups over groups",
    "select payment as p from trips group by payment",
    "select max(payment) as p from trips",
  ),
  breaks(
    "a right join in place of a left one",
    "select t.trip_id, z.borough from trips t left join zones z on t.zone_id = z.zone_id",
    "select t.trip_id, z.borough from trips t right join zones z on t.zone_id = z.zone_id",
  ),
  breaks(
    "a left join whose relations change places",
    "select t.trip_id, z.borough from trips t left join zones z on t.zone_id = z.zone_id",
    "select t.trip_id, z.borough from zones z left join trips t on t.zone_id = z.zone_id",
  ),
  breaks(
    "a right join after another join",
    "select t.trip_id, z.borough from trips t join zones z on t.zone_id = z.zone_id left join trips o on o.trip_id = z.zone_id and o.fare > 5",
    "select t.trip_id, z.borough from trips t join zones z on t.zone_id = z.zone_id right join trips o on o.trip_id = z.zone_id and o.fare > 5",
  ),
  breaks(
    "a filter of what a right join may not find",
    "select t.trip_id, z.borough from (select * from zones where borough = 'Q') z right join trips t on t.zone_id = z.zone_id",
    "select t.trip_id, z.borough from zones z right join trips t on t.zone_id = z.zone_id where borough = 'Q'",
  ),
  breaks(
    "the branches of a union in another order, by whose names its columns are called",
    "select fare as a from trips union all select tip as b from trips",
    "select tip as b from trips union all select fare as a from trips",
  ),
  breaks(
    "the branches of a union in another order, and one with other places",
    "select trip_id as a, zone_id as b from trips union all select passengers, trip_id from trips",
    "select trip_id as a, passengers as b from trips union all select trip_id, zone_id from trips",
  ),
  breaks(
    "the branches of a union in another order, before a limit without an order",
    "select * from (select trip_id as a from trips union all select passengers from trips) limit 2",
    "select * from (select passengers as a from trips union all select trip_id from trips) limit 2",
  ),
  breaks(
    "the branches of a union in another order, before a number of each row",
    "select a, row_number() over () as n from (select trip_id as a from trips union all select passengers from trips)",
    "select a, row_number() over () as n from (select passengers as a from trips union all select trip_id from trips)",
  ),
  breaks(
    "the branches of a union in another order, of two types",
    "select passengers as v from trips union all select fare from trips",
    "select fare as v from trips union all select passengers from trips",
    "DuckDB takes the wider type, whichever is first",
  ),
  breaks(
    "the sides of an except",
    "select zone_id from trips except select zone_id from zones",
    "select zone_id from zones except select zone_id from trips",
  ),
  breaks(
    "the case of a name that the first branch of a union by name gives",
    "select fare as F from trips union all by name select tip as f from trips",
    "select fare as f from trips union all by name select tip as f from trips",
  ),
  breaks(
    "one use of an alias of a self-join",
    "select a.fare as f, b.tip as t from trips a join trips b on a.trip_id = b.zone_id",
    "select b.fare as f, b.tip as t from trips a join trips b on a.trip_id = b.zone_id",
  ),
  breaks(
    "the columns of a self-join, and not its condition",
    "select a.fare as f, b.tip as t from trips a join trips b on a.trip_id = b.zone_id",
    "select b.fare as f, a.tip as t from trips a join trips b on a.trip_id = b.zone_id",
  ),
  breaks(
    "the filter of a self-join, and nothing else",
    "select a.fare as f, b.tip as t from trips a join trips b on a.zone_id = b.zone_id where a.tip > 1",
    "select a.fare as f, b.tip as t from trips a join trips b on a.zone_id = b.zone_id where b.tip > 1",
  ),
  breaks(
    "a left self-join the other way",
    "select a.fare as f, b.tip as t from trips a left join trips b on a.trip_id = b.zone_id",
    "select a.fare as f, b.tip as t from trips b left join trips a on a.trip_id = b.zone_id",
  ),
];

const UNKNOWN: readonly Pair[] = [
  unknown("SQL that cannot be read", TRIPS, "select from where"),
  unknown(
    "another recursion",
    "with recursive r as (select 1 as n union all select n + 1 from r where n < 3) select n from r",
    "with recursive r as (select 1 as n union all select n + 1 from r where n < 4) select n from r",
  ),
  unknown("another number at each call", "select random() as r from trips", "select random() + 0 as r from trips"),
];

export const PAIRS: readonly Pair[] = [...HARMLESS, ...ADDITIVE, ...BREAKING, ...UNKNOWN];
