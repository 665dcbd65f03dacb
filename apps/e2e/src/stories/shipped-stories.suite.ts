import { expect, it } from '@jest/globals';
import { type PlayEmbeddedOptions, playEmbedded } from '@interlock/interlock';
import { type Scenario, type StoryResult } from '@interlock/simulator';
import { comparable } from './comparable.suite.ts';
import { shipped } from './load.suite.ts';

export const SHIPPED = ['wuyi-1.66m', 'yongkang-unread-180k', 'lanxi-read-166800', 'two-victims-one-mule', 'lapse-and-freeze'] as const;
export type Shipped = (typeof SHIPPED)[number];

/** Plays a story on a fresh city of one way of running. */
export type Play = (scenario: Scenario) => Promise<StoryResult>;

/** what a story with a warning must say of it. */
const LEARNING: Partial<Record<Shipped, { readonly learning: string; readonly lostFen: number }>> = {
  'yongkang-unread-180k': { learning: 'not_read', lostFen: 18_000_000 },
  'lanxi-read-166800': { learning: 'read_but_paid', lostFen: 16_680_000 },
};

/** What every way of running must do with a story that ships: one source, whatever carries commands and lanes. */
export function itPlays(stories: readonly Shipped[], play: Play, patienceMs: number): void {
  it.each(stories)(
    '%s plays as its file expects',
    async (name) => {
      const { checks, warnings } = await play(shipped(name));
      expect(checks.filter((check) => check.result !== 'ok')).toEqual([]);
      const expected = LEARNING[name];
      if (expected) {
        expect(warnings).toMatchObject([{ key: 'w1', state: 'paid-anyway', ...expected }]);
        expect(checks).toContainEqual({ name: 'expected warning w1: learning', result: 'ok' });
      } else expect(warnings).toEqual([]);
    },
    patienceMs,
  );
}

/** The same story gives the same document, but for the way of running, the folder and wall time. */
export function itPlaysAsEmbedded(
  stories: readonly Shipped[],
  play: Play,
  { folder, patienceMs }: { folder(): string; readonly patienceMs: number },
): void {
  it.each(stories)(
    '%s plays as its file expects, and gives the document of an embedded play',
    async (name) => {
      const scenario = shipped(name);
      const played = await play(scenario);
      expect(played.checks.filter((check) => check.result !== 'ok')).toEqual([]);
      expect(comparable(played)).toEqual(comparable(await embedded(scenario, folder())));
    },
    patienceMs,
  );
}

/** In a fresh folder; whatever goes wrong in the city fails the test. */
export async function embedded(
  scenario: Scenario,
  dataDir: string,
  on: Pick<PlayEmbeddedOptions, 'store' | 'exchange'> = {},
): Promise<StoryResult> {
  const troubles: string[] = [];
  const result = await playEmbedded({
    ...{ scenario, file: `${scenario.name}.yaml`, dataDir, ...on },
    report: ({ consumer, message }) => {
      // A broker that has just begun asks to be asked again.
      if (consumer !== 'exchange') troubles.push(`${consumer}: ${message}`);
    },
  });
  expect(troubles).toEqual([]);
  return result;
}
