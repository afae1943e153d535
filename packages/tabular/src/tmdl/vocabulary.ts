/**
 * What may stand inside each kind of object: its properties and the objects in it. Names are those of the Tabular Object
 * Model (Microsoft.AnalysisServices.Tabular), which TMDL writes in camel case.
 */
const everywhere = "annotation extendedProperty";

/** Objects that keep which of their properties people changed. */
const changeable = new Set("table column measure hierarchy level function relationship".split(" "));

/** Objects that take no annotations. */
const plain = new Set(["", "calculationItem", "noSelectionExpression", "multipleOrEmptySelectionExpression"]);

/** Objects whose identity is kept across renames. A description is no property: it stands above its object with `///`. */
const traced = new Set("table column measure hierarchy level expression function partition".split(" "));

const members: Record<string, string> = {
  "": `database model table relationship role perspective culture cultureInfo expression function dataSource queryGroup
    createOrReplace create alter delete refresh annotation extendedProperty analyticsAIMetadata bindingInfo`,
  database: `compatibilityLevel compatibilityMode id language model collation readWriteMode storageEngineUsed visible
    dbStorageLocation masterDataSourceID state`,
  model: `culture collation dataAccessOptions dataSourceDefaultMaxConnections dataSourceVariablesOverrideBehavior
    defaultDataView defaultMeasure defaultMode defaultPowerBIDataSourceVersion directLakeBehavior disableAutoExists
    disableSystemDefaultExpression discourageCompositeModels discourageImplicitMeasures discourageReportMeasures
    forceUniqueNames hasLocalChanges mAttributes maxParallelismPerQuery maxParallelismPerRefresh metadataAccessPolicy
    modifiedTime selectionExpressionBehavior sourceQueryCulture storageLocation structureModifiedTime
    valueFilterBehavior automaticAggregationOptions excludedArtifact queryGroup table relationship role perspective
    culture cultureInfo expression function dataSource bindingInfo analyticsAIMetadata`,
  dataAccessOptions: "fastCombine legacyRedirects returnErrorValuesAsNull",
  table: `column measure hierarchy partition calculationGroup refreshPolicy set calendar alternateSourcePrecedence
    dataCategory defaultDetailRowsDefinition excludeFromAutomaticAggregations excludeFromModelRefresh excludedArtifact
    isHidden isPrivate showAsVariationsOnly systemManaged modifiedTime structureModifiedTime`,
  column: `alignment alternateOf attributeHierarchy columnOriginColumn columnOriginTable dataCategory dataType
    displayFolder displayOrdinal encodingHint errorMessage evaluationBehavior expression formatString isAvailableInMdx
    isDataTypeInferred isDefaultImage isDefaultLabel isHidden isKey isNameInferred isNullable isUnique keepUniqueRows
    modifiedTime refreshedTime relatedColumnDetails sortByColumn sourceColumn sourceProviderType state
    structureModifiedTime summarizeBy tableDetailPosition type variation`,
  measure: `dataCategory dataType detailRowsDefinition displayFolder errorMessage expression formatString
    formatStringDefinition isHidden isSimpleMeasure kpi modifiedTime state structureModifiedTime`,
  hierarchy: "level displayFolder hideMembers isHidden state excludedArtifact modifiedTime structureModifiedTime",
  level: "column ordinal modifiedTime",
  relationship: `crossFilteringBehavior fromCardinality fromColumn isActive joinOnDateBehavior modifiedTime
    relyOnReferentialIntegrity securityFilteringBehavior state toCardinality toColumn type refreshedTime`,
  role: "modelPermission member tablePermission modifiedTime",
  tablePermission: "filterExpression metadataPermission columnPermission state errorMessage modifiedTime",
  columnPermission: "metadataPermission modifiedTime",
  member: "memberId memberName memberType identityProvider modifiedTime",
  perspective: "perspectiveTable modifiedTime",
  perspectiveTable: "includeAll perspectiveColumn perspectiveMeasure perspectiveHierarchy perspectiveSet modifiedTime",
  culture: "translations linguisticMetadata modifiedTime structureModifiedTime",
  cultureInfo: "translations linguisticMetadata modifiedTime structureModifiedTime",
  linguisticMetadata: "contentType modifiedTime",
  // Names of the model in another language repeat its objects, with nothing in them but texts.
  translations: "model table column measure hierarchy level kpi perspective caption description displayFolder set",
  expression: `kind mAttributes parameterValuesColumn queryGroup expressionSource remoteParameterName excludedArtifact
    modifiedTime expression`,
  function: "isHidden state errorMessage modifiedTime",
  calculationGroup: `calculationItem precedence noSelectionExpression multipleOrEmptySelectionExpression modifiedTime`,
  noSelectionExpression: "expression description formatStringDefinition state errorMessage modifiedTime",
  multipleOrEmptySelectionExpression: "expression description formatStringDefinition state errorMessage modifiedTime",
  calculationItem: "expression formatStringDefinition ordinal state errorMessage modifiedTime",
  kpi: `statusDescription statusExpression statusGraphic targetDescription targetExpression targetFormatString
    trendDescription trendExpression trendGraphic modifiedTime`,
  variation: "isDefault relationship defaultHierarchy defaultColumn",
  alternateOf: "baseColumn baseTable summarization",
  refreshPolicy: `policyType mode rollingWindowGranularity rollingWindowPeriods incrementalGranularity
    incrementalPeriods incrementalPeriodsOffset pollingExpression sourceExpression`,
  relatedColumnDetails: "groupByColumn modifiedTime",
  source: `entityName schemaName expressionSource dataSource query type start end granularity refreshBookmark
    pollingExpression location attributes expression name retainDataTillForceCalculate`,
  partition: `mode source dataView queryGroup retainDataTillForceCalculate state errorMessage dataCoverageDefinition
    modifiedTime refreshedTime`,
};

const known: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(members).map(([keyword, words]) => [
    keyword,
    new Set([
      ...words.split(/\s+/u),
      ...(plain.has(keyword) ? [] : everywhere.split(" ")),
      ...(changeable.has(keyword) ? ["changedProperty"] : []),
      ...(traced.has(keyword) ? ["lineageTag", "sourceLineageTag"] : []),
    ]),
  ]),
);

/** Objects that take more than this list knows. */
const free = new Set(
  (
    "calendar set dataCoverageDefinition automaticAggregationOptions bindingInfo analyticsAIMetadata dataSource " +
    "queryGroup extendedProperty excludedArtifact storageLocation attributeHierarchy create alter delete refresh"
  ).split(" "),
);

const nothing: ReadonlySet<string> = new Set();
const allWords: ReadonlySet<string> = new Set([...known.values()].flatMap((words) => [...words]));

const spelling: ReadonlyMap<string, string> = new Map([...allWords, ...free].map((word) => [word.toLowerCase(), word]));

/** A keyword as the object model spells it: TMDL is read without regard to case. */
export function spelledAs(keyword: string): string {
  return spelling.get(keyword.toLowerCase()) ?? keyword;
}

/** Objects that are nothing without a name. */
const named = new Set(
  (
    "table measure relationship hierarchy level partition role perspective cultureInfo function calculationItem " +
    "annotation tablePermission perspectiveTable perspectiveColumn perspectiveMeasure perspectiveHierarchy"
  ).split(" "),
);

export function needsName(keyword: string): boolean {
  return named.has(keyword);
}

/** Objects that have nothing to say after their name: all about them is in their properties. */
const withoutValue = new Set(
  (
    "database model table hierarchy level relationship role perspective perspectiveTable perspectiveColumn " +
    "perspectiveMeasure perspectiveHierarchy cultureInfo culture queryGroup calculationGroup kpi refreshPolicy " +
    "variation alternateOf relatedColumnDetails calendar"
  ).split(" "),
);

export function takesNoValue(keyword: string): boolean {
  return withoutValue.has(keyword);
}

/** Whether TMDL has this word anywhere. */
export function isTmdlWord(keyword: string): boolean {
  return allWords.has(keyword);
}

/** What may stand inside an object of a kind; "" is a file's left margin. Undefined where anything may. */
export function membersOf(keyword: string): ReadonlySet<string> | undefined {
  const members = known.get(keyword);
  if (members || free.has(keyword) || !isTmdlWord(keyword)) return members;
  return nothing;
}

/** Properties with a closed list of values, by their name, or by their owner's and theirs. Values are compared without regard to case. */
const values: Record<string, string> = {
  dataType: "string int64 double decimal dateTime boolean binary variant automatic unknown",
  summarizeBy: "default none sum min max count average distinctCount",
  crossFilteringBehavior: "oneDirection bothDirections automatic",
  securityFilteringBehavior: "oneDirection bothDirections none",
  "refreshPolicy.mode": "import hybrid",
  mode: "import directQuery dual push directLake default",
  fromCardinality: "none one many",
  toCardinality: "none one many",
  modelPermission: "none read readRefresh refresh administrator",
  isHidden: "true false",
  isKey: "true false",
  isActive: "true false",
};

/** The values a property of an object may have; undefined where it may have any. */
export function valuesOf(property: string, owner: string): readonly string[] | undefined {
  return (values[`${owner}.${property}`] ?? values[property])?.split(" ");
}
