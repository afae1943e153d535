/** What `throughline image build` makes unless told otherwise; another number when a box needs something else of it. */
export const SANDBOX_IMAGE = "throughline-sandbox:1";

/** The Claude Code that is put into an image when asked for. */
export const CLAUDE_CODE_VERSION = "2.1.330";
