import { existsSync } from 'node:fs';
import { openLogSnapshot, sharedBroker } from '@interlock/adapters';
import { rosterOf } from '@interlock/hosting';
import { readRegister } from '@interlock/office';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { interlock, reportCase, temporaryFolder } from './children.suite.ts';
import { killStarted, startGroup } from './process-group.suite.ts';

const STOP_MS_MAX = 20_000;
/** Eighteen nodes join their groups in one process: on a machine that has much else to do that takes its time. */
const PATIENCE_MS = 300_000;
/** What a node tells when the broker did not answer at once, and was asked again. */
const ASKED_AGAIN = /^\{"level":"(warn|error)","node":"[^"]+","consumer":"(exchange|topic|lane)\b/;
const folder = temporaryFolder();
const data = folder.at('city');
afterEach(killStarted);
afterAll(() => {
  folder.remove();
});
const shared = await sharedBroker();

describe('a city in one process whose lanes go over Kafka', () => {
  if ('skipped' in shared) it.skip(`starts and stops as any other (skipped: ${shared.skipped})`, () => undefined);
  else
    it(
      'founds itself on the broker, hears what is told, and stops in time, leaving nothing and saying nothing else',
      async () => {
        for (const { code } of rosterOf(readRegister().members)) await shared.certificateOf(code);
        const city = await startGroup(process.execPath, ['apps/cli/bin/interlock.mjs', 'start'], data, {
          INTERLOCK_EXCHANGE: 'kafka',
          INTERLOCK_KAFKA_BROKERS: shared.brokers.join(','),
          INTERLOCK_KAFKA_PREFIX: 'started',
          INTERLOCK_CERTIFICATES: shared.certificates,
        });
        const before = await headOf('police', 'lane-city');
        expect(await reportCase(city.url, (await interlock(['token', '--data', data])).out.trim())).toBeDefined();
        await untilTheCityHears(before);

        const asked = performance.now();
        city.signal('SIGTERM');
        const { code, err } = await city.ended;
        expect(performance.now() - asked).toBeLessThan(STOP_MS_MAX);
        expect(code).toBe(0);
        const said = err.split('\n').filter((line) => line !== '' && !ASKED_AGAIN.test(line));
        expect(said).toEqual(['stopping', 'stopped'].map((message) => JSON.stringify({ level: 'info', message })));
        expect(city.isGone()).toBe(true);
        expect(existsSync(`${data}/running.json`)).toBe(false);
      },
      PATIENCE_MS,
    );
});

/** What the police tell the city of the case has gone to the broker and back. */
async function untilTheCityHears(before: number): Promise<void> {
  for (;;) {
    const told = await headOf('police', 'lane-city');
    if (told > before && (await headOf('city', 'received-police')) === told) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function headOf(node: string, stream: string): Promise<number> {
  const log = openLogSnapshot(`${data}/${node}/log.sqlite`);
  const { head } = await log.readStream(stream, { direction: 'backwards', limit: 1 });
  log.close();
  return head;
}
