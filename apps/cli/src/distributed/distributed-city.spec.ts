import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Folder, temporaryFolder } from '../children.suite.ts';
import { type DistributedCity, startServices } from './distributed-city.ts';

let folder: Folder;
let lines: string[];
beforeEach(() => {
  folder = temporaryFolder();
  lines = [];
});
afterEach(() => {
  folder.remove();
});

/** One service that never becomes ready: it has no certificate. */
function started(): Promise<DistributedCity> {
  return startServices({
    ...{ data: folder.at('city'), host: '127.0.0.1', port: 0, clock: 'virtual', services: [{ name: 'world', app: 'world', nodes: [] }] },
    ...{ roster: [], own: new Map(), env: { PATH: process.env['PATH'] } },
    broker: { bootstrap: ['127.0.0.1:9'], pids: () => [], onRestarted: () => undefined, stop: () => Promise.resolve() },
    line(from, text) {
      lines.push(`${from}: ${text}`);
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
