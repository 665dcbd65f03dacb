import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadScenario } from './load.ts';
import { mistakeText } from './mistakes.ts';

const FOLDER = new URL('../../../../scenarios/', import.meta.url);
const STORIES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
const members = {
  banks: [
    ...['bank-industry', 'bank-agriculture', 'bank-overseas', 'bank-construction', 'bank-transport', 'bank-postal', 'bank-rural'],
    ...['bank-city', 'bank-joint-stock', 'pay-one', 'card-clearing'],
  ],
  operators: ['operator-mobile', 'operator-fixed', 'operator-united', 'operator-cable'],
};

describe('the stories that ship', () => {
  it('are the ones that scenarios.md names', () => {
    expect(STORIES).toEqual(
      expect.arrayContaining([
        'lanxi-read-166800.yaml',
        'lapse-and-freeze.yaml',
        'two-victims-one-mule.yaml',
        'wuyi-1.66m.yaml',
        'yongkang-unread-180k.yaml',
      ]),
    );
  });

  it.each(STORIES)('%s has no mistake, bears its file’s name and says what to expect', (name) => {
    const loaded = loadScenario(readFileSync(new URL(name, FOLDER), 'utf8'), name, members);
    expect(loaded.ok ? [] : loaded.mistakes.map(mistakeText)).toEqual([]);
    expect(loaded.ok && `${loaded.scenario.name}.yaml`).toBe(name);
    expect(loaded.ok && loaded.scenario.expect?.fen.lost).toBeGreaterThan(0);
  });

  it.each([
    ['yongkang-unread-180k.yaml', 'not_read'],
    ['lanxi-read-166800.yaml', 'read_but_paid'],
  ])('R-509: %s expects the loss to be told as %s, and no other word would do', (name, learning) => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    const loaded = loadScenario(text, name, members);
    expect(loaded.ok && loaded.scenario.expect?.warnings).toMatchObject([{ key: 'w1', learning }]);
    const other = loadScenario(text.replace(`learning: ${learning}`, 'learning: forgot'), name, members);
    expect(other.ok ? [] : other.mistakes.map(mistakeText)).toEqual([expect.stringContaining('not_read')]);
  });
});
