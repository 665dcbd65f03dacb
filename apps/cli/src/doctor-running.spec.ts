import { serveProbes, systemClock } from '@interlock/hosting';
import { memoryIssuers } from '@interlock/nest-kit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WUYI, documentIn, interlock, rowsIn, temporaryFolder } from './children.suite.ts';
import { type Run, forgetRun, holdRun, writeRun } from './distributed/run-file.ts';

const folder = temporaryFolder();
const data = folder.at('city');
const away = { isConnected: false, isReceiving: false, problems: [{ place: 'broker', code: 'BROKER_UNREACHABLE' }] };
const stand = { ...away, passedOver: [], lanes: [], rebuilds: 0 };
let police: Awaited<ReturnType<typeof serveProbes>>;

beforeAll(async () => {
  await interlock(['play', WUYI, '--data', data]);
  police = await serveProbes({
    ...{ nodes: { get: () => undefined, all: () => [] }, clock: systemClock, issuers: memoryIssuers([]).issuers },
    surroundings: { exchanges: new Map([['police', { state: () => stand }]]) },
    sealedThrough: () => undefined,
    config: { host: '127.0.0.1', port: 0 },
  });
});
afterAll(async () => {
  await police.close();
  folder.remove();
});

/** No process has such a number. */
const GONE = 2 ** 30;

function written(): Run {
  const services = [
    { name: 'police', app: 'police', nodes: ['police'], pid: process.pid, url: police.url },
    { name: 'bank', app: 'bank', nodes: ['bank-rural'], pid: GONE, url: 'http://127.0.0.1:1' },
  ];
  return { pid: process.pid, startedAt: new Date().toISOString(), clock: 'virtual', bootstrap: [], brokers: [], services };
}

describe('interlock doctor', () => {
  it('of a city that does not run says so, and looks at its folder', async () => {
    const doctor = await interlock(['doctor', '--data', data]);
    expect(doctor).toMatchObject({ code: 0, out: expect.stringContaining('no city runs on it') });
    expect(doctor.out).toContain('Nothing to see to.');
    expect(documentIn((await interlock(['doctor', '--json', '--data', data])).out)).toMatchObject({ running: null, processes: [] });
  });

  it('of a city of processes asks each of them, and tells for which node and by which process something is wrong', async () => {
    const lock = holdRun(data);
    writeRun(data, written());
    try {
      const doctor = await interlock(['doctor', '--data', data]);
      expect(doctor.code).toBe(6);
      expect(doctor.out).toMatch(/^police +not ready +http:\S+$/m);
      expect(doctor.out).toMatch(/^police: no broker answers it: .* \[BROKER_UNREACHABLE\]$/m);
      expect(doctor.out).toMatch(/^bank: the process does not say how it is: its process has ended \[SERVICE_SILENT\]$/m);
      expect(doctor.out).toContain('  do: start the broker');
      const document = documentIn((await interlock(['doctor', '--json', '--data', data])).out);
      expect(document).toMatchObject({ ok: false, running: { pid: process.pid } });
      expect(rowsIn(document, 'findings').map(({ code, process: from }) => [code, from])).toEqual([
        ['BROKER_UNREACHABLE', 'police'],
        ['SERVICE_SILENT', 'bank'],
      ]);
    } finally {
      lock.release();
      forgetRun(data);
    }
  });

  it('asks nobody whose starter is gone, and who is not there either', async () => {
    writeRun(data, written());
    expect(documentIn((await interlock(['doctor', '--json', '--data', data])).out)).toMatchObject({
      ok: true,
      running: null,
      processes: [],
    });
    forgetRun(data);
  });

  it('asks processes elsewhere by their addresses, without a folder', async () => {
    const doctor = await interlock(['doctor', '--at', police.url, '--at', 'http://127.0.0.1:1', '--json']);
    expect(doctor.code).toBe(6);
    const document = documentIn(doctor.out);
    expect(rowsIn(document, 'processes').map(({ state }) => state)).toEqual(['not ready', 'silent']);
    expect(rowsIn(document, 'findings').map(({ code }) => code)).toEqual(['BROKER_UNREACHABLE', 'SERVICE_SILENT']);
    expect((await interlock(['doctor', '--at', police.url])).out).toMatch(/^police \(process 127\.0\.0\.1:\d+\): no broker answers it/m);
  });
});
