import { describe, expect, it } from "vitest";
import { checkProject } from "../model/check.ts";
import { openTabular } from "../model/open-model.ts";

const model = `table Sales

	measure 'Sales Amount' = SUMX(Sales, Sales[Quantity] * Sales[Net Price])

	measure Cost = SUMX(Sales, Sales[Quantity] * Sales[Unit Cost])

	column Quantity
		dataType: int64
		sourceColumn: q

	column 'Net Price'
		dataType: decimal
		sourceColumn: n

	column 'Unit Cost'
		dataType: decimal
		sourceColumn: u

	column 'Order Date'
		dataType: dateTime
		sourceColumn: o

	column 'Ship Date'
		dataType: dateTime
		sourceColumn: s

	column CustomerKey
		dataType: int64
		sourceColumn: ck

	column 'Order Number'
		dataType: string
		sourceColumn: on

table Customer

	column CustomerKey
		dataType: int64
		sourceColumn: ck

	column Name
		dataType: string
		sourceColumn: name

	column City
		dataType: string
		sourceColumn: city

	column Country
		dataType: string
		sourceColumn: country

table Date
	dataCategory: Time

	column Date
		dataType: dateTime
		isKey
		sourceColumn: d

	column Year
		dataType: int64
		sourceColumn: y

	column 'Year Month'
		dataType: string
		sourceColumn: ym

	column 'Month Number'
		dataType: int64
		sourceColumn: mn

table 'Sales Target'

	column Target
		dataType: double
		sourceColumn: t

	column Metric
		dataType: string
		sourceColumn: m

table Param

	column Value
		dataType: int64
		sourceColumn: v

relationship shipped
	isActive: false
	fromColumn: Sales.'Ship Date'
	toColumn: Date.Date

relationship bought
	fromColumn: Sales.CustomerKey
	toColumn: Customer.CustomerKey
`;

/** Measures as people write them, one a line: whatever the checks say of them is a false alarm. */
const measures = String.raw`
CALCULATE([Sales Amount], SAMEPERIODLASTYEAR('Date'[Date]))
VAR _cur = [Sales Amount] VAR _prev = CALCULATE([Sales Amount], DATEADD('Date'[Date], -1, YEAR)) RETURN DIVIDE(_cur - _prev, _prev)
TOTALYTD([Sales Amount], 'Date'[Date], "06-30")
CALCULATE([Sales Amount], DATESYTD('Date'[Date]), ALL(Customer))
CALCULATE([Sales Amount], DATESINPERIOD('Date'[Date], MAX('Date'[Date]), -12, MONTH)) / 12
AVERAGEX(VALUES('Date'[Year Month]), [Sales Amount])
RANKX(ALLSELECTED(Customer[Name]), [Sales Amount],, DESC, DENSE)
IF(HASONEVALUE(Customer[Name]), RANKX(ALL(Customer), [Sales Amount]))
CONCATENATEX(TOPN(3, VALUES(Customer[Name]), [Sales Amount], DESC), Customer[Name], ", ", [Sales Amount], DESC)
VAR t = ADDCOLUMNS(VALUES(Customer[Country]), "@s", [Sales Amount]) RETURN MAXX(FILTER(t, [@s] > 10), [@s])
COUNTROWS(FILTER(VALUES(Customer[CustomerKey]), CALCULATE(COUNTROWS(Sales)) > 1))
SUMX(FILTER(Sales, RELATED(Customer[Country]) = "Italy"), Sales[Quantity])
CALCULATE([Sales Amount], KEEPFILTERS(Customer[Country] IN {"Italy", "France"}))
CALCULATE([Sales Amount], Customer[Country] = "Italy" || Customer[Country] = "France")
CALCULATE([Sales Amount], FILTER(ALL('Date'), 'Date'[Date] <= MAX('Date'[Date])))
CALCULATE(DISTINCTCOUNT(Sales[CustomerKey]), USERELATIONSHIP(Sales[Ship Date], 'Date'[Date]))
CALCULATE([Sales Amount], CROSSFILTER(Sales[CustomerKey], Customer[CustomerKey], BOTH))
CALCULATE([Sales Amount], TREATAS(VALUES('Sales Target'[Metric]), Customer[Country]))
SWITCH(TRUE(), [Sales Amount] > 1000, "High", [Sales Amount] > 100, "Mid", "Low")
SWITCH(SELECTEDVALUE(Param[Value]), 1, [Sales Amount], 2, [Cost], BLANK())
SELECTEDVALUE(Customer[City], "All cities")
FORMAT(MAX('Date'[Date]), "MMM yyyy") & " (" & COUNTROWS(Sales) & ")"
IF(ISBLANK([Sales Amount]), 0, [Sales Amount])
COALESCE([Sales Amount], 0) + 0
DIVIDE([Sales Amount], CALCULATE([Sales Amount], REMOVEFILTERS()))
DIVIDE([Sales Amount], CALCULATE([Sales Amount], ALLEXCEPT(Customer, Customer[Country])))
SUMX(SUMMARIZE(Sales, Customer[Country], 'Date'[Year]), [Sales Amount])
SUMX(SUMMARIZE(Sales, Customer[Country], "@amt", SUM(Sales[Quantity])), [@amt])
MAXX(SUMMARIZECOLUMNS('Date'[Year], "@x", [Sales Amount]), [@x])
VAR LastDateWithSales = LASTNONBLANK('Date'[Date], [Sales Amount]) RETURN CALCULATE([Sales Amount], LastDateWithSales)
VAR maxd = MAX('Date'[Date]) VAR mind = MIN('Date'[Date]) RETURN CALCULATE([Sales Amount], DATESBETWEEN('Date'[Date], mind, maxd))
CALCULATE([Sales Amount], PARALLELPERIOD('Date'[Date], -1, QUARTER))
CALCULATE([Sales Amount], PREVIOUSMONTH('Date'[Date]))
OPENINGBALANCEMONTH([Sales Amount], 'Date'[Date])
COUNTROWS(EXCEPT(VALUES(Sales[CustomerKey]), CALCULATETABLE(VALUES(Sales[CustomerKey]), PREVIOUSYEAR('Date'[Date]))))
COUNTROWS(INTERSECT(VALUES(Sales[CustomerKey]), CALCULATETABLE(VALUES(Sales[CustomerKey]), DATEADD('Date'[Date], -1, MONTH))))
AVERAGEX(GENERATE(VALUES('Date'[Year]), VALUES(Customer[Country])), [Sales Amount])
PERCENTILEX.INC(VALUES(Customer[CustomerKey]), [Sales Amount], 0.9)
MEDIANX(Sales, Sales[Net Price] * Sales[Quantity])
ISINSCOPE(Customer[City]) && NOT ISINSCOPE(Customer[Name])
IF(ISFILTERED(Customer), 1, 2) + IF(ISCROSSFILTERED(Customer[City]), 1, 0)
VAR sel = ALLSELECTED(Customer[Country]) RETURN CONCATENATEX(sel, Customer[Country], ", ")
LOOKUPVALUE(Customer[City], Customer[CustomerKey], SELECTEDVALUE(Sales[CustomerKey]))
CALCULATE(MAX(Sales[Order Date]), ALLNOBLANKROW(Customer))
CALCULATE([Sales Amount], OFFSET(-1, ALLSELECTED('Date'[Year Month], 'Date'[Month Number]), ORDERBY('Date'[Month Number], ASC)))
CALCULATE([Sales Amount], WINDOW(-2, REL, 0, REL, ALLSELECTED('Date'[Year Month]), ORDERBY('Date'[Year Month])))
CALCULATE([Sales Amount], INDEX(1, ALLSELECTED(Customer[Name]), ORDERBY([Sales Amount], DESC)))
ROWNUMBER(ALLSELECTED(Customer[Name]), ORDERBY([Sales Amount], DESC))
RANK(ALLSELECTED(Customer[Name]), ORDERBY([Sales Amount], DESC BLANKS LAST, Customer[City], ASC BLANKS FIRST))
MAXX(LINESTX('Date', [Sales Amount], 'Date'[Year]), [Slope1])
COUNTROWS(FILTER(DETAILROWS([Sales Amount]), [Order] > 1))
RANK(DENSE, ALLSELECTED(Customer[Name]), ORDERBY([Sales Amount], DESC), PARTITIONBY(Customer[Country]))
DATEDIFF(MIN(Sales[Order Date]), MAX(Sales[Ship Date]), DAY)
AVERAGEX(Sales, DATEDIFF(Sales[Order Date], Sales[Ship Date], DAY))
CALCULATE([Sales Amount], 'Date'[Date] >= DATE(2024, 1, 1), 'Date'[Date] < TODAY())
CALCULATE([Sales Amount], Sales[Quantity] * Sales[Net Price] > 100)
CALCULATE([Sales Amount], FILTER(Sales, Sales[Quantity] > 1 && Sales[Net Price] > 2))
SUMX(VALUES('Date'[Date]), VAR d = 'Date'[Date] RETURN CALCULATE([Sales Amount], ALL('Date'), 'Date'[Date] = d))
VAR x = {("a", 1), ("b", 2)} RETURN SUMX(x, [Value2])
SUMX(GENERATESERIES(1, 10), [Value])
MAXX(DATATABLE("n", INTEGER, {{1}, {2}}), [n])
COUNTROWS(NATURALINNERJOIN(VALUES(Customer[City]), VALUES(Customer[City])))
SUMX(GROUPBY(ADDCOLUMNS(Sales, "@l", Sales[Quantity] * 2), Customer[Country], "@t", SUMX(CURRENTGROUP(), [@l])), [@t])
COUNTX(Sales, IF(Sales[Quantity] > 1, 1))
CALCULATE(COUNTROWS(Sales), NOT ISBLANK(Sales[Ship Date]))
CALCULATE(COUNTROWS(Sales), NOT Sales[Order Number] IN {"a"})
"<svg>" & UNICHAR(128) & "</svg>"
IF(SELECTEDVALUE('Date'[Year]) = 2024, "#FF0000", "#00FF00")
VAR p = SELECTEDVALUE(Param[Value]) RETURN IF(p = 1, [Sales Amount], IF(p = 2, [Cost]))
CALCULATE(VALUES(Customer[City]), TOPN(1, ALL(Customer[City]), [Sales Amount]))
FIRSTNONBLANK(Customer[City], 1)
MAX('Date'[Date]) - 7
SUM(Sales[Quantity]) * 1.0 / COUNTROWS(Sales)
ISEMPTY(Sales)
CALCULATE(SUM('Sales Target'[Target]), 'Sales Target'[Metric] = "x")
VAR c = COUNTROWS(VALUES(Customer[Country])) VAR r = IF(c = 1, VALUES(Customer[Country]), "many") RETURN r
CONTAINS(Customer, Customer[City], "Rome") || CONTAINSROW(VALUES(Customer[City]), "Rome")
USERPRINCIPALNAME() = "a@b.c" || CUSTOMDATA() = ""
COUNTROWS(CALCULATETABLE(Sales, ALL('Date')))
NAMEOF(Customer[City])
TOCSV(TOPN(5, Sales))
SUMX(UNION(ROW("v", 1), ROW("v", 2)), [v])
CALCULATE([Sales Amount], ALL(Customer[City], Customer[Country]))
VAR a = CALCULATETABLE(SUMMARIZE(Sales, Customer[Name], "q", SUM(Sales[Quantity])), ALL('Date')) RETURN COUNTROWS(FILTER(a, [q] > 2))
EOMONTH(MAX('Date'[Date]), 0) + TIME(1, 2, 3) + EDATE(TODAY(), 1)
ROUND(DIVIDE([Sales Amount], [Cost]), 2) & "%"
INT(MAX(Sales[Net Price])) ^ 2 + MOD(5, 2) - ABS(-3)
MAX(MAX(Sales[Quantity]), 3) + MIN(1, 2)
AVERAGE(Sales[Quantity]) + AVERAGEA(Sales[Quantity]) + STDEV.P(Sales[Quantity]) + VARX.S(Sales, Sales[Quantity])
PATHITEM("a|b", 1) & PATHLENGTH("a|b")
SUMX(DISTINCT(SELECTCOLUMNS(Sales, "k", Sales[Order Number], "v", Sales[Quantity])), [v])
COUNTROWS(DISTINCT(SELECTCOLUMNS(Sales, Sales[Order Number])))
COUNTROWS(SUMMARIZE(Sales, Sales[Order Number])) + COUNTROWS(DISTINCT(Sales[Order Number]))
CALCULATE([Sales Amount], LASTDATE('Date'[Date])) + CALCULATE([Sales Amount], ENDOFMONTH('Date'[Date]))
CALCULATE(CALCULATE([Sales Amount], Customer[City] = "x"), ALL(Sales))
IF([Sales Amount] > 0 && ([Cost] > 0 || [Cost] < -5), TRUE(), FALSE)
MINX(TOPN(1, ALLSELECTED('Date'), 'Date'[Date], ASC), 'Date'[Date])
SUMX(CROSSJOIN(VALUES('Date'[Year]), VALUES(Customer[Country])), [Sales Amount])
VAR _t = FILTER(ADDCOLUMNS(SUMMARIZE(Sales, Customer[Name]), "@a", [Sales Amount]), NOT ISBLANK([@a])) RETURN AVERAGEX(_t, [@a])
CALCULATE([Sales Amount], FILTER(VALUES('Date'[Year]), 'Date'[Year] = YEAR(TODAY()) - 1))
SUBSTITUTE(CONCATENATE("a", "b"), "a", "c") & LEFT("abc", 2) & UPPER("x") & TRIM(" a ") & REPT("x", 3)
ERROR("no") 
IFERROR(1 / 0, BLANK())
EVALUATEANDLOG([Sales Amount], "x")
ALL(Sales[Quantity])
`
  .trim()
  .split("\n");

describe("a measure as people write it has no error:", () => {
  it.each(measures)("%s", (dax) => {
    const text = `${model}\ntable Test\n\n\tmeasure It =\n\t\t\t${dax}\n`;
    const project = openTabular(new Map([["m/definition/model.tmdl", text]]), "m", []);
    expect(checkProject(project).filter(({ severity }) => severity === "error")).toEqual([]);
  });
});
