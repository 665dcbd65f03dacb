import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { interleave } from '../harness/measure.ts';
import { type Server, runChild, startServer } from '../harness/processes.ts';
import { atMost, resultOf, short } from '../harness/result.ts';
import { type Contender, type Row, type Sample } from '../harness/types.ts';
import { PEERS_FOLDER } from '../peers/emmett.ts';
import { versionOf } from '../harness/machine.ts';
import { PLAY } from './p17.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const MAIN = join(ROOT, 'apps', 'interlock', 'dist', 'main.js');
const STORY = join(ROOT, 'scenarios', 'wuyi-1.66m.yaml');
const BARE = join(import.meta.dirname, '..', 'peers', 'bare-nest.ts');
/** Until what start-up left behind is collected and the demo's day has begun. */
const SETTLES_MS = 3_000;

/** P14: process start → first page and first GraphQL answer, on data that hold the story; and the memory it then has. */
export const p14: Row = {
  id: 'P14',
  title: 'start',
  async run(context) {
    const data = join(context.folder('p14'), 'city');
    await runChild(PLAY, [STORY, data]);
    const env = { INTERLOCK_DATA: data, INTERLOCK_PORT: '0', INTERLOCK_DEMO: 'on' };
    const bare: Contender = {
      role: 'peer',
      name: 'bare Nest + Apollo app',
      version: `@nestjs/core ${versionOf(PEERS_FOLDER, '@nestjs/core') ?? 'not installed'}, @apollo/server ${versionOf(PEERS_FOLDER, '@apollo/server') ?? '?'}`,
      run: () => answered(() => startServer(BARE, [])),
    };
    const measurement = await interleave(
      [{ role: 'ours', name: 'Interlock', run: () => answered(() => startServer(MAIN, [], env)) }, bare],
      context,
    );
    const { ours, peers } = measurement;
    const [peer] = peers;
    const hasPeer = peer !== undefined && peer.samples.length > 0;
    return [
      resultOf({ id: 'P14', title: 'process start to first page and first GraphQL answer', unit: 's', better: 'lower' }, measurement, {
        targets: [
          ...(hasPeer ? [atMost('ours ÷ bare app', ours.spread.median / peer.spread.median, 3)] : []),
          atMost('resident memory', ours.more('residentMb'), 512, ' MB'),
        ],
        notes: [
          `${short(ours.more('residentMb'))} MB resident ${SETTLES_MS / 1_000} s after the first answer, the story's data open and the demo's day running; the bare app ${short(peer?.more('residentMb') ?? Number.NaN)} MB`,
          'the built program itself: `npm start` adds the look whether anything has to be built',
        ],
      }),
    ];
  },
};

async function answered(start: () => Promise<Server>): Promise<Sample> {
  const server = await start();
  try {
    const page = await fetch(server.url);
    const html = await page.text();
    const reply = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    const body = await reply.text();
    const seconds = server.elapsedMs() / 1_000;
    const faults = [
      ...(page.ok && html.includes('<') ? [] : ['no first page']),
      ...(body.includes('Query') ? [] : [`GraphQL: ${body.slice(0, 200)}`]),
    ];
    await sleep(SETTLES_MS);
    return { value: seconds, more: { residentMb: server.residentMb() }, ...(faults.length > 0 && { faults }) };
  } finally {
    await server.stop();
  }
}
