import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { playEmbedded } from '@interlock/interlock';
import { type StoryResult } from '@interlock/simulator';
import { shipped } from './load.suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'interlock-stories-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function play(name: string, data = name): Promise<StoryResult> {
  const troubles: string[] = [];
  const report = (trouble: { readonly consumer: string; readonly message: string }): void => {
    troubles.push(`${trouble.consumer}: ${trouble.message}`);
  };
  const result = await playEmbedded({ scenario: shipped(name), file: `${name}.yaml`, dataDir: join(folder, data), report });
  expect(troubles).toEqual([]);
  return result;
}

describe('a story on the whole city: every node, SQLite logs, tokens, Nest’s buses', () => {
  it.each(['wuyi-1.66m', 'yongkang-unread-180k', 'lanxi-read-166800', 'two-victims-one-mule', 'lapse-and-freeze'])(
    '%s plays as its file expects',
    async (name) => {
      const result = await play(name);
      expect(result.checks.filter((check) => check.result !== 'ok')).toEqual([]);
    },
    30_000,
  );

  it.each([
    ['yongkang-unread-180k', 'not_read', 18_000_000],
    ['lanxi-read-166800', 'read_but_paid', 16_680_000],
  ])(
    'R-509: %s says of the warning %s',
    async (name, learning, lostFen) => {
      const { warnings, checks } = await play(name, `${name}-learning`);
      expect(warnings).toMatchObject([{ key: 'w1', state: 'paid-anyway', learning, lostFen }]);
      expect(checks).toContainEqual({ name: 'expected warning w1: learning', result: 'ok' });
    },
    30_000,
  );

  it('gives the same document again but for case numbers, the folder and wall time', async () => {
    const [first, second] = [await play('two-victims-one-mule', 'once'), await play('two-victims-one-mule', 'twice')];
    const comparable = ({ data: _, wallMs: __, cases, ...rest }: StoryResult) => ({
      ...rest,
      cases: cases.map(({ caseNo: ___, ...one }) => one),
    });
    expect(comparable(second)).toEqual(comparable(first));
  }, 30_000);
});
