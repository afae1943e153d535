import type { PullRequest } from "../stores/store.ts";

export interface PullRequestText {
  readonly title: string;
  readonly body: string;
}

/**
 * Where the team's main branch, branches and pull requests are. Methods that change it take a key (branch, marker, tree), so
 * that a repeat after a crash finds what was done instead of doing it twice.
 */
export interface Forge {
  readonly name: string;
  /** A bare or mirrored repository on this machine that has the objects of the forge. */
  readonly repository: string;
  /** The commit main is at. */
  main(): Promise<string>;
  /** The commit a branch is at; undefined when there is no such branch. */
  branch(name: string): Promise<string | undefined>;
  /**
   * Points a branch at a commit that `repository` has, if it is still where the caller saw it (`from`; undefined: nowhere),
   * or there already. Fails with `branch.moved` when somebody pushed meanwhile.
   */
  pushBranch(branch: string, commit: string, from: string | undefined): Promise<void>;
  /** One pull request for each marker: the second call updates its text and head. */
  openPullRequest(marker: string, branch: string, head: string, text: PullRequestText): Promise<PullRequest>;
  pullRequest(marker: string): Promise<PullRequest | undefined>;
  /** Merges with exactly `tree` on top of `base`; fails with `merge.tree` when main is elsewhere. The second call finds the first. */
  merge(
    marker: string,
    merge: { base: string; head: string; tree: string; message: string; time: number },
  ): Promise<string>;
  /** Commits `tree` on main, whatever it was: how a roll back undoes code. */
  commitTree(commit: { base: string; tree: string; message: string; time: number }): Promise<string>;
}
