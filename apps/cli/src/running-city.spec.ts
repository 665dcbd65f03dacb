import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WUYI, documentIn, interlock, interlockChild, interlockUnder, rowsIn, startCity, temporaryFolder } from './children.suite.ts';

const folder = temporaryFolder();
const data = folder.at('city');

afterAll(() => {
  folder.remove();
});

describe('a running city', () => {
  let city: Awaited<ReturnType<typeof startCity>>;

  beforeAll(async () => {
    city = await startCity(data);
  });
  afterAll(() => {
    city.process.kill('SIGKILL');
  });

  it('says in one JSON line, where nobody looks, what runs on which data and where', () => {
    expect(city.ready).toMatchObject({ message: 'Interlock is running', nodes: 18, members: 43, demo: false, data: { path: data } });
  });

  it('refuses a second start on its data, naming who has it, and answers on', async () => {
    const second = interlockChild(['start', '--data', data]);
    expect(second).toMatchObject({ code: 4, out: '' });
    expect(second.err).toContain('DATA_IN_USE');
    expect(second.err).toContain(`process ${String(city.process.pid)}`);
    expect(second.err).toContain(city.url);
    expect((await ask(city.url)).status).toBe(200);
  });

  it('is verified, diagnosed and copied while it runs, but not rebuilt', async () => {
    expect((await interlock(['verify', '--data', data])).code).toBe(0);
    const doctor = await interlock(['doctor', '--json', '--data', data]);
    expect(documentIn(doctor.out)).toMatchObject({ ok: true, running: { pid: city.process.pid, url: city.url } });
    expect((await interlock(['backup', '--data', data, '--into', folder.at('copy')])).code).toBe(0);
    expect(await interlock(['rebuild', '--data', data])).toMatchObject({ code: 4, err: expect.stringContaining('on a stopped city') });
  });

  it('ends by Ctrl-C with 0, loses nothing, and starts again from what is there', async () => {
    const ended = await city.stop('SIGINT');
    expect(ended).toEqual({ code: 0, signal: null });
    expect(existsSync(`${data}/running.json`)).toBe(false);
    const before = await eventsOf();
    expect(before).toBeGreaterThan(200);
    city = await startCity(data);
    expect(await eventsOf()).toBeGreaterThanOrEqual(before);
    expect((await interlock(['verify', '--deep', '--data', data])).code).toBe(0);
  });

  it('that was killed leaves no lock behind, and its logs are sound', async () => {
    const before = await eventsOf();
    expect(await city.stop('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
    city = await startCity(data);
    expect(await eventsOf()).toBeGreaterThanOrEqual(before);
    expect(await city.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    expect((await interlock(['verify', '--deep', '--data', data])).code).toBe(0);
  });
});

function ask(url: string): Promise<Response> {
  const body = JSON.stringify({ query: '{ about { __typename } }' });
  return fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}

async function eventsOf(): Promise<number> {
  const { out } = await interlock(['doctor', '--json', '--data', data]);
  return rowsIn(documentIn(out), 'nodes').reduce((sum, { events }) => sum + Number(events), 0);
}

describe('a start that must not be', () => {
  function copy(name: string): string {
    cpSync(data, folder.at(name), { recursive: true });
    return folder.at(name);
  }

  it('is refused on a corrupt page of a log, naming node and file, and saying what to do; the file stays as it is', () => {
    const damaged = copy('damaged');
    const log = `${damaged}/office/log.sqlite`;
    overwritePageOfEvent(log, 60);
    const evidence = readFileSync(log);
    const { code, err } = interlockChild(['start', '--data', damaged]);
    expect(code).toBe(1);
    expect(err).toContain('Node office cannot start');
    expect(err).toContain(log);
    expect(err).toContain('interlock restore');
    expect(readFileSync(log)).toEqual(evidence);
  });

  it('is refused on a folder of a newer version', () => {
    const newer = copy('newer');
    writeFileSync(`${newer}/interlock.json`, '{"version":2}\n');
    expect(interlockChild(['start', '--data', newer])).toMatchObject({ code: 1, out: '', err: expect.stringContaining('DATA_NEWER') });
  });

  it('is refused on a port that is taken before anything is founded, with both ways to name another', async () => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const fresh = folder.at('no-port');
    const refused = await interlock(['start', '--port', port, '--data', fresh]);
    await new Promise((closed) => other.close(closed));
    expect(refused).toMatchObject({ code: 4, out: '', err: expect.stringContaining('[EADDRINUSE]') });
    expect(refused.err).toMatch(/^why: .*port \d+/m);
    expect(refused.err).toMatch(/^fix: .*--port or INTERLOCK_PORT/m);
    expect(existsSync(join(fresh, 'police', 'log.sqlite'))).toBe(false);
  });

  it('is refused with a port that cannot be', async () => {
    const { code, err } = await interlock(['start', '--port', '99999', '--data', folder.at('no-port')]);
    expect(code).toBe(2);
    expect(err).toContain('--port');
    expect(err).toContain('65535');
    expect(err).toContain('INTERLOCK_PORT');
    expect(err).not.toContain('correct the environment');
  });

  it('is refused with all faults of the configuration at once', () => {
    const { code, err } = interlockChild(['start', '--data', folder.at('x')], {
      INTERLOCK_DEMO: 'maybe',
      INTERLOCK_COLOUR: 'red',
      INTERLOCK_PORT: '70000',
    });
    expect(code).toBe(2);
    for (const name of ['INTERLOCK_DEMO', 'INTERLOCK_COLOUR', 'INTERLOCK_PORT']) expect(err).toContain(name);
  });
});

/** Overwrites the page that holds an event, as a dying disk would. */
function overwritePageOfEvent(file: string, position: number): void {
  const log = new DatabaseSync(file, { readOnly: true });
  const bytes = log.prepare('SELECT bytes FROM events WHERE position = ?').get(position)?.['bytes'];
  log.close();
  if (!(bytes instanceof Uint8Array)) throw new Error('no such event');
  const own = /"id":"[0-9a-f-]{36}"/.exec(Buffer.from(bytes).toString('utf8'))?.[0] ?? '';
  const whole = readFileSync(file);
  const page = Math.floor(whole.indexOf(own) / 4_096);
  whole.fill(0x5a, page * 4_096, (page + 1) * 4_096);
  writeFileSync(file, whole);
}

describe('a disk that is full', () => {
  it('ends a story with what to do, and what was written before is sound', async () => {
    const full = folder.at('full');
    // sh counts in blocks of 512 or 1,024 bytes: between the sizes of an empty log and a played one.
    const { code, err } = interlockUnder('ulimit -f 240', ['play', WUYI, '--data', full]);
    expect(code).toBe(1);
    expect(err).toMatch(/^fix: /m);
    expect((await interlock(['verify', '--data', full])).err).not.toContain('LOG_DAMAGED');
  });
});

describe('a backup', () => {
  it('is restored as logs of their own and verified', async () => {
    const restored = await interlock(['restore', '--from', folder.at('copy'), '--into', folder.at('restored'), '--json']);
    const document = documentIn(restored.out);
    expect(restored.code).toBe(0);
    expect(rowsIn(document, 'verified').map(({ ok }) => ok)).toEqual(Array.from({ length: 18 }, () => true));
    const originals = rowsIn(documentIn(readFileSync(folder.at('copy', 'backup.json'), 'utf8')), 'nodes');
    const ids = rowsIn(document, 'nodes').map(({ storeId }) => storeId);
    for (const { storeId } of originals) expect(ids).not.toContain(storeId);
  });

  it('replaces nothing without a clear word, and says what it would do', async () => {
    const args = ['restore', '--from', folder.at('copy'), '--into', data];
    expect(await interlock(args)).toMatchObject({ code: 4, err: expect.stringContaining('--yes') });
    expect(await interlock([...args, '--dry-run'])).toMatchObject({ code: 0, out: expect.stringContaining('would be restored') });
  });

  it('of one node that is older than what its peers received is noticed, by restore and by doctor', async () => {
    const early = folder.at('early');
    await interlock(['backup', '--data', data, '--into', early]);
    const played = folder.at('played');
    await interlock(['play', WUYI, '--data', played]);
    await interlock(['backup', '--data', played, '--into', folder.at('late')]);
    // The log of a city that has heard nothing yet, in the place of one that has told much.
    cpSync(`${early}/bank-industry`, `${folder.at('late')}/bank-industry`, { recursive: true, force: true });
    const restored = await interlock(['restore', '--from', folder.at('late'), '--into', played, '--node', 'bank-industry', '--yes']);
    expect(restored).toMatchObject({ code: 6, err: expect.stringContaining('bank-industry is older than what police has received') });
    const doctor = await interlock(['doctor', '--json', '--data', played]);
    expect(doctor.code).toBe(6);
    expect(documentIn(doctor.out)['findings']).toContainEqual(
      expect.objectContaining({ code: 'LOG_OLDER_THAN_TOLD', about: 'bank-industry' }),
    );
  });
});
