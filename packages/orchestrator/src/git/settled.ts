/** A whole object id, in either of git's hash formats. An abbreviation, a branch or `HEAD` may mean something else tomorrow. */
const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Remembers what a repository answers of objects, at most `kept` answers. What is asked of whole ids has one answer for all
 * time, and starting git for it once more costs more than the answer: a request asks the same of its base at every step. A
 * question that names anything else is asked anew, and so is one that failed: its objects may come yet.
 */
export function settled<Names extends readonly string[], Answer>(
  kept: number,
  ask: (repository: string, ids: readonly string[], ...names: Names) => Promise<Answer>,
): (repository: string, ids: readonly string[], ...names: Names) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>();
  return (repository, ids, ...names) => {
    if (!ids.every((id) => OBJECT_ID.test(id))) return ask(repository, ids, ...names);
    const question = JSON.stringify([repository, ids, names]);
    const answer = answers.get(question) ?? ask(repository, ids, ...names);
    // What was asked last is kept longest.
    answers.delete(question);
    answers.set(question, answer);
    for (const oldest of answers.keys()) {
      if (answers.size <= kept) break;
      answers.delete(oldest);
    }
    answer.catch(() => {
      if (answers.get(question) === answer) answers.delete(question);
    });
    return answer;
  };
}
