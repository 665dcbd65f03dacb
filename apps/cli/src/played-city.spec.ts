import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Row, WUYI, documentIn, interlock, rowsIn, temporaryFolder } from './children.suite.ts';

const folder = temporaryFolder();
const played = folder.at('played');
let document: Row = {};

beforeAll(async () => {
  const { code, out, err } = await interlock(['play', WUYI, '--json', '--data', played]);
  expect(`${String(code)} ${err}`).toBe(`0 The data stay in ${played}\n`);
  document = documentIn(out);
});
afterAll(() => {
  folder.remove();
});

/** A copy that a test may damage. */
function copy(name: string): string {
  cpSync(played, folder.at(name), { recursive: true });
  return folder.at(name);
}

describe('interlock play', () => {
  it('prints one document: the 1.66 million are lost and stopped, and no check fails', async () => {
    expect(document).toMatchObject({
      scenario: 'wuyi-1.66m',
      mode: 'embedded',
      data: played,
      cases: [{ fen: { lost: 166_000_000, stopped: 166_000_000, escaped: 0 }, true: { lost: 166_000_000, stopped: 166_000_000 } }],
    });
    expect(document['checks']).not.toContainEqual(expect.objectContaining({ result: 'failed' }));
  });

  it('gives the same document twice but for caseNo, data and wallMs', async () => {
    const { out } = await interlock(['play', WUYI, '--json', '--data', folder.at('again')]);
    expect(withoutChance(documentIn(out))).toEqual(withoutChance(document));
  });

  it('does not play over a city that is there', async () => {
    expect(await interlock(['play', WUYI, '--data', played])).toMatchObject({
      code: 4,
      out: '',
      err: expect.stringContaining('DATA_NOT_FRESH'),
    });
  });

  it('against a city that does not answer, does not run, or is to lie somewhere else, says so and plays nothing', async () => {
    expect(await interlock(['play', WUYI, '--json', '--against', 'http://127.0.0.1:9'])).toMatchObject({
      ...{ code: 3, out: '', err: expect.stringContaining('http://127.0.0.1:9 does not answer [CITY_UNREACHABLE]') },
    });
    expect(await interlock(['play', WUYI, '--against', played])).toMatchObject({
      code: 3,
      err: expect.stringContaining('CITY_NOT_RUNNING'),
    });
    const both = await interlock(['play', WUYI, '--against', 'http://127.0.0.1:9', '--data', folder.at('both')]);
    expect(both).toMatchObject({ code: 2, err: expect.stringContaining('--against') });
  });

  it('tells the story without --json, in plain text where nobody looks', async () => {
    const { code, out } = await interlock(['play', WUYI, '--data', folder.at('told')]);
    expect(code).toBe(0);
    expect(out).toContain('1,660,000.00 of 1,660,000.00 yuan safe');
    expect(out).not.toContain('\u001b');
  });

  it('ends with 6 where an expectation of the file fails, with 5 and each place where the file has mistakes, or is none', async () => {
    expect(await interlock(['play', folder.at(), '--data', folder.at('none')])).toMatchObject({
      code: 5,
      err: expect.stringContaining('is a folder [SCENARIO_INVALID]'),
    });
    const wrong = folder.at('wrong.yaml');
    writeFileSync(wrong, readFileSync(WUYI, 'utf8').replace(/stopped: 166000000/, 'stopped: 165999999'));
    expect((await interlock(['play', wrong, '--json', '--data', folder.at('w')])).code).toBe(6);
    writeFileSync(wrong, readFileSync(WUYI, 'utf8').replace('bank: bank-industry', 'bank: bank-moon'));
    const { code, out, err } = await interlock(['play', wrong, '--json']);
    expect({ code, out }).toEqual({ code: 5, out: '' });
    expect(err).toMatch(/wrong\.yaml:\d+:\d+ accounts\.m1\.bank: bank-moon .*\[UNKNOWN_BANK\]/);
  });
});

function withoutChance(result: Row): Row {
  return { ...result, data: '', wallMs: 0, cases: rowsIn(result, 'cases').map((one) => ({ ...one, caseNo: '' })) };
}

describe('interlock verify', () => {
  it('recomputes every leaf and root of a sound city', async () => {
    const { code, out } = await interlock(['verify', '--deep', '--json', '--data', played]);
    const document = documentIn(out);
    const nodes = rowsIn(document, 'nodes');
    expect({ code, ok: document['ok'], nodes: nodes.length }).toEqual({ code: 0, ok: true, nodes: 18 });
    for (const { events, compared, signed } of nodes) expect([compared, signed]).toEqual([events, events]);
  });

  it('ends with 6 and names node and position of a byte that was flipped', async () => {
    const data = copy('flipped');
    const position = flipByteOfEvent(`${data}/police/log.sqlite`, 40);
    const { code, err } = await interlock(['verify', '--data', data]);
    expect(code).toBe(6);
    expect(err).toContain(`police, position ${String(position)}`);
  });

  it('ends with 6 where a stream was given another name', async () => {
    const data = copy('forged');
    const log = new DatabaseSync(`${data}/bank-industry/log.sqlite`);
    log.exec('DROP TRIGGER streams_refuse_update');
    // Every row is whole, no checksum is wrong: but the bytes say under which stream they were stored.
    log.exec('UPDATE streams SET name = name || 0 WHERE id = (SELECT stream FROM events WHERE position = 10)');
    log.close();
    const { code, err } = await interlock(['verify', '--data', data]);
    expect(code).toBe(6);
    expect(err).toContain('bank-industry, position');
  });

  it('ends with 6 where the tree or its checkpoints are gone, 3 where there is no city', async () => {
    const data = copy('treeless');
    rmSync(`${data}/city/log.tree`);
    rmSync(`${data}/city/log.tree.checkpoints`);
    expect(await interlock(['verify', '--data', data])).toMatchObject({ code: 6, err: expect.stringContaining('city') });
    expect(await interlock(['verify', '--data', folder.at('nothing')])).toMatchObject({
      code: 3,
      err: expect.stringContaining('DATA_MISSING'),
    });
  });
});

/** Flips one bit in the stored bytes of an event, in the file as it lies on the disk. Answers its position. */
function flipByteOfEvent(file: string, position: number): number {
  const log = new DatabaseSync(file, { readOnly: true });
  const bytes = log.prepare('SELECT bytes FROM events WHERE position = ?').get(position)?.['bytes'];
  log.close();
  const whole = readFileSync(file);
  if (!(bytes instanceof Uint8Array)) throw new Error('no such event');
  const own = /"id":"[0-9a-f-]{36}"/.exec(Buffer.from(bytes).toString('utf8'))?.[0] ?? '';
  const at = whole.indexOf(own) + own.length - 2;
  whole[at] = (whole[at] ?? 0) ^ 1;
  writeFileSync(file, whole);
  return position;
}

describe('interlock rebuild', () => {
  it('drops and folds all views to the same bytes', async () => {
    const { code, out } = await interlock(['rebuild', '--json', '--data', played]);
    const document = documentIn(out);
    expect({ code, identical: document['identical'] }).toEqual({ code: 0, identical: true });
    expect(rowsIn(document, 'views')).toContainEqual(
      expect.objectContaining({ view: 'city_orders', after: expect.objectContaining({ rows: 8 }) }),
    );
  });

  it('gives the same views where their files were deleted or damaged', async () => {
    const sums = sumsOf((await interlock(['rebuild', '--json', '--data', played])).out, 'after');
    const data = copy('viewless');
    rmSync(`${data}/city/views.sqlite`);
    truncateSync(`${data}/police/views.sqlite`, 5_000);
    expect(sumsOf((await interlock(['rebuild', '--json', '--data', data])).out, 'after')).toEqual(sums);
  });

  it('ends with 6 where a row had been changed by hand', async () => {
    const data = copy('meddled');
    const views = new DatabaseSync(`${data}/city/views.sqlite`);
    views.exec(`UPDATE city_orders SET row = replace(row, '0000', '0300')`);
    views.close();
    expect(await interlock(['rebuild', '--data', data])).toMatchObject({ code: 6, out: expect.stringContaining('DIFFERENT') });
  });
});

function sumsOf(out: string, when: 'before' | 'after'): readonly unknown[] {
  return rowsIn(documentIn(out), 'views').map(({ node, view, [when]: sum }) => ({ node, view, ...(typeof sum === 'object' && sum) }));
}

const AFTER_THE_STORY = '2021-03-24T00:00:00+08:00';
const CITY = ['--node', 'city', '--json', '--data', played];

describe('interlock replay', () => {
  it('to a position that no log has come to says so', async () => {
    const beyond = await interlock(['replay', '--to', '99999999', '--node', 'police', '--into', folder.at('beyond'), '--data', played]);
    expect(beyond).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^note: position 99999999 is beyond the end of 1 logs.*police at \d+$/m),
    });
    const within = await interlock(['replay', '--to', '3', '--node', 'police', '--into', folder.at('within'), '--data', played]);
    expect(within.err).not.toContain('note:');
  });

  it('to the end of the story gives what a rebuild gives', async () => {
    const { out } = await interlock(['replay', '--to', AFTER_THE_STORY, '--into', folder.at('end'), '--json', '--data', played]);
    const replayed = rowsIn(documentIn(out), 'nodes').flatMap((one) => rowsIn(one, 'views').map((sum) => ({ node: one['node'], ...sum })));
    expect(replayed).toEqual(sumsOf((await interlock(['rebuild', '--json', '--data', played])).out, 'after'));
  });

  it('to a time or position knows nothing of what came later, and is refused into a folder that is in use', async () => {
    const ran = await interlock(['replay', '--to', '2021-03-22T12:31:00+08:00', '--into', folder.at('then'), ...CITY]);
    const [then] = rowsIn(documentIn(ran.out), 'nodes');
    const views = rowsIn(then, 'views');
    expect(views).toContainEqual(expect.objectContaining({ view: 'city_orders', rows: 5 }));
    const at = String(then?.['position']);
    const same = await interlock(['replay', '--to', at, '--into', folder.at('same'), ...CITY]);
    expect(rowsIn(documentIn(same.out), 'nodes')[0]?.['views']).toEqual(views);
    expect((await interlock(['replay', '--to', at, '--into', folder.at('same'), '--data', played])).code).toBe(4);
    expect((await interlock(['replay', '--to', 'noon', '--into', folder.at('x'), '--data', played])).code).toBe(2);
  });
});

describe('interlock tail', () => {
  it('prints a member’s own numbered entries after a number, one JSON document a line', async () => {
    const { code, out } = await interlock(['tail', '--member', 'bank-industry', '--after', '2', '--ndjson', '--data', played]);
    const numbers = out
      .trim()
      .split('\n')
      .map((line) => Number(documentIn(line)['number']));
    expect(code).toBe(0);
    expect(numbers[0]).toBe(3);
    expect(numbers).toEqual(numbers.map((_, index) => index + 3));
    expect((await interlock(['tail', '--member', 'bank-moon', '--data', played])).code).toBe(3);
  });
});

describe('interlock token', () => {
  const token = (...args: readonly string[]) => interlock(['token', '--data', played, ...args]);

  it('signs for members and codes only', async () => {
    const { code, out } = await token('--member', 'bank-rural', '--role', 'operator');
    expect(code).toBe(0);
    expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect((await token('--person', '王小明')).code).toBe(5);
  });

  it('refuses who nobody would hear, and lists who is', async () => {
    expect(await token('--member', 'bank-moon')).toMatchObject({ code: 3, out: '', err: expect.stringContaining('bank-rural, ') });
    const refused = [
      [['--role', 'operater'], 'ROLE_UNKNOWN', 'duty-officer, '],
      [['--member', 'bank-rural', '--role', 'duty-officer'], 'ROLE_UNKNOWN', 'one of lead, liaison, operator'],
      [['--unit', 'moon'], 'UNIT_UNKNOWN', 'lanxi'],
      [['--audience', 'police,bank-moon'], 'NODE_UNKNOWN', 'gateway, police'],
    ] as const;
    for (const [args, code, known] of refused) {
      const { code: exit, out, err } = await token(...args);
      expect({ args, exit, out, err }).toEqual({ args, exit: 5, out: '', err: expect.stringContaining(code) });
      expect(err).toContain(known);
    }
    expect((await token('--role', 'approving-head', '--unit', 'province-police')).code).toBe(0);
    for (const [member, role] of [
      ['operator-mobile', 'lead'],
      ['police', 'coordinator'],
      ['police', 'approving-head'],
      ['publicity', 'liaison'],
    ] as const)
      expect({ member, code: (await token('--member', member, '--role', role, '--unit', 'lanxi')).code }).toEqual({ member, code: 0 });
  });
});

describe('interlock doctor', () => {
  it('shows the folder that it was asked about, whichever the environment names', async () => {
    const settings = async (env: string) => {
      const { out } = await interlock(['doctor', '--json', '--data', played], { INTERLOCK_DATA: env });
      return rowsIn(documentIn(out), 'settings').find(({ name }) => name === 'INTERLOCK_DATA');
    };
    expect(await settings(folder.at('other'))).toMatchObject({ value: played, from: 'command line' });
    expect(await settings(played)).toMatchObject({ value: played, from: 'environment' });
  });

  it('names the node whose key file was changed: start and verify look at no key', async () => {
    const data = copy('keys');
    const file = `${data}/police/keys.jsonl`;
    writeFileSync(file, readFileSync(file, 'latin1').replace('"subject":"', '"subject":"x'), 'latin1');
    const { code, out } = await interlock(['doctor', '--json', '--data', data]);
    const findings = rowsIn(documentIn(out), 'findings').map((one) => `${String(one['about'])}: ${String(one['code'])}`);
    expect({ code, findings }).toEqual({ code: 6, findings: ['police: KEYS_DAMAGED'] });
  });

  it('says which logs a start reads the end of only, and which it did not read itself', async () => {
    const data = copy('large');
    const noted = async (): Promise<string> => (await interlock(['doctor', '--data', data])).out;
    expect(await noted()).not.toContain('note: ');
    // What follows the database's last page is none of it.
    truncateSync(`${data}/police/log.sqlite`, 17 * 1_048_576);
    expect(await noted()).toContain('note: the log of police has 17 MB: a start looks at');
    truncateSync(`${data}/police/log.sqlite`, 65 * 1_048_576);
    expect(await noted()).toContain('note: the log of police has 65 MB: it is not read here (over 64 MB), and a start looks at');
  });
});

describe('the command line', () => {
  it('ends with 2 for what it does not know, and helps', async () => {
    expect((await interlock(['dance'])).code).toBe(2);
    expect((await interlock(['verify', '--dance'])).code).toBe(2);
    expect((await interlock(['replay', '--data', played])).code).toBe(2);
    expect((await interlock(['verify', '--data', played], { INTERLOCK_PORT: 'many' })).code).toBe(0);
    expect(await interlock(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('rebuild') });
  });

  it.each(['bash', 'zsh', 'fish', 'powershell'])('completes in %s', async (shell) => {
    expect(await interlock(['completion', shell])).toMatchObject({ code: 0, out: expect.stringContaining('restore') });
  });
});
