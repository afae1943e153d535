/** Rewrites that leave the result as it is, as somebody would write them who does not believe it. */
export const EQUAL: readonly (readonly [before: string, after: string])[] = [
  [
    "select a.trip_id from trips a right join zones z on a.zone_id=z.zone_id",
    "select trip_id from trips right outer join zones on trips.zone_id = zones.zone_id",
  ],
  [
    "select * from trips",
    "with src as (select * from trips), ren as (select trip_id, zone_id, fare, tip, distance, passengers, payment, picked_up from src) select * from ren",
  ],
  [
    "select trip_id, fare from trips where fare > 1",
    "with a as (select trip_id, fare from trips), b as (select * from a where fare > 1) select * from b",
  ],
  [
    "with a as (select trip_id, fare from trips), b as (select * from a where fare>1) select b.trip_id, z.borough from b left join zones z on b.trip_id=z.zone_id",
    "select t.trip_id, z.borough from trips t left join zones z on t.trip_id=z.zone_id where t.fare > 1",
  ],
  [
    "select payment, sum(fare) s from trips group by payment order by s",
    "select t.payment, sum(t.fare) as s from (select * from trips) t group by t.payment",
  ],
  [
    "select payment from (select distinct payment, zone_id from trips) q",
    "with d as (select distinct zone_id, payment from trips) select payment from d",
  ],
  ["select list_transform([1,2], x -> x+1) l", "select list_transform([1,2], y -> y+1) l"],
  [
    "select * exclude (fare, tip, distance, passengers, payment, picked_up) from trips",
    "select trip_id, zone_id from trips",
  ],
  [
    "select z.zone_id, t.n from zones z left join (select zone_id, count(*) n from trips group by 1) t using (zone_id)",
    "with agg as (select zone_id, count(*) as n from trips group by zone_id) select zones.zone_id, agg.n from zones left join agg on agg.zone_id = zones.zone_id",
  ],
  ["values (1, 2)", "values (1,2)"],
  ["select i from range(3) as r(i)", "select r.i from range(3) r(i)"],
  [
    "select trip_id from trips where fare > 1 -- x\n and tip < 3",
    "select trip_id from trips where tip < 3 and fare > 1",
  ],
  ["select 2 as a, trip_id from trips where (((fare)) > ((1)))", "select 2 a, trip_id from trips where 1 < fare"],
  [
    "select t.*, z.borough from trips t left join zones z on z.zone_id=t.zone_id",
    "with base as (select * from trips), zz as (select zone_id as zid, borough from zones) select base.*, zz.borough from base left join zz on base.zone_id = zz.zid",
  ],
  [
    "select payment, sum(fare)+1 as s from trips group by 1",
    "with a as (select payment, sum(fare) as s0 from trips group by 1) select payment, s0 + 1 as s from a",
  ],
  ["select fare > 1 and tip > 1 as ok from trips", "select tip > 1 and fare > 1 as ok from trips"],
  [
    "select sum(case when fare > 1 then 1 else 0 end) n from trips",
    "select sum(case when 1 < fare then 1 else 0 end) as n from trips",
  ],
  [
    "select trip_id from trips where fare is null or not (tip is not null)",
    "select trip_id from trips where tip is null or fare is null",
  ],
  [
    "select trip_id from trips where not (fare between 1 and 2)",
    "select trip_id from trips where fare not between 1 and 2",
  ],
  [
    "select trip_id from trips where payment in (select borough from zones)",
    "with z as (select borough from zones) select trip_id from trips where payment in (select borough from z)",
  ],
  [
    "select trip_id, sum(fare) over (partition by payment, zone_id) s from trips",
    "select trip_id, sum(fare) over (partition by zone_id, payment) s from trips",
  ],
  ["select * from (select * from (select trip_id from trips) a) b", "select trip_id from trips"],
  [
    "select trip_id from trips t inner join zones z on t.zone_id = z.zone_id",
    "select trip_id from zones z join trips t on t.zone_id = z.zone_id",
  ],
  [
    "select trip_id from trips where payment = any(['cash'])",
    "select trip_id from trips where payment = any (['cash'])",
  ],
  ["select trip_id from trips where false or fare > 1", "select trip_id from trips where fare > 1"],
  [
    "with a as (select 1 as x), b as (with a as (select 2 as x) select * from a) select * from b",
    "with b as (select 2 as x) select * from b",
  ],
  ["with a(x, y) as (select trip_id, zone_id from trips) select x from a", "select trip_id as x from trips"],
  [
    "select trip_id, (select count(*) from zones z where z.zone_id=t.zone_id) n from trips t",
    "select trip_id, (select count(1) from zones where zones.zone_id=trips.zone_id) as n from trips",
  ],
  ["select fare + 1 from trips", "SELECT fare+1 FROM trips"],
  [
    "select x.fare from trips x join trips y on x.trip_id = y.trip_id",
    "select y.fare from trips x join trips y on x.trip_id = y.trip_id",
  ],
];

/** Changes that look like nothing, or that a parser may pass over. */
export const OTHER: readonly (readonly [before: string, after: string])[] = [
  [
    "select t.trip_id from trips t left join zones z on t.zone_id = z.zone_id limit 2",
    "select t.trip_id from zones z right join trips t on t.zone_id = z.zone_id limit 2",
  ],
  [
    "select t.trip_id from trips t full join zones z on t.zone_id = z.zone_id",
    "select t.trip_id from zones z right join trips t on t.zone_id = z.zone_id",
  ],
  [
    "select null as v from zones union all select zone_id from zones",
    "select zone_id as v from zones union all select null from zones",
  ],
  [
    "select listagg(a, ',') as l from (select payment as a from trips union all select borough from zones)",
    "select listagg(a, ',') as l from (select borough as a from zones union all select payment from trips)",
  ],
  [
    "select map_agg(a, 1) as l from (select payment as a from trips union all select borough from zones)",
    "select map_agg(a, 1) as l from (select borough as a from zones union all select payment from trips)",
  ],
  [
    "select 1 as v from zones union all select '2' from zones",
    "select '2' as v from zones union all select 1 from zones",
  ],
  [
    "select round(fare, 1) as v from trips union all select round(fare, 2) from trips",
    "select round(fare, 2) as v from trips union all select round(fare, 1) from trips",
  ],
  [
    "select trip_id as v from trips union all (select zone_id from zones limit 1)",
    "(select zone_id as v from zones limit 1) union all select trip_id from trips",
  ],
  [
    "select trip_id as v from trips union all (select zone_id from zones union select passengers from trips)",
    "(select trip_id as v from trips union all select zone_id from zones) union select passengers from trips",
  ],
  [
    "select x.fare from trips x join trips y on x.trip_id = y.zone_id",
    "select y.fare from trips x join trips y on x.trip_id = y.zone_id",
  ],
  ["select [trip_id] + [passengers] as l from trips", "select [passengers] + [trip_id] as l from trips"],
  [
    "with l as (select [trip_id] as p, [passengers] as q from trips) select p + q as l from l",
    "with l as (select [trip_id] as p, [passengers] as q from trips) select q + p as l from l",
  ],
  [
    "select trip_id, borough from trips left join zones using (zone_id)",
    "select trip_id, borough from trips left join zones using (zone_id) where borough is not null",
  ],
  ["select sum(fare) s from trips", "select coalesce(sum(fare),0) s from trips"],
  ["select sum(coalesce(fare,0)) s from trips", "select coalesce(sum(fare),0) s from trips"],
  ["select avg(fare) s from trips", "select sum(fare)/count(*) s from trips"],
  [
    "with a as (select trip_id from trips limit 3) select * from a where trip_id>1",
    "select trip_id from trips where trip_id>1 limit 3",
  ],
  ["select * from (select distinct payment, zone_id from trips) q", "select payment, zone_id from trips"],
  ["select payment from (select distinct payment, zone_id from trips) q", "select distinct payment from trips"],
  [
    "select t.trip_id from trips t left join (select zone_id, 1 as one from zones) z using (zone_id) where one = 1",
    "select t.trip_id from trips t left join zones z using (zone_id)",
  ],
  [
    "select t.trip_id, one from trips t left join (select zone_id, 1 as one from zones) z on t.zone_id=z.zone_id",
    "select t.trip_id, 1 as one from trips t left join zones z on t.zone_id=z.zone_id",
  ],
  [
    "select t.trip_id, z.borough from trips t left join (select * from zones where borough='Q') z on t.zone_id=z.zone_id",
    "select t.trip_id, z.borough from trips t left join zones z on t.zone_id=z.zone_id where z.borough='Q'",
  ],
  [
    "select zone_id from trips full join zones using (zone_id)",
    "select trips.zone_id from trips full join zones using (zone_id)",
  ],
  [
    "select string_agg(payment, ',' order by payment) s from trips",
    "select string_agg(payment, ',' order by payment desc) s from trips",
  ],
  [
    "select string_agg(payment, ',') s from (select payment from trips order by payment)",
    "select string_agg(payment, ',') s from (select payment from trips order by payment desc)",
  ],
  [
    "select first(fare) f from (select * from trips order by trip_id, fare)",
    "select first(fare) f from (select * from trips order by fare)",
  ],
  [
    "select row_number() over () n, trip_id from (select trip_id from trips order by trip_id)",
    "select row_number() over () n, trip_id from (select trip_id from trips order by trip_id desc)",
  ],
  ["select count(*) n from trips where fare <> 3", "select count(*) n from trips where not coalesce(fare = 3, false)"],
  ["select nullif(fare, tip) f from trips", "select nullif(tip, fare) f from trips"],
  ["select fare = tip as b from trips", "select fare is not distinct from tip as b from trips"],
  ["select greatest(fare, 0) f from trips", "select coalesce(fare, 0) f from trips"],
  [
    "select sum(fare) over (order by trip_id) s from trips",
    "select sum(fare) over (order by trip_id rows unbounded preceding) s from trips",
  ],
  [
    "select sum(fare) over (order by fare nulls first) s from trips",
    "select sum(fare) over (order by fare nulls last) s from trips",
  ],
  ["select sum(distinct fare) s from trips", "select sum(fare) s from trips"],
  ["select max(fare) m from trips", "select max(fare) m from trips group by payment"],
  ["select count(*) n from trips", "select count(*) n from trips group by ()"],
  ["select count(*) n from trips having count(*) > 0", "select count(*) n from trips"],
  [
    "select payment, count(*) n from trips group by payment",
    "select payment, count(*) n from trips group by rollup(payment)",
  ],
  [
    "select payment, zone_id, count(*) n from trips group by rollup(payment, zone_id)",
    "select payment, zone_id, count(*) n from trips group by rollup(zone_id, payment)",
  ],
  [
    "select payment, count(*) n from trips group by rollup(payment) having payment = 'cash'",
    "select payment, count(*) n from trips where payment='cash' group by rollup(payment)",
  ],
  [
    "select payment, count(*) n from trips group by grouping sets ((payment),()) having payment is null",
    "select payment, count(*) n from trips where payment is null group by grouping sets ((payment),())",
  ],
  ["select substr(payment,1,2) s from trips", "select substr(payment,2,2) s from trips"],
  ["select left(payment,2) s from trips", "select right(payment,2) s from trips"],
  ["select payment || 'a' s from trips", "select 'a' || payment s from trips"],
  ["select concat(payment,'a') s from trips", "select payment || 'a' s from trips"],
  ["select date_trunc('month',picked_up) s from trips", "select date_trunc('year',picked_up) s from trips"],
  ["select extract(year from picked_up) s from trips", "select extract(month from picked_up) s from trips"],
  ["select picked_up + interval 1 day s from trips", "select picked_up + interval 1 month s from trips"],
  [
    "select date_diff('day', picked_up, timestamp '2024-02-01') s from trips",
    "select date_diff('hour', picked_up, timestamp '2024-02-01') s from trips",
  ],
  ["select round(distance,1) s from trips", "select round(distance,2) s from trips"],
  ["select floor(distance) s from trips", "select ceil(distance) s from trips"],
  ["select distance::int s from trips", "select floor(distance)::int s from trips"],
  ["select trunc(distance) s from trips", "select floor(distance) s from trips"],
  [
    "select trip_id from trips where fare > any (select tip from trips)",
    "select trip_id from trips where fare > all (select tip from trips)",
  ],
  [
    "select trip_id from trips where fare in (select tip from trips)",
    "select trip_id from trips where fare not in (select tip from trips)",
  ],
  [
    "select trip_id from trips where exists (select 1 from zones where zones.zone_id=trips.zone_id)",
    "select trip_id from trips where exists (select 1 from zones where zones.zone_id=zone_id)",
  ],
  [
    "select trip_id from trips t where fare = (select max(fare) from trips)",
    "select trip_id from trips t where fare = (select max(fare) from trips u where u.payment=t.payment)",
  ],
  [
    "select trip_id from trips where exists (select max(fare) from trips where false)",
    "select trip_id from trips where exists (select fare from trips where false)",
  ],
  ["select * from zones union all select * from zones", "select * from zones"],
  [
    "select zone_id, borough from zones union all select zone_id, borough from zones",
    "select zone_id, borough from zones union all select zone_id, lower(borough) as borough from zones",
  ],
  [
    "select zone_id from zones except all select trip_id from trips",
    "select zone_id from zones except select trip_id from trips",
  ],
  [
    "select zone_id from zones except select trip_id from trips",
    "select trip_id as zone_id from trips except select zone_id from zones",
  ],
  [
    "(select zone_id from zones union all select trip_id from trips) union select 1",
    "select zone_id from zones union all (select trip_id from trips union select 1)",
  ],
  [
    "select fare, tip from trips union all by name select tip, fare from trips where fare>tip",
    "select fare, tip from trips union all select tip, fare from trips where fare>tip",
  ],
  [
    "select distinct on (payment) payment, fare from trips order by payment, fare",
    "select distinct on (payment) payment, fare from trips order by payment, fare desc",
  ],
  [
    "select t.trip_id from trips t semi join zones z on t.zone_id=z.zone_id",
    "select t.trip_id from trips t anti join zones z on t.zone_id=z.zone_id",
  ],
  [
    "select t.trip_id from trips t semi join zones z on t.zone_id=z.zone_id",
    "select t.trip_id from trips t join zones z on t.zone_id=z.zone_id",
  ],
  ["select trip_id from trips where payment like 'c%'", "select trip_id from trips where payment like 'C%'"],
  ["select trip_id from trips where payment not like 'c%'", "select trip_id from trips where payment like 'c%'"],
  ["select trip_id from trips where payment like 'c_sh'", "select trip_id from trips where payment like 'c%sh'"],
  ["select passengers & 1 s from trips", "select passengers | 1 s from trips"],
  ["select -fare s from trips", "select fare s from trips"],
  ["select 1 as s from trips", "select 1.0 as s from trips"],
  ["select '1' as s from trips", "select 1 as s from trips"],
  ["select unnest([1,2]) as u, trip_id from trips", "select unnest([1,2,3]) as u, trip_id from trips"],
  ["select trip_id from (select unnest([1,2]) as u, trip_id from trips)", "select trip_id from trips"],
  ["select list_transform([1,2], x -> x+1) l", "select list_transform([1,2], x -> x+2) l"],
  ["select * from trips tablesample 50%", "select * from trips"],
  ["select trip_id from trips using sample 2 rows", "select trip_id from trips using sample 3 rows"],
  ["select * exclude (fare) from trips", "select * from trips"],
  ["select * replace (fare+1 as fare) from trips", "select * from trips"],
  ["select count(fare) filter (where tip>0) n from trips", "select count(fare) filter (where tip>=0) n from trips"],
  [
    "select lag(fare) over (order by trip_id, fare) s from trips",
    "select lag(fare, 2) over (order by trip_id, fare) s from trips",
  ],
  [
    "select lag(fare,1,0) over (order by trip_id, fare) s from trips",
    "select lag(fare) over (order by trip_id, fare) s from trips",
  ],
  [
    "select first_value(fare ignore nulls) over (order by trip_id, fare) s from trips",
    "select first_value(fare) over (order by trip_id, fare) s from trips",
  ],
  ["select quantile_cont(distance, 0.5) s from trips", "select quantile_cont(distance, 0.9) s from trips"],
  ["select min(fare) s from trips", "select max(fare) s from trips"],
  [
    "select sum(fare) over (partition by payment) s from trips",
    "select sum(fare) over (partition by payment order by fare) s from trips",
  ],
  [
    "select sum(fare) over (order by trip_id range between 1 preceding and current row) s from trips",
    "select sum(fare) over (order by trip_id rows between 1 preceding and current row) s from trips",
  ],
  [
    "select sum(fare) over (order by trip_id rows between 1 preceding and 1 following exclude current row) s from trips",
    "select sum(fare) over (order by trip_id rows between 1 preceding and 1 following) s from trips",
  ],
  ["select trip_id from trips natural join zones", "select trip_id from trips cross join zones"],
  ["select fare from trips where fare > 1 and random() < 0.5", "select fare from trips where fare > 1"],
  ["select case when fare > 1 then 1 else 0 end s from trips", "select case when fare > 1 then 1 end s from trips"],
  [
    "select fare as a, a + 1 as b from (select fare, tip as a from trips)",
    "select fare as a, fare + 1 as b from trips",
  ],
  [
    "select trip_id as fare, fare as x from trips where fare > 2",
    "select trip_id as fare, fare as x from trips where trip_id > 2",
  ],
  [
    "select payment as zone_id, count(*) n from trips group by zone_id, payment",
    "select payment as zone_id, count(*) n from trips group by payment",
  ],
  ["with trips as (select * from main.trips where fare > 1) select fare from trips", "select fare from trips"],
  [
    "select z.zone_id, t.n from zones z left join (select zone_id, count(*) n from trips group by 1) t using (zone_id)",
    "select z.zone_id, count(t.trip_id) n from zones z left join trips t using (zone_id) group by 1",
  ],
  ["select json_object('a', fare) j from trips", "select json_object('b', fare) j from trips"],
  ["select {'a': fare} j from trips", "select {'b': fare} j from trips"],
  ["select ({'a': fare, 'b': tip}).a j from trips", "select ({'a': fare, 'b': tip}).b j from trips"],
  ["select [fare, tip][1] j from trips", "select [fare, tip][2] j from trips"],
  [
    "select fare is true b from (select fare > 1 as fare from trips)",
    "select fare is not false b from (select fare > 1 as fare from trips)",
  ],
  [
    "select trip_id from trips order by fare, trip_id limit 3",
    "select trip_id from trips order by fare nulls first, trip_id limit 3",
  ],
  ["select trip_id from trips limit 50%", "select trip_id from trips limit 50"],
  ["select e'a\\nb' s", "select 'a\\nb' s"],
  ["select timestamp '2024-01-01' s", "select date '2024-01-01' s"],
  ["select passengers % 2 s from trips", "select 2 % passengers s from trips"],
  ["select passengers ** 2 s from trips", "select 2 ** passengers s from trips"],
  ["select starts_with(payment,'c') s from trips", "select ends_with(payment,'c') s from trips"],
  ["select regexp_replace(payment,'c','d') s from trips", "select regexp_replace(payment,'c','d','g') s from trips"],
  ["select regexp_matches(payment,'c') s from trips", "select regexp_full_match(payment,'c') s from trips"],
  ["select payment collate nocase = 'CASH' s from trips", "select payment = 'CASH' s from trips"],
  ["select payment similar to 'c.*' s from trips", "select payment like 'c.*' s from trips"],
  ["select picked_up at time zone 'UTC' s from trips", "select picked_up at time zone 'Europe/Berlin' s from trips"],
  ["select 7 // 2 s", "select 7 / 2 s"],
  ["select (fare, tip) = (1, 2) s from trips", "select (fare, tip) = (2, 1) s from trips"],
  ["select (fare, tip) in ((1, 2)) s from trips", "select (tip, fare) in ((1, 2)) s from trips"],
  ["select not fare > 3 s from trips", "select fare > 3 s from trips"],
  ["from trips select fare where fare > 1", "from trips select fare"],
  [
    "pivot trips on payment using sum(fare) group by trip_id",
    "pivot trips on payment using max(fare) group by trip_id",
  ],
  ["select * from (values (1),(2)) v(x)", "select * from (values (1),(3)) v(x)"],
  ["select * from range(3) r(i)", "select * from range(4) r(i)"],
  [
    "select t.trip_id, z.borough from trips t left join (select zone_id, borough from zones union all select zone_id, borough from zones) z using (zone_id)",
    "select t.trip_id, z.borough from trips t left join zones z using (zone_id)",
  ],
  [
    "select a.fare from trips a join trips b on a.trip_id=b.zone_id",
    "select b.fare from trips a join trips b on a.trip_id=b.zone_id",
  ],
  [
    "select a.fare from trips a, trips b where a.trip_id=b.zone_id",
    "select a.fare from trips a, trips b where b.trip_id=a.zone_id",
  ],
  [
    "select payment, count(*) n from trips group by payment",
    "select payment, count(*) n from (select distinct * from trips) group by payment",
  ],
  ["select count(*) n from (select distinct payment from trips)", "select count(distinct payment) n from trips"],
  ["select count(*) n from (select payment from trips group by payment)", "select count(*) n from trips"],
  ["select sum(n) n from (select payment, count(*) n from trips group by payment)", "select count(*) n from trips"],
  [
    "select max(n) n from (select payment, count(*) n from trips group by payment)",
    "select max(n) n from (select payment, zone_id, count(*) n from trips group by 1,2)",
  ],
  [
    "select fare from trips where trip_id = 1 limit 2",
    "select fare from (select * from trips limit 2) where trip_id = 1",
  ],
  ["select count(*) n from (select * from trips limit 2)", "select count(*) n from trips"],
  ["select trip_id from trips where fare = '3'", "select trip_id from trips where fare = 3"],
  [
    "select trip_id from trips where payment in ('cash', null)",
    "select trip_id from trips where payment not in ('cash', null)",
  ],
  [
    "select trip_id from trips where payment not in ('cash')",
    "select trip_id from trips where payment not in ('cash', null)",
  ],
  ["select trip_id in (1,2) as b from trips", "select trip_id = 1 and trip_id = 2 as b from trips"],
  ["select passengers and true as b from trips", "select passengers as b from trips"],
  ["select not not passengers as b from trips", "select passengers as b from trips"],
  ["select false or passengers as b from trips", "select passengers as b from trips"],
  ["select trip_id from trips where fare > 1 and null", "select trip_id from trips where fare > 1"],
  ["select trip_id from trips where fare = fare", "select trip_id from trips"],
  ["select cast(passengers as varchar)::int s from trips", "select passengers s from trips where passengers < 3"],
  ["select cast(cast(distance as int) as double) s from trips", "select distance s from trips"],
  [
    "select cast(distance as decimal(4,1)) s from trips where distance < 10",
    "select cast(distance as decimal(4,1)) s from trips where distance < 1",
  ],
  ["select sum(cast(passengers as bigint)) s from trips", "select sum(cast(passengers as double)) s from trips"],
  ["select count(*) over () n from trips", "select count(*) n from trips"],
  [
    "with a as (select 1 as x), b as (with a as (select 2 as x) select * from a) select * from b",
    "with a as (select 1 as x), b as (select * from a) select * from b",
  ],
  [
    "select a.x from (select trip_id as x, fare as y from trips) a",
    "select a.y as x from (select trip_id as x, fare as y from trips) a",
  ],
  [
    "with a(x, y) as (select trip_id, zone_id from trips) select x from a",
    "with a(y, x) as (select trip_id, zone_id from trips) select x from a",
  ],
  [
    "select trip_id from trips where zone_id in (select zone_id from zones where borough='Q')",
    "select trip_id from trips where zone_id in (select zone_id from zones where borough='q')",
  ],
  [
    "select trip_id, (select count(*) from zones z where z.zone_id=t.zone_id) n from trips t",
    "select trip_id, (select count(*) from zones z where z.zone_id=t.trip_id) n from trips t",
  ],
  [
    "select trip_id from trips t where exists (select 1 from zones z where z.zone_id=t.zone_id limit 0)",
    "select trip_id from trips t where exists (select 1 from zones z where z.zone_id=t.zone_id)",
  ],
  [
    "select trip_id from trips where not exists (select 1 from zones)",
    "select trip_id from trips where exists (select 1 from zones)",
  ],
  [
    "select min(fare) filter (where tip > 1) over (partition by payment) s from trips",
    "select min(fare) over (partition by payment) s from trips",
  ],
  [
    "select array_agg(fare order by trip_id, fare) s from trips",
    "select array_agg(distinct fare order by fare) s from trips",
  ],
  [
    "select * from trips order by trip_id, fare, tip limit 1",
    "select * from (select * from trips order by trip_id desc, fare, tip) limit 1",
  ],
  [
    "select zone_id from zones union select zone_id from trips",
    "select zone_id from zones union all select distinct zone_id from trips",
  ],
  [
    "select zone_id, borough from zones union select zone_id, payment from trips",
    "select zone_id from (select zone_id, borough from zones union select zone_id, payment from trips)",
  ],
  [
    "select zone_id from (select zone_id, borough from zones union select zone_id, payment from trips)",
    "select zone_id from zones union select zone_id from trips",
  ],
  [
    "select zone_id from zones intersect select zone_id from trips",
    "select zone_id from zones where zone_id in (select zone_id from trips)",
  ],
  [
    "select t.trip_id, z.zone_id from trips t left join zones z on t.zone_id=z.zone_id and t.fare > 2",
    "select t.trip_id, z.zone_id from trips t left join zones z on t.zone_id=z.zone_id where t.fare > 2",
  ],
  [
    "select t.trip_id, u.fare from trips t left join zones z on t.zone_id=z.zone_id join trips u on u.trip_id = z.zone_id",
    "select t.trip_id, u.fare from trips t left join (zones z join trips u on u.trip_id = z.zone_id) on t.zone_id=z.zone_id",
  ],
  [
    "select t.trip_id, z.zone_id from trips t full join zones z on t.zone_id=z.zone_id where t.fare > 1",
    "select t.trip_id, z.zone_id from (select * from trips where fare > 1) t full join zones z on t.zone_id=z.zone_id",
  ],
  [
    "select t.trip_id, z.zone_id from trips t join trips u on u.trip_id=t.trip_id full join zones z on t.zone_id=z.zone_id",
    "select t.trip_id, z.zone_id from trips t, trips u full join zones z on t.zone_id=z.zone_id where u.trip_id=t.trip_id",
  ],
  [
    "select zone_id from trips right join zones using (zone_id)",
    "select trips.zone_id from trips right join zones using (zone_id)",
  ],
  ["select sum(fare) s from trips group by payment", "select sum(fare) s from trips group by payment, 'x', zone_id"],
  ["select mode(payment) s from trips", "select max(payment) s from trips"],
  [
    "select grouping(payment) s, payment from trips group by cube(payment)",
    "select 0 as s, payment from trips group by cube(payment)",
  ],
  ["select trip_id as x from trips", "select trip_id as X from trips"],
  ["select fare+1 from trips", "select 1+fare from trips"],
  ["select max(fare) from trips", "select max(fare) as m from trips"],
  ["select 0.1+0.2+distance s from trips", "select distance+0.2+0.1 s from trips"],
  ["select 'a  b' s", "select 'a b' s"],
  ['select payment as "a b" from trips', 'select payment as "a  b" from trips'],
  [
    "select distinct on (payment) payment, fare from trips order by payment, fare",
    "select distinct on (zone_id) payment, fare from trips order by zone_id, fare",
  ],
  ["select trip_id from trips where (fare, tip) is not null", "select trip_id from trips where fare is not null"],
  ["select interval '1' day s", "select interval '1' hour s"],
  ["select cast(picked_up as date) s from trips", "select date_trunc('day', picked_up) s from trips"],
  [
    "select case payment when null then 1 else 2 end s from trips",
    "select case when payment is null then 1 else 2 end s from trips",
  ],
  ["select if(fare>1, 1, 2) s from trips", "select if(fare>1, 2, 1) s from trips"],
  ["select count(*) n from trips, zones", "select count(*) n from trips"],
  [
    "select ntile(2) over (order by trip_id, fare) n from trips",
    "select ntile(3) over (order by trip_id, fare) n from trips",
  ],
  [
    "select trip_id from trips qualify rank() over (order by fare)=1",
    "select trip_id from trips where fare is not null qualify rank() over (order by fare)=1",
  ],
  ["select log(10) s", "select ln(10) s"],
  ["select log(2, 8) s", "select log(8, 2) s"],
  ["select length(payment) s from trips", "select strlen(payment) s from trips where payment<>''"],
  ["select trim(payment, 'c') s from trips", "select ltrim(payment, 'c') s from trips"],
  ["select trim(leading 'c' from payment) s from trips", "select trim(trailing 'c' from payment) s from trips"],
  ["select position('a' in payment) s from trips", "select position('s' in payment) s from trips"],
  ["select substring(payment from 2) s from trips", "select substring(payment from 2 for 1) s from trips"],
  [
    "select sum(fare) over w s from trips window w as (order by trip_id)",
    "select sum(fare) over w s from trips window w as (order by trip_id desc)",
  ],
];
