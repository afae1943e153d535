import { bindModel } from "../bind-model.ts";
import { parseExpression } from "../dax-text.ts";
import { bindReportMeasures } from "../report-dax.ts";
import { finding, type Rule } from "./rule.ts";

/** Files must be TMDL, expressions DAX, report files JSON, and every name in DAX must mean something. */
export const syntax: Rule = {
  kinds: [
    { code: "file-too-large", severity: "error", why: "What is in it cannot be checked." },
    {
      code: "text-encoding",
      severity: "error",
      why: "Characters that are no UTF-8 are lost when a tool saves the file.",
    },
    { code: "tmdl-too-deep", severity: "error", why: "It cannot be read, by people or by this program." },
    { code: "tmdl-too-long", severity: "error", why: "What is in the rest of the file cannot be checked." },
    { code: "bim-json", severity: "error", why: "Power BI cannot open the model." },
    { code: "tmdl-syntax", severity: "error", why: "Power BI cannot open the model." },
    { code: "tmdl-indentation", severity: "error", why: "Indentation says what belongs to what: Power BI refuses it." },
    {
      code: "tmdl-expression-indentation",
      severity: "warning",
      why: "An expression at the level of the properties is read by some tools and refused by others.",
    },
    { code: "tmdl-description", severity: "error", why: "Power BI refuses a description that describes nothing." },
    { code: "dax-syntax", severity: "error", why: "The object shows an error instead of a value." },
    { code: "dax-character", severity: "error", why: "The object shows an error instead of a value." },
    { code: "dax-unclosed", severity: "error", why: "The object shows an error instead of a value." },
    {
      code: "dax-separator",
      severity: "error",
      why: "Models are written with commas, whatever the regional settings.",
    },
    { code: "dax-too-deep", severity: "error", why: "It cannot be read, by people or by this program." },
    { code: "dax-too-long", severity: "error", why: "It cannot be read, by people or by this program." },
    { code: "dax-empty", severity: "warning", why: "A measure without an expression shows nothing." },
    { code: "dax-unknown-name", severity: "error", why: "The object shows an error instead of a value." },
    { code: "dax-unknown-table", severity: "error", why: "The object shows an error instead of a value." },
    { code: "dax-unknown-column", severity: "error", why: "The object shows an error instead of a value." },
    { code: "dax-unknown-measure", severity: "error", why: "The object shows an error instead of a value." },
    { code: "dax-unknown-function", severity: "error", why: "The object shows an error instead of a value." },
    { code: "dax-arity", severity: "error", why: "The object shows an error instead of a value." },
    { code: "dax-needs-table", severity: "error", why: "The object shows an error instead of a value." },
    { code: "dax-needs-value", severity: "error", why: "The object shows an error instead of a value." },
    { code: "dax-needs-row", severity: "error", why: "The object shows an error instead of a value." },
    { code: "dax-needs-number", severity: "error", why: "The object shows an error instead of a value." },
    { code: "dax-needs-column", severity: "error", why: "The object shows an error instead of a value." },
    { code: "pbir-json", severity: "error", why: "Power BI cannot open the report." },
    { code: "pbir-old-format", severity: "warning", why: "What its visuals show cannot be checked." },
  ],
  check(project, report) {
    for (const file of project.model.files) {
      for (const found of file.document.diagnostics) report(file.path, found);
      const bad = file.document.text.indexOf("\uFFFD");
      if (bad !== -1) {
        const message = "this is no character: the file was not UTF-8, or was saved by a tool that did not know it";
        report(file.path, finding("text-encoding", { start: bad, end: bad + 1 }, message, "Save the file as UTF-8."));
      }
    }
    for (const { expression, bound } of bindModel(project.model)) {
      const { path } = expression.file;
      for (const found of parseExpression(expression).diagnostics) report(path, found);
      for (const found of bound.diagnostics) report(path, found);
    }
    for (const { measure, diagnostics } of bindReportMeasures(project)) {
      for (const found of diagnostics) report(measure.path, found);
    }
    for (const { diagnostics } of project.reports) {
      for (const { file, diagnostic } of diagnostics) report(file, diagnostic);
    }
  },
};
