import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestBroker, sharedBroker, startKurrentSimulator } from '@interlock/adapters';
import { type ExchangeChoice, type StoreChoice, rosterOf } from '@interlock/hosting';
import { readRegister } from '@interlock/office';
import { type StoryResult } from '@interlock/simulator';
import { comparable } from './comparable.suite.ts';
import { shipped } from './load.suite.ts';
import { embedded } from './shipped-stories.suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'interlock-store-and-exchange-'));
const shared = await sharedBroker();
let onFiles: StoryResult;
beforeAll(async () => {
  onFiles = await played({ kind: 'sqlite' }, { kind: 'in-process' });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const scenario = shipped('yongkang-unread-180k');
const PATIENCE_MS = 60_000;
let plays = 0;

/** Each time a city of its own: a folder, and topics that nobody else reads. */
function played(store: StoreChoice, exchange: ExchangeChoice): Promise<StoryResult> {
  plays += 1;
  const own = exchange.kind === 'kafka' ? { ...exchange, prefix: `play-${String(plays)}` } : exchange;
  return embedded(scenario, join(folder, String(plays)), { store, exchange: own });
}

/** A server of its own: what another play left there would be this one’s past. */
async function playedOnKurrentDb(exchange: ExchangeChoice): Promise<StoryResult> {
  const simulator = await startKurrentSimulator();
  try {
    return await played({ kind: 'kurrentdb', url: simulator.url }, exchange);
  } finally {
    await simulator.stop();
  }
}

async function kafkaOf({ brokers, certificates, certificateOf }: TestBroker): Promise<ExchangeChoice> {
  for (const { code } of rosterOf(readRegister().members)) await certificateOf(code);
  return { kind: 'kafka', brokers, certificates, client: 'kafkajs', prefix: 'play' };
}

function expectSame(result: StoryResult): void {
  expect(result.checks.filter((check) => check.result !== 'ok')).toEqual([]);
  expect(comparable(result)).toEqual(comparable(onFiles));
}

describe('R-509: where logs lie and how facts travel are two choices, and a story is the same document in every pair of them', () => {
  it(
    'logs on KurrentDB (simulated), lanes in process',
    async () => {
      expectSame(await playedOnKurrentDb({ kind: 'in-process' }));
    },
    PATIENCE_MS,
  );

  if ('skipped' in shared) it.skip(`lanes over Kafka (skipped: ${shared.skipped})`, () => undefined);
  else {
    it(
      'logs in files, lanes over Kafka',
      async () => {
        expectSame(await played({ kind: 'sqlite' }, await kafkaOf(shared)));
      },
      PATIENCE_MS,
    );

    it(
      'logs on KurrentDB (simulated), lanes over Kafka',
      async () => {
        expectSame(await playedOnKurrentDb(await kafkaOf(shared)));
      },
      PATIENCE_MS,
    );
  }
});
