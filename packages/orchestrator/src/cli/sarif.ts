import type { Finding } from "@throughline/contracts";

const LEVEL = { error: "error", warning: "warning", info: "note" } as const;

/** Findings as SARIF 2.1.0, which code hosts show beside the lines (OASIS, sarif-v2.1.0). */
export function sarifOf(findings: readonly Finding[]) {
  const rules = [...new Set(findings.map((finding) => finding.code))].sort();
  return {
    version: "2.1.0",
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    runs: [
      {
        tool: { driver: { name: "throughline", rules: rules.map((id) => ({ id })) } },
        results: findings.map((finding) => ({
          ruleId: finding.code,
          level: LEVEL[finding.severity],
          message: { text: finding.hint ? `${finding.message}\n${finding.hint}` : finding.message },
          ...(finding.file
            ? {
                locations: [
                  {
                    physicalLocation: {
                      artifactLocation: { uri: encodeURI(finding.file) },
                      region: { startLine: finding.line ?? 1, startColumn: finding.column ?? 1 },
                    },
                  },
                ],
              }
            : {}),
        })),
      },
    ],
  };
}
