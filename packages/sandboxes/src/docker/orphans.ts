import type Docker from "dockerode";

/** Who opened a box, told apart from everybody else who may use the same engine. */
export interface Owner {
  /** This boot of this machine, and the numbering of processes that the id belongs to. */
  readonly place: string;
  readonly id: string;
  /** Whether an owner at this place still runs. */
  lives(id: string): boolean;
}

const BOX = "throughline.box";
const PLACE = "throughline.place";
const OWNER = "throughline.owner";
const DEADLINE = "throughline.deadline";

export function labelsOf(owner: Owner, purpose: string, deadline: string): Record<string, string> {
  return { [BOX]: purpose, [PLACE]: owner.place, [OWNER]: owner.id, [DEADLINE]: deadline };
}

/**
 * Removes boxes that nobody will close: of owners that are gone, and of any owner when its time was over. Boxes of owners
 * elsewhere, whose lives cannot be told from here, are left until then. How many there were.
 */
export async function removeOrphans(engine: Docker, owner: Owner, now: string): Promise<number> {
  const all = await engine.listContainers({ all: true, filters: { label: [BOX] } });
  const orphans = all.filter(({ Labels: labels }) => {
    const here = labels[PLACE] === owner.place;
    return (here && !owner.lives(labels[OWNER] ?? "")) || (labels[DEADLINE] ?? "") < now;
  });
  const removed = await Promise.allSettled(
    orphans.map(({ Id }) => engine.getContainer(Id).remove({ force: true, v: true })),
  );
  return removed.filter(({ status }) => status === "fulfilled").length;
}
