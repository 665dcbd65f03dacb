import { setTimeout as sleep } from 'node:timers/promises';
import { type Node } from '@interlock/kernel';
import { laneStates } from '@interlock/nest-kit';

const LOOK_MS = 5;

/** Resolves when nothing runs anywhere, what was told is received, and no log has moved, twice in a row. */
export async function settle(all: readonly Node[], get: (code: string) => Node | undefined): Promise<void> {
  const nodes = { all: () => all, get };
  for (let quiet = 0; quiet < 2;) {
    const before = all.map((node) => node.store.head());
    for (const node of all) await node.settled();
    if (isUnderWay(nodes)) await sleep(LOOK_MS);
    else quiet = all.every((node, index) => node.store.head() === before[index]) ? quiet + 1 : 0;
  }
}

/** A broker has what nobody has received yet. A lane that is halted moves no more. */
function isUnderWay(nodes: Parameters<typeof laneStates>[0]): boolean {
  return laneStates(nodes).some(({ behind = 0, problem }) => behind > 0 && problem === undefined);
}
