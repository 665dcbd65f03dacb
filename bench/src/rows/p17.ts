import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { interleave } from '../harness/measure.ts';
import { runChild } from '../harness/processes.ts';
import { atMost, resultOf, short } from '../harness/result.ts';
import { type Row, type Sample } from '../harness/types.ts';

const STORY = join(import.meta.dirname, '..', '..', '..', 'scenarios', 'wuyi-1.66m.yaml');
export const PLAY = join(import.meta.dirname, 'play.child.ts');

/** P17: a story from its file to its result, in a process of its own. */
export const p17: Row = {
  id: 'P17',
  title: 'scenario player, wuyi-1.66m',
  async run(context) {
    const folder = context.folder('p17');
    const measurement = await interleave([{ role: 'ours', name: 'Interlock', run: () => play(folder) }], context);
    const { ours } = measurement;
    return [
      resultOf({ id: 'P17', title: p17.title, unit: 's', better: 'lower' }, measurement, {
        targets: [
          atMost('file to result', ours.spread.median, 2, ' s'),
          atMost('outside start-up', ours.more('storySeconds'), 1, ' s'),
          atMost('failed checks', ours.more('failed'), 0),
        ],
        notes: [`${short(ours.more('events'))} events; start-up is the process until the first act of the story has settled`],
      }),
    ];
  },
};

async function play(folder: string): Promise<Sample> {
  const data = join(folder, randomUUID());
  const { message } = await runChild(PLAY, [STORY, data]);
  rmSync(data, { recursive: true, force: true });
  const { failed, troubles, events, firstActMs, doneMs } = message;
  const faults = [...(Array.isArray(failed) ? failed : []), ...(Array.isArray(troubles) ? troubles : [])].map(String);
  return {
    value: Number(doneMs) / 1_000,
    more: {
      storySeconds: (Number(doneMs) - Number(firstActMs)) / 1_000,
      events: Number(events),
      failed: Array.isArray(failed) ? failed.length : 1,
    },
    ...(faults.length > 0 && { faults }),
  };
}
