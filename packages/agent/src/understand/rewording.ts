/** One way in which people say something, and the same in words that the readers know. */
export interface Rewording {
  readonly said: RegExp;
  readonly plain: string;
}

/** What is captured is left to the readers, which refuse what they cannot explain. */
export function rewording(said: string, plain: string): Rewording {
  return { said: new RegExp(said, "iu"), plain };
}
