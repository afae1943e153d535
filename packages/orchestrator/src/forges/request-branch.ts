/** The branch of a request on the forge: Throughline pushes its patches there, and people what they make of them. */
export function requestBranch(id: string): string {
  return `throughline/${id}`;
}
