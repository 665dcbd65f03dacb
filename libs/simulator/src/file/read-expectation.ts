import { type CaseExpectation, type Expectation, PLACES, type Reading, type Seconds } from './scenario.ts';
import { entriesOf, optional, type Spot, textAt, textOf, under, wholeOf } from './spot.ts';

const READING_KEYS = ['lost', ...PLACES] as const;

export function readExpectation(spot: Spot): Expectation | undefined {
  if (spot.tree?.kind !== 'map') return undefined;
  return {
    fen: readReading(under(spot, 'fen')),
    cases: entriesOf(under(spot, 'cases')).map(readCase),
    warnings: entriesOf(under(spot, 'warnings')).map((warning) => ({
      key: textAt(warning, 'key'),
      ...optional('state', textOf(under(warning, 'state'))),
      ...optional('outcome', textOf(under(warning, 'outcome'))),
      ...optional('learning', textOf(under(warning, 'learning'))),
      ...optional('lostFen', wholeOf(under(warning, 'lostFen'))),
    })),
  };
}

function readCase(spot: Spot): CaseExpectation {
  return {
    fen: { ...readReading(spot), ...readReading(under(spot, 'fen')) },
    ...optional('levels', wholeOf(under(spot, 'levels'))),
    ...optional('firstOrderSeconds', readSeconds(under(spot, 'firstOrderSeconds'))),
    ...optional('firstStopSeconds', readSeconds(under(spot, 'firstStopSeconds'))),
    ...optional('lastStopSeconds', readSeconds(under(spot, 'lastStopSeconds'))),
  };
}

function readReading(spot: Spot): Partial<Reading> {
  return READING_KEYS.reduce<Partial<Reading>>((reading, key) => ({ ...reading, ...optional(key, wholeOf(under(spot, key))) }), {});
}

function readSeconds(spot: Spot): Seconds | undefined {
  if (!spot.tree) return undefined;
  if (spot.tree.kind === 'leaf') return wholeOf(spot) ?? null;
  return { ...optional('min', wholeOf(under(spot, 'min'))), ...optional('max', wholeOf(under(spot, 'max'))) };
}
