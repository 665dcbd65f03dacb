import { openLogSnapshot, openSqliteStores } from '@interlock/adapters';
import { decodeEvent, encodeEvent, idOf } from '@interlock/kernel';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { type RunningCity, documentIn, interlock, reportCase, rowsIn, startCity, temporaryFolder } from './children.suite.ts';
import { laneIn, untilAtRest } from './lanes-at-rest.suite.ts';

const folder = temporaryFolder();
const data = folder.at('city');
let city: RunningCity | undefined;

afterEach(() => {
  city?.process.kill('SIGKILL');
});
afterAll(() => {
  folder.remove();
});

/** Reports so many cases to the running city; answers their ids when everything that can be told has been. */
type Tell = (cases: number) => Promise<readonly string[]>;

async function whileRunning<Result>(work: (tell: Tell) => Promise<Result>): Promise<Result> {
  const running = await startCity(data);
  city = running;
  const token = (await interlock(['token', '--data', data])).out.trim();
  const result = await work(async (cases) => {
    const caseIds: string[] = [];
    while (caseIds.length < cases) caseIds.push(String(await reportCase(running.url, token)));
    await untilAtRest(data);
    return caseIds;
  });
  expect(await running.stop('SIGINT')).toEqual({ code: 0, signal: null });
  return result;
}

/** A backup of the running city, and what police did after it. */
function backedUpBetween() {
  return whileRunning(async (tell) => {
    const early = await tell(1);
    expect((await interlock(['backup', '--data', data, '--into', folder.at('early')])).code).toBe(0);
    return { early, lost: await tell(2) };
  });
}

const lane = (from: string, to: string) => laneIn(data, from, to);

async function untold(node: string): Promise<unknown> {
  const { out } = await interlock(['doctor', '--json', '--data', data]);
  return rowsIn(documentIn(out), 'nodes').find((one) => one['node'] === node)?.['untold'];
}

async function broken(): Promise<readonly string[]> {
  const { out } = await interlock(['lanes', '--json', '--data', data]);
  return rowsIn(documentIn(out), 'lanes').flatMap((one) =>
    one['broken'] === null ? [] : [`${String(one['from'])} → ${String(one['to'])}`],
  );
}

async function findings(): Promise<readonly string[]> {
  const doctor = await interlock(['doctor', '--json', '--data', data]);
  return rowsIn(documentIn(doctor.out), 'findings').map(({ code, todo }) => `${String(code)}: ${String(todo)}`);
}

/** How often each of these cases was told to a node, over all epochs of the lane. */
async function told(node: string, caseIds: readonly string[]): Promise<readonly number[]> {
  const log = openLogSnapshot(`${data}/${node}/log.sqlite`);
  const page = await log.readAll({ streamPrefixes: ['received-police'], limit: 10_000 });
  log.close();
  const reported = page.events.map(decodeEvent).filter(({ type }) => type === 'police.case-reported.v1');
  return caseIds.map((id) => reported.filter((fact) => fact.data['caseId'] === id).length);
}

const REOPEN = ['lanes', 'reopen', '--data', data, '--reason', 'the disk of police was replaced', '--from', 'police', '--to'];

describe('a node whose log was put back from an older backup', () => {
  it('is named with what to do, gets back what its peers hold, and goes on telling everything once', async () => {
    const { early, lost } = await backedUpBetween();
    expect(await broken()).toEqual([]);
    const restored = await interlock(['restore', '--from', folder.at('early'), '--into', data, '--node', 'police', '--yes']);
    expect(restored).toMatchObject({ code: 6, err: expect.stringContaining('police is older than what city has received') });

    // It starts, other lanes go on, and what it tells on the broken ones waits.
    const waiting = await whileRunning(async (tell) => {
      const caseIds = await tell(1);
      expect(await broken()).toEqual(['police → office', 'police → city']);
      expect(await interlock([...REOPEN, 'city', '--yes'])).toMatchObject({
        code: 4,
        err: expect.stringMatching(/DATA_IN_USE[^]*while police is stopped/),
      });
      return caseIds;
    });
    expect(await told('city', [...early, ...lost, ...waiting])).toEqual([1, 1, 1, 0]);
    expect(await findings()).toEqual([
      expect.stringMatching(/^LANE_FORKED: .*interlock lanes reopen --from police --to office/),
      expect.stringMatching(/^LANE_FORKED: .*interlock lanes reopen --from police --to city/),
    ]);
    expect((await interlock(['verify', '--data', data])).code).toBe(0);
    expect(await interlock(['verify', '--deep', '--data', data])).toMatchObject({ code: 6, err: expect.stringContaining('LANE_FORKED') });
    // A broken lane keeps nobody from copying the city as it is.
    expect((await interlock(['backup', '--data', data, '--into', folder.at('broken')])).code).toBe(0);

    expect(await interlock([...REOPEN, 'city'])).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
    expect(await interlock([...REOPEN, 'city', '--dry-run'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('would go on in epoch 2'),
    });
    expect(await lane('police', 'city')).toMatchObject({ epoch: 1, broken: 'forked' });
    for (const to of ['city', 'office']) {
      const { code, out } = await interlock([...REOPEN, to, '--yes', '--json']);
      expect({ code, ...documentIn(out) }).toMatchObject({ code: 0, epoch: 2, recovered: lost.length, retold: waiting.length });
    }
    expect(await lane('police', 'city')).toMatchObject({ epoch: 2, toldThrough: 1, heldEpoch: 1, broken: null });
    expect(await untold('police')).toBe(4); // on both lanes the new epoch's opening, and the case that waited
    expect(await interlock([...REOPEN, 'city', '--yes'])).toMatchObject({ code: 4, err: expect.stringContaining('LANE_NOT_BROKEN') });

    const after = await whileRunning((tell) => tell(1));
    for (const node of ['city', 'office']) expect(await told(node, [...early, ...lost, ...waiting, ...after])).toEqual([1, 1, 1, 1, 1]);
    expect(await lane('police', 'city')).toMatchObject({ epoch: 2, toldThrough: 2, heldEpoch: 2, receivedThrough: 2, broken: null });
    expect([await findings(), await untold('police')]).toEqual([[], 0]);
    expect((await interlock(['verify', '--deep', '--data', data])).code).toBe(0);
    expect((await interlock(['rebuild', '--data', data])).code).toBe(0);
  });

  it('is opened again on lanes that are there only', async () => {
    expect(await interlock([...REOPEN, 'moon', '--yes'])).toMatchObject({ code: 3, err: expect.stringContaining('LANE_UNKNOWN') });
    const backwards = ['lanes', 'reopen', '--data', data, '--reason', 'x', '--from', 'city', '--to', 'police', '--yes'];
    expect(await interlock(backwards)).toMatchObject({ code: 3, err: expect.stringContaining('LANE_UNKNOWN') });
    expect((await interlock(['lanes', 'reopen', '--data', data, '--from', 'police', '--to', 'city', '--yes'])).code).toBe(2);
    expect((await interlock(['completion', 'bash'])).out).toContain('lanes) words="list reopen backfill');
  });
});

/** A case that was reported when nobody was told of it yet. */
async function reportUntold(): Promise<void> {
  const stores = openSqliteStores({ threads: 1 });
  const store = await stores.open(`${data}/police/log.sqlite`);
  const events = (await store.readAll({ limit: 10_000 })).events.map(decodeEvent);
  const cause = events.find(({ type }) => type === CASE_REPORTED)?.meta.causationId;
  const told = events.find(({ id }) => id === cause);
  if (!told) throw new Error('no case was told');
  const { id, type, schemaVersion, data: fields, meta, recordedAt } = told;
  const stream = `case-${idOf('untold', id)}`;
  const untold = encodeEvent({ id: idOf('untold', id), type, schemaVersion, stream, data: fields, meta, recordedAt });
  await store.append([{ stream, expected: 'no-stream', events: [untold] }]);
  await stores.close();
}

const CASE_REPORTED = 'police.case-reported.v1';
const BACKFILL = ['lanes', 'backfill', CASE_REPORTED, 'police.office', '--data', data, '--reason', 'the office counts cases'];

describe('what a node never told', () => {
  it('is told later by a clear word only, once, as a recorded act, and its recipient receives it at the next start', async () => {
    const before = await lane('police', 'office');
    await reportUntold();
    expect(await interlock(BACKFILL)).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
    const plan = await interlock([...BACKFILL, '--dry-run', '--json']);
    expect({ code: plan.code, ...documentIn(plan.out) }).toMatchObject({ code: 0, dryRun: true, facts: 1, epoch: 2 });
    expect(await lane('police', 'office')).toEqual(before);
    expect(await interlock([...BACKFILL, '--yes'])).toMatchObject({
      code: 0,
      out: expect.stringContaining(`1 facts ${CASE_REPORTED} are told`),
    });
    expect(await interlock([...BACKFILL, '--yes'])).toMatchObject({ code: 0, out: expect.stringContaining('0 facts') });
    expect(await lane('police', 'office')).toMatchObject({ toldThrough: Number(before?.['toldThrough']) + 1, broken: null });
    expect(
      await interlock(['lanes', 'backfill', 'bank.stop-applied.v1', 'police.office', '--data', data, '--reason', 'x', '--yes']),
    ).toMatchObject({
      code: 2,
      err: expect.stringContaining('CONTRACT_NOT_OWN'),
    });
    await whileRunning((tell) => tell(0));
    expect(await lane('police', 'office')).toMatchObject({ receivedThrough: Number(before?.['toldThrough']) + 1, broken: null });
    expect((await interlock(['verify', '--deep', '--data', data])).code).toBe(0);
  });
});
