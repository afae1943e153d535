import type { Finding } from "@throughline/contracts";

const LEVEL = { error: "error", warning: "warning", info: "note" } as const;

/**
 * Findings as SARIF 2.1.0, which code hosts show beside the lines (OASIS, sarif-v2.1.0). Where a finding's kind is among
 * `kinds`, its rule says why it matters.
 */
export function sarifOf(findings: readonly Finding[], kinds: readonly { code: string; why: string }[] = []) {
  const whys = new Map(kinds.map(({ code, why }) => [code, why]));
  const rules = [...new Set(findings.map((finding) => finding.code))].sort();
  return {
    version: "2.1.0",
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    runs: [
      {
        tool: { driver: { name: "throughline", rules: rules.map((id) => ruleOf(id, whys.get(id))) } },
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

function ruleOf(id: string, why: string | undefined) {
  return why === undefined ? { id } : { id, shortDescription: { text: why } };
}
