import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '@interlock/kernel';
import { createIssuers } from '@interlock/nest-kit';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { type RunningGateway, startGateway } from './gateway.ts';

const HOST = '127.0.0.1';
const OPEN_TO_ALL = ['/live', '/ready', '/startup', '/health', '/problems', '/metrics'];
const folder = mkdtempSync(join(tmpdir(), 'interlock-probe-port-'));
const running: RunningGateway[] = [];
afterEach(async () => {
  for (const gateway of running.splice(0)) await gateway.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function started(at: { readonly probePort?: number }): Promise<RunningGateway> {
  const { issuers } = await createIssuers(folder, ['police']);
  const clock = { now: () => instant('2026-03-01T12:00:00+08:00'), monotonicMs: () => 0, wakeAt: () => () => undefined };
  const nodes = { get: () => undefined, all: () => [] };
  const gateway = await startGateway(
    { nodes, issuers, clock, members: [], version: 'test', report: () => undefined },
    { host: HOST, port: 0, ...at },
  );
  running.push(gateway);
  return gateway;
}

const statuses = (url: string, paths: readonly string[]) => Promise.all(paths.map(async (path) => (await fetch(`${url}${path}`)).status));

describe('a gateway whose probes have a port of their own', () => {
  it('tells how its process stands there, and nothing of it to who reaches the API', async () => {
    const { url, probeUrl } = await started({ probePort: 0 });
    expect(probeUrl).not.toBe(url);
    expect(await statuses(probeUrl, OPEN_TO_ALL)).toEqual(OPEN_TO_ALL.map(() => 200));
    expect(await statuses(url, OPEN_TO_ALL)).toEqual(OPEN_TO_ALL.map(() => 404));
    expect(await statuses(probeUrl, ['/graphql', '/'])).toEqual([404, 404]);
    expect(await statuses(url, ['/'])).toEqual([200]);
  });

  it('lets go of both when it ends, or cannot begin', async () => {
    const { url, probeUrl, close } = await started({ probePort: 0 });
    await expect(started({ probePort: Number(new URL(url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    running.length = 0;
    await close();
    for (const at of [url, probeUrl]) await expect(fetch(at)).rejects.toThrow('fetch failed');
  });
});

describe('a gateway on one machine', () => {
  it('has its probes beside its API', async () => {
    const { url, probeUrl } = await started({});
    expect(probeUrl).toBe(url);
    expect(await statuses(url, OPEN_TO_ALL)).toEqual(OPEN_TO_ALL.map(() => 200));
  });
});
