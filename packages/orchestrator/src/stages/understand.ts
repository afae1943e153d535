import { buildCatalogue, understand as read } from "@throughline/agent";
import { Production } from "@throughline/delivery";
import { filesAt } from "../git/tree-files.ts";
import { type RunStage, stopwatch } from "../workflow/context.ts";
import { projectFacts } from "../workflow/project-facts.ts";
import { requireSound } from "../workflow/require-sound.ts";

/** Words to a typed intent, or to questions, or to a refusal. A guess is a defect. */
export const understand: RunStage = async (context, state) => {
  const seconds = stopwatch();
  const { forge, project, prefix, delivery } = context;
  const main = await forge.main();
  const files = await filesAt(forge.repository, main, prefix);
  // What production runs was checked.
  if (new Production(project.warehouse).current()?.manifest.commit !== main) requireSound(project, files);
  const facts = await projectFacts(project, delivery);
  const understanding = read(state.text, buildCatalogue(files, project.layout, facts), state.answers);
  switch (understanding.status) {
    case "understood":
      return [{ kind: "understood", intent: understanding.intent, seconds: seconds() }];
    case "question":
      return [{ kind: "questioned", questions: understanding.questions, seconds: seconds() }];
    case "refused": {
      const { status: _, ...refusal } = understanding;
      return [{ kind: "refused", ...refusal, seconds: seconds() }];
    }
    case "no-change":
      return [{ kind: "found-existing", existing: understanding.existing, seconds: seconds() }];
    default:
      return understanding satisfies never;
  }
};
