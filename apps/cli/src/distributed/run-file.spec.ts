import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning } from '@interlock/adapters';
import { ROOT } from '@interlock/hosting';
import { afterAll, describe, expect, it } from '@jest/globals';
import { MAIN, interlock, temporaryFolder } from '../children.suite.ts';
import { readRun, runFolder, writeRun } from './run-file.ts';

const folder = temporaryFolder();
const children: { kill(signal: NodeJS.Signals): unknown }[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  folder.remove();
});

/** A program that says `there` once it is what it should be, and ends by a signal. */
async function running(program: string): Promise<number> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
  return child.pid ?? 0;
}

describe('what runs of a city, as it was written down', () => {
  it.each(['{"pid": 1, "servi', '{}', ''])('is told as damaged when it reads %j', (text) => {
    const data = folder.at('damaged');
    mkdirSync(runFolder(data), { recursive: true });
    writeFileSync(join(runFolder(data), 'city.json'), text);
    expect(() => readRun(data)).toThrow(expect.objectContaining({ text: expect.objectContaining({ code: 'RUN_DAMAGED' }) }));
  });

  it('names a process by a number that may be another program’s by now: `down` leaves that one alone, its starter there or not', async () => {
    const data = folder.at('down');
    mkdirSync(runFolder(data), { recursive: true });
    const stranger = await running("console.log('there'); setInterval(() => undefined, 1000);");
    const lock = join(ROOT, 'libs/hosting/dist/folder/data-lock.js');
    const starter = await running(
      `import { lockData } from ${JSON.stringify(lock)}; lockData(${JSON.stringify(runFolder(data))}, ''); ` +
        "console.log('there'); setInterval(() => undefined, 1000);",
    );
    writeRun(data, {
      ...{ pid: starter, startedAt: '', clock: 'virtual', bootstrap: [], brokers: [stranger] },
      services: [{ name: 'police', app: 'police', nodes: ['police'], pid: stranger }],
    });
    expect(await interlock(['down', '--data', data])).toMatchObject({ code: 0, out: 'Everything has ended; the data stay\n' });
    expect([isRunning(starter), isRunning(stranger)]).toEqual([false, true]);
  }, 30_000);
});

describe('up --detach', () => {
  it('says at once that the starter was ended by a signal', async () => {
    const data = folder.at('detached');
    const args = [MAIN, 'up', '--detach', '--data', data, '--port', '0', '--within', '60'];
    const child = spawn(process.execPath, args, { env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'ignore', 'pipe'] });
    children.push(child);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const ended = once(child, 'exit');
    let starter: number | undefined;
    while (starter === undefined) {
      await new Promise((look) => setTimeout(look, 20));
      starter = readRun(data)?.pid;
    }
    process.kill(starter, 'SIGKILL');
    await ended;
    expect(said).toContain('CITY_NOT_STARTED');
    expect(said).toContain('SIGKILL');
  }, 30_000);
});
