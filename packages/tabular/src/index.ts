export { type BoundDax, bindDax, bindDaxQuery, type DaxReference, type DaxScope } from "./dax/bind.ts";
export { formatDax } from "./dax/format.ts";
export { type Arity, daxFunction, daxFunctions } from "./dax/functions.ts";
export { lexDax, type Token, type TokenKind } from "./dax/lexer.ts";
export { type ParsedDax, type ParsedDaxQuery, parseDax, parseDaxFunction, parseDaxQuery } from "./dax/parse.ts";
export { type ArgumentKind, type Signature, signatureOf } from "./dax/signatures.ts";
export * from "./dax/syntax.ts";
export * from "./dax/write.ts";
export { type CompiledMeasures, compileMeasures, type MeasureQuery } from "./evaluate/compile.ts";
export { mentionsOf, type SourceColumn, type TableSource } from "./m/table-source.ts";
export { type BoundText, bindModel } from "./model/bind-model.ts";
export {
  type CheckSettings,
  checkProject,
  checkProjectQueries,
  findingKinds,
  fingerprint,
  type ModelFinding,
} from "./model/check.ts";
export { type DaxText, daxTexts, parseExpression } from "./model/dax-text.ts";
export { type Dependencies, dependenciesOf, type ObjectRef, objectKey } from "./model/dependencies.ts";
export {
  diffModels,
  type ModelDifference,
  type ModelObjectText,
  meaningOf,
  modelObjects,
} from "./model/diff-models.ts";
export { addToModel, type Where } from "./model/edit/add-object.ts";
export {
  type EditResult,
  type EditsByFile,
  type FileEdits,
  type Refusal,
  undoOf,
  withEdits,
} from "./model/edit/file-edits.ts";
export { moveMeasure } from "./model/edit/move-measure.ts";
export type * from "./model/edit/new-object.ts";
export {
  labelOf,
  nameProblem,
  type ObjectName,
  type ObjectPlace,
  originsOf,
  type Rename,
} from "./model/edit/object-name.ts";
export { whyReadOnly } from "./model/edit/read-only.ts";
export { removeFromModel } from "./model/edit/remove-object.ts";
export { renameInModel } from "./model/edit/rename-object.ts";
export { usersOf } from "./model/edit/users.ts";
export { formatModel } from "./model/format-model.ts";
export * from "./model/model.ts";
export { type GraphEdge, type GraphNode, type ModelGraph, modelGraph, nodeKey } from "./model/model-graph.ts";
export { indexModel, type ModelIndex } from "./model/model-index.ts";
export { folderPrefix, openTabular, type TabularProject } from "./model/open-model.ts";
export { property, writtenValue } from "./model/property.ts";
export { readModel } from "./model/read-model.ts";
export { renameEverywhere } from "./model/rename.ts";
export { type BoundReportMeasure, bindReportMeasures } from "./model/report-dax.ts";
export type { FindingKind, Severity } from "./model/rules/rule.ts";
export { columnSource, tableRelation } from "./model/table-relation.ts";
export { type FieldReference, type FieldUse, type FieldUses, findFieldUses } from "./pbir/field-reference.ts";
export { type JsonNode, jsonMember, jsonPath, jsonText, parseJson } from "./pbir/json.ts";
export { type Page, type Report, type ReportFile, readReport, type Visual } from "./pbir/report.ts";
export type { ReportMeasure } from "./pbir/report-measures.ts";
export type { Diagnostic } from "./text/diagnostic.ts";
export { type LineIndex, lineIndex, type Position } from "./text/line-index.ts";
export { nameKey, sameName } from "./text/same-name.ts";
export type { Span } from "./text/span.ts";
export { stableId } from "./text/stable-id.ts";
export { applyEdits, type TextEdit } from "./text/text-edit.ts";
export * from "./tmdl/edit.ts";
export { parseNamePath, quoteTmdlName } from "./tmdl/name.ts";
export { parseTmdl } from "./tmdl/parse.ts";
export type * from "./tmdl/syntax.ts";
