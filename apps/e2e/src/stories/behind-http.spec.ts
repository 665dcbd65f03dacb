import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readCertificate } from '@interlock/adapters';
import { backupCity, playAgainst } from '@interlock/interlock';
import { type Scenario, type StoryResult } from '@interlock/simulator';
import { serveWorld } from '@interlock/world-service';
import { type CityBehindHttp, openCityBehindHttp } from './city-behind-http.suite.ts';
import { shipped } from './load.suite.ts';
import { SHIPPED, itPlaysAsEmbedded } from './shipped-stories.suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'interlock-behind-http-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const PATIENCE_MS = 60_000;
let plays = 0;
const fresh = (): string => {
  plays += 1;
  return join(folder, String(plays));
};

function against(scenario: Scenario, city: { readonly url: string } | { readonly data: string }): Promise<StoryResult> {
  return playAgainst({ scenario, city, file: `${scenario.name}.yaml`, patienceMs: 20_000, progress: () => undefined });
}

async function play(scenario: Scenario): Promise<StoryResult> {
  const city = await openCityBehindHttp(fresh());
  try {
    return await against(scenario, { data: city.data });
  } finally {
    await city.stop();
    expect(city.troubles).toEqual([]);
  }
}

describe('a story on a city that is reached over HTTPS only, the world outside too', () => {
  // The one with warnings and telephone lines; on processes of their own are played the first story (distributed.spec.ts) and the one with
  // deadlines (replicas-of-a-service.spec.ts).
  const stories = process.env['INTERLOCK_TEST_STORIES'] === 'all' ? SHIPPED : (['lanxi-read-166800'] as const);
  itPlaysAsEmbedded(stories, play, { folder: fresh, patienceMs: PATIENCE_MS });
});

describe('a city that a story is not played on', () => {
  let city: CityBehindHttp;
  beforeAll(async () => {
    city = await openCityBehindHttp(fresh());
  }, PATIENCE_MS);
  afterAll(() => city.stop());

  it('has been played on before: it is not fresh, and left as it is', async () => {
    const short = shipped('wuyi-1.66m');
    const first = { ...short, steps: short.steps.slice(0, 1) };
    await against(first, { data: city.data });
    await expect(against(first, { data: city.data })).rejects.toMatchObject({
      text: { code: 'CITY_NOT_FRESH', exit: 4, how: expect.stringContaining('interlock up') },
    });
  });

  it('has a backup with its world in it: banks are answered as before, each account is whose it was', async () => {
    const into = fresh();
    await backupCity(city.data, into);
    const certificate = readCertificate(join(city.data, 'certificates'), 'world');
    const world = await serveWorld({
      ...{ data: into, certificate, host: '127.0.0.1', port: 0, peerPort: 0, clock: 'virtual', report: () => undefined },
    });
    await world.stop();
    const journal = (data: string): string => readFileSync(join(data, 'world.jsonl'), 'utf8');
    expect(journal(into)).toBe(journal(city.data));
    expect(journal(into)).toContain('"kind":"account-opened"');
  });

  it.each([
    [404, '{"message":"Cannot GET /control/city"}'],
    [403, '{"code":"NOT_THIS_MACHINE"}'],
    [200, 'ok'],
  ])('answers %s to who asks where it is: no city on a clock that could be moved', async (status, text) => {
    const gateway = createServer((_, response) => response.writeHead(status).end(text));
    await new Promise<void>((listening) => gateway.listen(0, '127.0.0.1', listening));
    const address: AddressInfo | string | null = gateway.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      await expect(against(shipped('wuyi-1.66m'), { url: `http://127.0.0.1:${String(port)}` })).rejects.toMatchObject({
        text: { code: 'CITY_NOT_PLAYABLE', exit: 4 },
      });
    } finally {
      gateway.close();
    }
  });

  it('does not answer, or does not run', async () => {
    const scenario = shipped('wuyi-1.66m');
    await expect(against(scenario, { url: 'http://127.0.0.1:9' })).rejects.toMatchObject({ text: { code: 'CITY_UNREACHABLE', exit: 3 } });
    await expect(against(scenario, { data: fresh() })).rejects.toMatchObject({ text: { code: 'CITY_NOT_RUNNING', exit: 3 } });
  });
});
