/** `annotation throughline_deprecated = true` on what is to go, so that whoever opens the model sees it there. */
export const DEPRECATED = "throughline_deprecated";
