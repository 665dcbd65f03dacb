import { type EventToAppend, type ExpectedRevision, type StreamWrite, EVENT_BYTES_MAX, STREAM_NAME, StoreError } from '@interlock/kernel';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * What every adapter refuses before it looks at the log. A caller's mistake is a RangeError; what depends on content (name,
 * size) is a StoreError, because content can come from outside.
 */
export function checkAppend(writes: readonly StreamWrite[]): void {
  if (!writes.some(({ expected }) => isExact(expected))) throw new RangeError('An append needs at least one exact expectation');
  const streams = new Set<string>();
  const ids = new Set<string>();
  for (const { stream, expected, events } of writes) {
    checkName(stream);
    if (streams.has(stream)) throw new RangeError(`Stream ${stream} stands twice in one append`);
    streams.add(stream);
    if (typeof expected === 'number' && !(Number.isSafeInteger(expected) && expected >= 0))
      throw new RangeError(`No revision: ${expected} (a new stream is 'no-stream')`);
    for (const event of events) {
      checkEvent(stream, event);
      if (ids.has(event.id)) {
        const message = `Event ${event.id} stands twice in one append`;
        throw new StoreError('IDEMPOTENCY_MISMATCH', message, { stream, eventId: event.id });
      }
      ids.add(event.id);
    }
  }
}

function isExact(expected: ExpectedRevision): boolean {
  return typeof expected === 'number' || expected === 'no-stream';
}

function checkName(stream: string): void {
  if (!STREAM_NAME.test(stream)) throw new StoreError('STREAM_NAME_REFUSED', `No stream name: ${JSON.stringify(stream)}`, { stream });
}

function checkEvent(stream: string, { id, type, bytes }: EventToAppend): void {
  if (!UUID.test(id)) throw new RangeError(`An event id is a UUID in lower case, not ${JSON.stringify(id)}`);
  if (type === '' || !type.isWellFormed()) throw new RangeError(`No event type: ${JSON.stringify(type)}`);
  const sizeBytes = bytes.length;
  if (sizeBytes > EVENT_BYTES_MAX) {
    const message = `Event ${id} has ${sizeBytes} bytes, at most ${EVENT_BYTES_MAX} are taken`;
    throw new StoreError('EVENT_TOO_LARGE', message, { stream, eventId: id, sizeBytes, limitBytes: EVENT_BYTES_MAX });
  }
}

/** A page size or a place: refused here, so that no adapter gives it a meaning of its own. */
export function checkRead(options: { readonly limit?: number | undefined; readonly from?: number | undefined }): void {
  const { limit, from } = options;
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0)) throw new RangeError(`No page size: ${limit}`);
  if (from !== undefined && !(Number.isSafeInteger(from) && from >= 0)) throw new RangeError(`No revision: ${from}`);
}
