import { expect } from '@jest/globals';
import { type StreamWrite } from '@interlock/kernel';
import { type Harness, event, events, idOf, readEverything, refusalOf, write } from './harness.testing.ts';

/** Cases 12 to 19: a repetition is answered as it was the first time (event-sourcing.md 2.2). */
export function idempotencyCases({ store, restart, test }: Harness, durable: boolean): void {
  const again = async (writes: readonly StreamWrite[], first: unknown): Promise<void> => {
    const head = store().head();
    expect(await store().append(writes)).toEqual(first);
    expect(store().head()).toBe(head);
  };
  const repeated = (appended: object): object => ({ ...appended, deduplicated: true });
  const mismatch = (stream: string, number: number) => ({ code: 'IDEMPOTENCY_MISMATCH', details: { stream, eventId: idOf(number) } });

  test(12, 'the same batch again with the same exact revision: success, nothing new, the same answer', async () => {
    await store().append([write('case-a', 'no-stream', event(0))]);
    const batch = [write('case-a', 0, ...events(1, 3))];
    await again(batch, repeated(await store().append(batch)));
  });

  test(13, 'the same after other events were appended', async () => {
    const batch = [write('case-a', 'no-stream', ...events(0, 2))];
    const first = await store().append(batch);
    await store().append([write('case-a', 1, event(2)), write('case-b', 'no-stream', event(3))]);
    await again(batch, repeated(first));
  });

  if (durable)
    test(14, 'the same after a restart', async () => {
      const batch = [write('case-a', 'no-stream', ...events(0, 2)), write('lane-city', 'any', event(2))];
      const first = await store().append(batch);
      await store().append([write('case-a', 1, event(3))]);
      await restart();
      await again(batch, repeated(first));
    });

  test(15, 'the same ids under no-stream, whatever the stream’s revision is by now', async () => {
    const batch = [write('case-a', 'no-stream', event(0))];
    const first = await store().append(batch);
    await again(batch, repeated(first));
    await store().append([write('case-a', 0, event(1))]);
    await again(batch, repeated(first));
    await again([write('case-a', 1, event(0))], repeated(first));
  });

  test(16, 'a partial overlap is refused, wherever the new event stands', async () => {
    await store().append([write('case-a', 'no-stream', ...events(0, 2))]);
    const refused = mismatch('case-a', 1);
    expect(await refusalOf(store().append([write('case-a', 0, event(1), event(2))]))).toEqual(refused);
    expect(await refusalOf(store().append([write('case-a', 1, event(2), event(1))]))).toEqual(refused);
    const overStreams = [write('case-b', 'no-stream', event(3)), write('case-a', 'any', event(1))];
    expect(await refusalOf(store().append(overStreams))).toEqual(refused);
    expect((await readEverything(store())).length).toBe(2);
  });

  test(16, 'stored events in another order, or apart, are another batch', async () => {
    await store().append([write('case-a', 'no-stream', ...events(0, 3))]);
    expect(await refusalOf(store().append([write('case-a', 'no-stream', event(1), event(0))]))).toEqual(mismatch('case-a', 0));
    expect(await refusalOf(store().append([write('case-a', 'no-stream', event(0), event(2))]))).toEqual(mismatch('case-a', 2));
    expect(await refusalOf(store().append([write('case-b', 'no-stream', event(7), event(7))]))).toEqual(mismatch('case-b', 7));
  });

  test(17, 'the same id with other data or another type is refused', async () => {
    await store().append([write('case-a', 'no-stream', event(0))]);
    expect(await refusalOf(store().append([write('case-a', 'no-stream', event(0, { text: '永康' }))]))).toEqual(mismatch('case-a', 0));
    expect(await refusalOf(store().append([write('case-a', 'no-stream', event(0, { type: 'Other' }))]))).toEqual(mismatch('case-a', 0));
    const bare = { ...event(0), bytes: new Uint8Array([1, 2, 3]) };
    expect(await refusalOf(store().append([write('case-a', 'no-stream', bare)]))).toEqual(mismatch('case-a', 0));
  });

  test(17, 'recordedAt and traceparent may differ: the first write stands', async () => {
    const first = await store().append([write('case-a', 'no-stream', event(0))]);
    const later = event(0, {
      recordedAt: '2026-03-01T12:00:07.000Z',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    });
    await again([write('case-a', 'no-stream', later)], repeated(first));
    expect((await store().readStream('case-a')).events[0]?.bytes).toEqual(event(0).bytes);
  });

  test(18, 'the same id in another stream is refused', async () => {
    await store().append([write('case-a', 'no-stream', event(0))]);
    expect(await refusalOf(store().append([write('case-b', 'no-stream', event(0))]))).toEqual(mismatch('case-b', 0));
  });

  test(18, 'an append over several streams is repeated as a whole, its lanes and its checks with it', async () => {
    await store().append([write('lane-city', 'no-stream', event(0)), write('key-one', 'no-stream', event(1))]);
    const batch = [
      write('case-a', 'no-stream', ...events(2, 2)),
      write('lane-city', 'any', ...events(4, 2)),
      write('key-one', 0),
      write('lane-bank', 'any', event(6)),
    ];
    const first = await store().append(batch);
    expect(first.writes).toEqual([
      { stream: 'case-a', firstRevision: 0, lastRevision: 1 },
      { stream: 'lane-city', firstRevision: 1, lastRevision: 2 },
      { stream: 'key-one', firstRevision: 0, lastRevision: 0 },
      { stream: 'lane-bank', firstRevision: 0, lastRevision: 0 },
    ]);
    await store().append([write('key-one', 0, event(7)), write('lane-city', 'any', event(8))]);
    await again(batch, repeated(first));
  });

  test(19, 'a repetition racing with itself is stored once and answered alike', async () => {
    const batch = [write('case-a', 'no-stream', ...events(0, 2)), write('lane-city', 'any', event(2))];
    const answers = await Promise.all(Array.from({ length: 20 }, () => store().append(batch)));
    expect(answers.filter(({ deduplicated }) => !deduplicated).length).toBe(1);
    for (const answer of answers) expect(repeated(answer)).toEqual(repeated(answers[0] ?? {}));
    expect((await readEverything(store())).length).toBe(3);
  });
}
