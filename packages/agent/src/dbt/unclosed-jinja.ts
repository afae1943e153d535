const CLOSED_BY: Readonly<Record<string, string>> = { "{{": "}}", "{%": "%}", "{#": "#}" };

/** The first `{{`, `{%` or `{#` of a template that nothing closes, and the line it is on; what is raw is only text. */
export function unclosedJinja(text: string): { readonly opened: string; readonly line: number } | undefined {
  const opening = /\{[{%#]/gu;
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const [opened] = found;
    const close = CLOSED_BY[opened] ?? "";
    const end = text.indexOf(close, found.index + 2);
    if (end < 0) return { opened, line: text.slice(0, found.index).split("\n").length };
    opening.lastIndex = end + close.length;
    if (!/^\{%[-+]?\s*raw\s*[-+]?%\}$/u.test(text.slice(found.index, opening.lastIndex))) continue;
    const endOfRaw = /\{%[-+]?\s*endraw\s*[-+]?%\}/u.exec(text.slice(opening.lastIndex));
    if (endOfRaw === null) return { opened: "{% raw %}", line: text.slice(0, found.index).split("\n").length };
    opening.lastIndex += endOfRaw.index + endOfRaw[0].length;
  }
  return undefined;
}
