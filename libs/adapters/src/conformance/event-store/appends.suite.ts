import { expect } from '@jest/globals';
import { type StoreError, isStoreError, START } from '@interlock/kernel';
import { type Harness, event, events, readEverything, refusalOf, write } from './harness.testing.ts';

/** Cases 1 to 11: appends and concurrency. */
export function appendCases({ store, test }: Harness): void {
  const conflict = (stream: string, expected: unknown, actual: number) => ({
    code: 'WRONG_EXPECTED_REVISION',
    details: { stream, expected, actual },
  });
  const anchor = (number: number) => write(`anchor-${number}`, 'no-stream', event(90_000 + number));

  test(1, 'no-stream: taken for a new stream, refused for an existing one with its actual revision', async () => {
    const appended = await store().append([write('case-a', 'no-stream', ...events(0, 2))]);
    expect(appended.writes).toEqual([{ stream: 'case-a', firstRevision: 0, lastRevision: 1 }]);
    expect(appended.deduplicated).toBe(false);
    expect(appended.position).toBe(store().head());
    expect(await refusalOf(store().append([write('case-a', 'no-stream', event(2))]))).toEqual(conflict('case-a', 'no-stream', 1));
  });

  test(2, 'exists: refused for a missing stream, taken for one that is there', async () => {
    expect(await refusalOf(store().append([anchor(1), write('case-a', 'exists', event(1))]))).toEqual(conflict('case-a', 'exists', -1));
    await store().append([write('case-a', 'no-stream', event(2))]);
    const appended = await store().append([anchor(3), write('case-a', 'exists', event(3))]);
    expect(appended.writes[1]).toEqual({ stream: 'case-a', firstRevision: 1, lastRevision: 1 });
  });

  test(3, 'an exact revision is taken; one too low and one too high are refused', async () => {
    await store().append([write('case-a', 'no-stream', ...events(0, 3))]);
    expect(await refusalOf(store().append([write('case-a', 1, event(3))]))).toEqual(conflict('case-a', 1, 2));
    expect(await refusalOf(store().append([write('case-a', 3, event(3))]))).toEqual(conflict('case-a', 3, 2));
    expect(await refusalOf(store().append([write('case-b', 0, event(3))]))).toEqual(conflict('case-b', 0, -1));
    expect((await store().append([write('case-a', 2, event(3))])).writes[0]?.lastRevision).toBe(3);
  });

  test(4, 'any: taken whatever is there, beside an exact expectation', async () => {
    await store().append([write('case-a', 'no-stream', event(0)), write('lane-city', 'any', event(1))]);
    const appended = await store().append([write('case-a', 0, event(2)), write('lane-city', 'any', ...events(3, 2))]);
    expect(appended.writes[1]).toEqual({ stream: 'lane-city', firstRevision: 1, lastRevision: 2 });
  });

  test(4, 'an append without any exact expectation, with a stream twice or a wrong id is a caller’s mistake', async () => {
    await expect(store().append([write('case-a', 'any', event(0))])).rejects.toThrow('at least one exact expectation');
    await expect(store().append([])).rejects.toThrow('at least one exact expectation');
    const twice = [write('case-a', 'no-stream', event(0)), write('case-a', 0, event(1))];
    await expect(store().append(twice)).rejects.toThrow('stands twice');
    await expect(store().append([write('case-a', -1, event(0))])).rejects.toThrow('No revision');
    await expect(store().append([write('case-a', 'no-stream', { ...event(0), id: 'one' })])).rejects.toThrow('UUID');
    expect(store().head()).toBe(START);
  });

  test(5, 'an empty batch writes nothing, answers the stream’s head and still holds its expectation', async () => {
    const nothing = await store().append([write('case-a', 'no-stream')]);
    expect(nothing).toEqual({
      position: START,
      writes: [{ stream: 'case-a', firstRevision: -1, lastRevision: -1 }],
      deduplicated: false,
    });
    await store().append([write('case-a', 'no-stream', ...events(0, 2))]);
    const checked = await store().append([write('case-a', 1), write('case-b', 'no-stream', event(2))]);
    expect(checked.writes[0]).toEqual({ stream: 'case-a', firstRevision: 1, lastRevision: 1 });
    const refused = store().append([write('case-a', 0), write('case-c', 'no-stream', event(3))]);
    expect(await refusalOf(refused)).toEqual(conflict('case-a', 0, 1));
    expect((await store().readStream('case-c')).head).toBe(-1);
  });

  test(6, 'a batch of N gets N consecutive revisions, in its order', async () => {
    await store().append([write('case-a', 'no-stream', ...events(0, 7))]);
    const { events: stored, head } = await store().readStream('case-a');
    expect(head).toBe(6);
    expect(stored.map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(stored.map(({ id }) => id)).toEqual(events(0, 7).map(({ id }) => id));
  });

  test(7, 'of parallel writers with one expectation exactly one wins, the others get typed conflicts', async () => {
    await store().append([write('case-a', 'no-stream', event(0))]);
    const tries = Array.from({ length: 50 }, (_, index) => store().append([write('case-a', 0, event(1 + index))]));
    const outcomes = await Promise.allSettled(tries);
    const refused = outcomes.flatMap((outcome): readonly unknown[] => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refused.length).toBe(49);
    for (const reason of refused) expect(isStoreError(reason, 'WRONG_EXPECTED_REVISION')).toBe(true);
    expect((await store().readStream('case-a')).head).toBe(1);
  });

  test(8, 'parallel writers on streams of their own never conflict and are never told "busy"', async () => {
    const tries = Array.from({ length: 200 }, (_, index) => store().append([write(`case-${index}`, 'no-stream', event(index))]));
    const positions = (await Promise.all(tries)).map(({ position }) => position);
    expect(new Set(positions).size).toBe(200);
    expect((await readEverything(store())).length).toBe(200);
  });

  test(9, 'batches never interleave, in a stream or over several', async () => {
    const tries = Array.from({ length: 40 }, (_, index) => {
      const [one, two, three, four] = events(index * 4, 4);
      if (!one || !two || !three || !four) throw new Error('four events');
      return store().append([write(`case-${index}`, 'no-stream', one, two), write('lane-city', 'any', three, four)]);
    });
    await Promise.all(tries);
    const all = await readEverything(store());
    const numbers = all.map(({ id }) => Number.parseInt(id.slice(-12), 16));
    for (let at = 0; at < numbers.length; at += 4) {
      const batch = numbers.slice(at, at + 4);
      expect(batch).toEqual([0, 1, 2, 3].map((index) => (batch[0] ?? 0) + index));
    }
  });

  test(10, 'a conflict inside a group leaves its neighbours committed', async () => {
    await store().append([write('case-a', 'no-stream', event(0))]);
    const outcomes = await Promise.allSettled([
      store().append([write('case-b', 'no-stream', event(1))]),
      store().append([write('case-a', 'no-stream', event(2)), write('case-c', 'no-stream', event(3))]),
      store().append([write('case-d', 'no-stream', event(4))]),
      store().append([write('case-b', 0, event(5))]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect((await store().readStream('case-b')).head).toBe(1);
    expect((await store().readStream('case-c')).head).toBe(-1);
    expect((await readEverything(store())).length).toBe(4);
  });

  test(11, 'an error carries stream, expected and actual, and survives being serialised', async () => {
    await store().append([write('case-a', 'no-stream', event(0))]);
    const error: unknown = await store()
      .append([write('case-a', 4, event(1))])
      .catch((reason: unknown) => reason);
    if (!isStoreError(error)) throw new Error('A store error was expected');
    const { code, message, details }: StoreError = error;
    expect(JSON.parse(JSON.stringify({ code, message, details }))).toEqual({
      code: 'WRONG_EXPECTED_REVISION',
      message: 'Stream case-a stands at 0, not at 4',
      details: { stream: 'case-a', expected: 4, actual: 0 },
    });
  });
}
