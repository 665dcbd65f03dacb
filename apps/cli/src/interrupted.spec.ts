import { openLogSnapshot } from '@interlock/adapters';
import { streamName } from '@interlock/kernel';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { interlock, reportCase, temporaryFolder } from './children.suite.ts';
import { killStarted, startGroup } from './process-group.suite.ts';

const folder = temporaryFolder();
afterEach(killStarted);
afterAll(() => {
  folder.remove();
});

async function storedCases(data: string, caseIds: readonly string[]): Promise<number> {
  const log = openLogSnapshot(`${data}/police/log.sqlite`);
  const heads = await Promise.all(caseIds.map(async (id) => (await log.readStream(streamName('case', id))).head));
  log.close();
  return heads.filter((head) => head >= 0).length;
}

describe('one Ctrl-C', () => {
  it.each([
    ['npm start', 'npm', ['start', '--silent']],
    ['the launcher', process.execPath, ['apps/cli/bin/interlock.mjs', 'start']],
  ])('given to all processes of %s stops in good order with 0, and loses nothing', async (name, command, args) => {
    const data = folder.at(name.replaceAll(' ', '-'));
    const city = await startGroup(command, args, data);
    const token = (await interlock(['token', '--data', data])).out.trim();
    // More of them are under way when the signal comes.
    const acknowledged = [await reportCase(city.url, token)];
    const underWay = Array.from({ length: 20 }, () => reportCase(city.url, token));
    city.signal('SIGINT');
    acknowledged.push(...(await Promise.all(underWay)));
    const { code, err } = await city.ended;
    expect({ code, stopped: err.includes('"message":"stopped"') }).toEqual({ code: 0, stopped: true });
    const caseIds = acknowledged.flatMap((id) => (id === undefined ? [] : [id]));
    expect(caseIds.length).toBeGreaterThan(0);
    expect(await storedCases(data, caseIds)).toBe(caseIds.length);

    const again = await startGroup(command, args, data);
    expect((await fetch(`${again.url}/ready`)).status).toBe(200);
    again.signal('SIGTERM');
    expect(await again.ended).toMatchObject({ code: 0, err: expect.stringContaining('"message":"stopped"') });
    expect((await interlock(['verify', '--deep', '--data', data])).code).toBe(0);
  });
});
