import { expect } from '@jest/globals';
import { type EventToAppend, EVENT_BYTES_MAX } from '@interlock/kernel';
import { type Harness, type SuiteOptions, event, idOf, readEverything, refusalOf, write } from './harness.testing.ts';

/** Cases 41 to 43, 58 and 60: what is stored comes back as it was. */
export function contentCases({ store, test }: Harness, { durable }: SuiteOptions): void {
  const raw = (number: number, bytes: Uint8Array): EventToAppend => ({ id: idOf(number), type: 'Raw', bytes });

  test(41, 'no bytes at all and the most that are taken; one more is refused', async () => {
    const largest = new Uint8Array(EVENT_BYTES_MAX).map((_, index) => index % 251);
    await store().append([write('case-a', 'no-stream', raw(0, new Uint8Array(0)), raw(1, largest))]);
    const { events } = await store().readStream('case-a');
    expect(events[0]?.bytes.length).toBe(0);
    expect(Buffer.from(events[1]?.bytes ?? []).equals(largest)).toBe(true);
    const refused = await refusalOf(store().append([write('case-a', 1, raw(2, new Uint8Array(EVENT_BYTES_MAX + 1)))]));
    expect(refused).toEqual({
      code: 'EVENT_TOO_LARGE',
      details: { stream: 'case-a', eventId: idOf(2), sizeBytes: EVENT_BYTES_MAX + 1, limitBytes: EVENT_BYTES_MAX },
    });
    expect((await store().readStream('case-a')).head).toBe(1);
  });

  test(42, 'bytes come back identical: any byte, any text, any number, deep nesting; a repetition of them is known', async () => {
    const texts = ['𠮷野家 \u0000 end', '{"n":9223372036854775807,"f":1e-7}', '\ud83d', '['.repeat(2_000) + ']'.repeat(2_000)];
    const payloads = [
      Uint8Array.from({ length: 256 }, (_, byte) => byte),
      ...texts.map((text) => new Uint8Array(Buffer.from(text, 'utf16le'))),
    ];
    const batch = [write('case-a', 'no-stream', ...payloads.map((bytes, index) => raw(index, bytes)))];
    await store().append(batch);
    const { events } = await store().readStream('case-a');
    expect(events.map(({ bytes }) => [...bytes])).toEqual(payloads.map((bytes) => [...bytes]));
    expect((await readEverything(store())).map(({ bytes }) => [...bytes])).toEqual(payloads.map((bytes) => [...bytes]));
    expect((await store().append(batch)).deduplicated).toBe(true);
    const [first] = payloads;
    const changed = Uint8Array.from(first ?? []).fill(7, 255);
    expect(await refusalOf(store().append([write('case-a', 'no-stream', raw(0, changed))]))).toMatchObject({
      code: 'IDEMPOTENCY_MISMATCH',
    });
  });

  test(42, 'what the caller does with his bytes afterwards, and a reader with his, changes nothing stored', async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const appending = store().append([write('case-a', 'no-stream', raw(0, bytes))]);
    await appending;
    bytes.fill(9);
    (await store().readStream('case-a')).events[0]?.bytes.fill(8);
    expect([...((await store().readStream('case-a')).events[0]?.bytes ?? [])]).toEqual([1, 2, 3]);
  });

  test(43, 'stream names with odd characters are kept; reserved and unfit ones are refused', async () => {
    const names = [
      'case-武义',
      "case-o'hara",
      'case-%_[]*?',
      'stop-payment-a1.xx_yy',
      'lane-bank-red',
      `case-${'x'.repeat(200)}`,
      'case-𠮷',
    ];
    for (const [index, name] of names.entries()) await store().append([write(name, 'no-stream', event(index))]);
    expect((await readEverything(store())).map(({ stream }) => stream)).toEqual(names);
    for (const name of names) expect((await readEverything(store(), 10, [name])).map(({ stream }) => stream)).toEqual([name]);
    for (const name of ['', '$all', 'case', 'case-', 'Case-a', 'case-a b', 'case-a\u0000', 'case-$a', `case-${'x'.repeat(201)}`])
      expect(await refusalOf(store().append([write(name, 'no-stream', event(99))]))).toMatchObject({ code: 'STREAM_NAME_REFUSED' });
  });

  test(58, 'what it says of itself is true', async () => {
    expect(store().capabilities).toMatchObject({ durable, multiStreamAppend: true });
    expect(store().storeId).toMatch(/^[0-9a-f-]{36}$/);
    const told: bigint[] = [];
    const stop = store().onAppended((head) => told.push(head));
    const { position } = await store().append([write('case-a', 'no-stream', event(0)), write('case-b', 'no-stream', event(1))]);
    await store().append([write('case-a', 'no-stream', event(0)), write('case-b', 'no-stream', event(1))]);
    stop();
    await store().append([write('case-a', 0, event(2))]);
    expect(told).toEqual([position]); // not for a repetition, not after it was stopped
  });

  test(60, 'closing waits for what is under way, and again is no error', async () => {
    const appends = Array.from({ length: 30 }, (_, index) => store().append([write(`case-${index}`, 'no-stream', event(index))]));
    await store().close();
    await store().close();
    expect((await Promise.allSettled(appends)).every(({ status }) => status === 'fulfilled')).toBe(true);
  });
}
