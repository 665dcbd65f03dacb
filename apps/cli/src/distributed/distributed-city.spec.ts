import { EventEmitter, once } from 'node:events';
import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Folder, temporaryFolder } from '../children.suite.ts';
import { type DistributedCity, startServices } from './distributed-city.ts';
import { readRun, runFolder } from './run-file.ts';

let folder: Folder;
let lines: string[];
const said = new EventEmitter();
beforeEach(() => {
  folder = temporaryFolder();
  lines = [];
});
afterEach(() => {
  folder.remove();
});

/** Resolves with the first line that holds these words. */
async function lineWith(words: string): Promise<string> {
  for (;;) {
    const found = lines.find((line) => line.includes(words));
    if (found !== undefined) return found;
    await nextLine();
  }
}

const nextLine = (): Promise<unknown> => once(said, 'line');

/** One service that never becomes ready: it has no certificate. */
function started(): Promise<DistributedCity> {
  return startServices({
    ...{ data: folder.at('city'), host: '127.0.0.1', port: 0, clock: 'virtual', services: [{ name: 'world', app: 'world', nodes: [] }] },
    ...{ roster: [], own: new Map(), env: { PATH: process.env['PATH'] } },
    broker: { bootstrap: ['127.0.0.1:9'], pids: () => [], onRestarted: () => undefined, stop: () => Promise.resolve() },
    line(from, text) {
      lines.push(`${from}: ${text}`);
      said.emit('line');
    },
  });
}

describe('a distributed city that is stopped while it starts', () => {
  it('waits for nobody any more: whoever waited for it to be ready is let go', async () => {
    const city = await started();
    const ready = city.ready(20_000);
    await city.stop();
    await expect(ready).resolves.toBeUndefined();
  });
});

describe('a distributed city on a disk that takes nothing more', () => {
  it('goes on, says what it could not write down, and writes it down when there is room', async () => {
    const data = folder.at('city');
    const full = join(runFolder(data), 'city.json.new'); // nothing can be written under a name that is a folder’s
    mkdirSync(full, { recursive: true });
    const city = await started();
    expect(await lineWith('cannot be written down')).toContain('EISDIR');
    await lineWith('world ended');
    expect(lines.filter((line) => line.includes('cannot be written down'))).toHaveLength(1);
    rmdirSync(full);
    while (readRun(data) === undefined) await nextLine();
    expect(readRun(data)?.services).toMatchObject([{ name: 'world' }]);
    await city.stop();
    expect(readRun(data)).toBeUndefined();
  });
});
