import { spawn } from 'node:child_process';
import { afterAll, describe, expect, it } from '@jest/globals';
import { MAIN, WUYI, documentIn, interlock, rowsIn, temporaryFolder } from './children.suite.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly err: string;
}

/** Plays into the folder, and signals once as many acts are told as the story needs to be well under way. */
function playUntil(data: string, name: NodeJS.Signals, speed: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, 'play', WUYI, '--data', data, ...speed], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [told, err] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const before = told.split('\n').length;
    told += text;
    if (before <= ACTS_TOLD && told.split('\n').length > ACTS_TOLD) child.kill(name);
  });
  return new Promise((done) => {
    child.once('close', (code, signal) => {
      done({ code, signal, err });
    });
  });
}

const ACTS_TOLD = 6;
/** Minutes of the story pass in less than a second: whoever waits for the next act is waked by the signal. */
const SLOWLY = ['--speed', '400'];

describe('a story that a person ends before its end', () => {
  it.each([
    ['SIGINT', []],
    ['SIGTERM', SLOWLY],
  ] as const)('by %s leaves signed logs, says where they lie, and ends with 130', async (signal, speed) => {
    const data = folder.at(signal);
    const ended = await playUntil(data, signal, speed);
    expect(ended).toMatchObject({ code: 130, signal: null });
    expect(ended.err).toContain(`the data stay in ${data}`);
    expect(ended.err).toContain('[STORY_INTERRUPTED]');
    const verified = await interlock(['verify', '--deep', '--json', '--data', data]);
    expect(verified).toMatchObject({ code: 0, err: '18 logs are as they were signed\n' });
    // Not the first seal only: everything that was played is under a signed root.
    for (const { node, events, signed } of rowsIn(documentIn(verified.out), 'nodes'))
      expect({ node, signed }).toEqual({ node, signed: events });
    expect((await interlock(['doctor', '--data', data])).out).toContain('Nothing to see to.');
  });

  it('by a kill that nobody can hear does not look like tampering', async () => {
    const data = folder.at('killed');
    expect(await playUntil(data, 'SIGKILL', [])).toMatchObject({ signal: 'SIGKILL' });
    expect(await interlock(['verify', '--data', data])).toMatchObject({ code: 0 });
  });
});
