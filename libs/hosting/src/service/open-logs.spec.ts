import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type KurrentSimulator, startKurrentSimulator } from '@interlock/adapters';
import { type EventStore, type StreamWrite, encodeEvent, idOf, instant } from '@interlock/kernel';
import { type TreeState, followTree, noteSigner } from '@interlock/trust';
import { type OpenDataFolder, openDataFolder } from '../folder/data-folder.ts';
import { foldedFiles } from '../nodes/folded-files.ts';
import { type OpenLogs, openLogs } from './open-logs.ts';

const path = mkdtempSync(join(tmpdir(), 'interlock-logs-'));
let simulator: KurrentSimulator;
let folder: OpenDataFolder;
beforeAll(async () => {
  simulator = await startKurrentSimulator();
  folder = openDataFolder(path, ['police']);
});
afterAll(async () => {
  folder.lock.release();
  await simulator.stop();
  rmSync(path, { recursive: true });
});

const onServer = (): OpenLogs =>
  openLogs({ store: { kind: 'kurrentdb', url: `${simulator.url}&discoveryInterval=20` }, nodes: [], logBytesMax: undefined }, folder);
const note = (number: number): StreamWrite => {
  const [meta, recordedAt] = [{ actor: { kind: 'policy', name: 'suite' } } as const, instant('2026-03-01T12:00:00.000Z')];
  const event = { id: idOf('note', number), type: 'NoteTaken', schemaVersion: 1, stream: 'case-a', data: { number }, meta, recordedAt };
  return { stream: 'case-a', expected: number === 0 ? 'no-stream' : number - 1, events: [encodeEvent(event)] };
};
const sealed = async (store: EventStore): Promise<TreeState> => {
  const { tree: file, isNewTree: rebuild } = foldedFiles(folder, 'police', store);
  const tree = await followTree({ store, file, rebuild, origin: 'police', signer: noteSigner('police', new Uint8Array(32)) });
  await tree.stop();
  return tree.state();
};

describe('where the logs of a service lie', () => {
  it('in files: a node has one process, and what is folded lies under its plain name', async () => {
    const logs = openLogs({ store: { kind: 'sqlite' }, nodes: [], logBytesMax: undefined }, folder);
    const store = await logs.open('police');
    expect(foldedFiles(folder, 'police', store)).toEqual({ views: folder.views('police'), tree: folder.tree('police'), isNewTree: false });
    await expect(logs.open('police')).rejects.toThrow();
    await logs.close();
  });

  it('on KurrentDB (simulated): as many processes as needed, and what another log was folded into is not taken for this one’s', async () => {
    const [one, two] = [onServer(), onServer()];
    const [first, second] = [await one.open('police'), await two.open('police')];
    await first.append([note(0)]);
    await second.append([note(1)]);
    expect((await first.readStream('case-a')).head).toBe(1);
    expect(second.storeId).toBe(first.storeId);
    const files = foldedFiles(folder, 'police', first);
    expect(files).toEqual({
      views: join(path, 'police', `views.${first.storeId}.sqlite`),
      tree: join(path, 'police', `log.${first.storeId}.tree`),
      isNewTree: true,
    });
    // A process that comes later takes the whole log into its tree; the next time its tree is there.
    // Its positions are the server’s own: no number of events.
    expect(await sealed(first)).toEqual({ size: 2, sealedSize: 2, sealedThrough: second.head() });
    expect(foldedFiles(folder, 'police', first).isNewTree).toBe(false);
    expect(await sealed(first)).toMatchObject({ sealedSize: 2, sealedThrough: second.head() });
    await Promise.all([one.close(), two.close()]);
  });
});
