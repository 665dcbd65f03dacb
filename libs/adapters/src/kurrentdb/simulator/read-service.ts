import { type handleServerStreamingCall, type ServerWritableStream, status } from '@grpc/grpc-js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streams, { type ReadReq, type ReadResp } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { type Faults } from './faults.ts';
import { type LoggedRecord } from './logged-record.ts';
import { rpcError } from './rpc-status.ts';
import { type SimulatedLog } from './simulated-log.ts';

type Call = ServerWritableStream<ReadReq, ReadResp>;
type Options = NonNullable<ReturnType<ReadReq['getOptions']>>;
type Filter = (record: LoggedRecord) => boolean;

/** Enumerator.cs, DefaultLiveBufferSize: a subscriber that is further behind than this is caught up from the log again. */
const LIVE_BUFFER = 32;

/** Streams.Read of the v1 API (Streams.Read.cs, CreateEnumerator): of a stream or of all, by count or as a subscription. */
export function readOf(log: SimulatedLog, faults: Faults, cut: () => void): handleServerStreamingCall<ReadReq, ReadResp> {
  return (call) => {
    const options = call.request.getOptions();
    if (!options) {
      call.emit('error', rpcError(status.INVALID_ARGUMENT, 'options'));
      return;
    }
    const changed = changesOf(call);
    const send = async (response: ReadResp): Promise<boolean> => {
      if (isOver(call)) return false;
      if (response.hasEvent() && faults.isCutNow()) {
        cut();
        return false;
      }
      // What the client makes of a stream that is reset without an error code: an answer that is over.
      if (response.hasEvent() && faults.endsNow()) return false;
      if (!call.write(response)) await changed();
      return !isOver(call);
    };
    const serve = options.hasSubscription()
      ? subscription(log, options, { call, send, early: faults.overlapping() })
      : page(log, options, send);
    serve.then(
      () => call.end(),
      (error: unknown) => call.emit('error', error),
    );
  };
}

type Send = (response: ReadResp) => Promise<boolean>;

async function page(log: SimulatedLog, options: Options, send: Send): Promise<void> {
  const count = Number(options.getCount());
  const isBackwards = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
  const stream = options.getStream();
  if (!stream) {
    const wanted = filterOf(options);
    let left = count;
    const records = allFrom(log, options, isBackwards);
    for (const record of records) {
      if (left === 0) return;
      if (!wanted(record)) continue;
      left -= 1;
      if (!(await send(eventOf(record)))) return;
    }
    return;
  }
  const name = Buffer.from(stream.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
  const stored = log.stream(name);
  if (stored.length === 0) {
    await send(notFound(name)); // Enumerator.ReadStreamForwards.cs: NoStream is an answer, not an error
    return;
  }
  const from = stream.hasRevision() ? Number(stream.getRevision()) : stream.hasEnd() ? stored.length - 1 : 0;
  const records = isBackwards ? stored.slice(0, from + 1).reverse() : stored.slice(from);
  for (const record of records.slice(0, count)) if (!(await send(eventOf(record)))) return;
}

/** AllReader.cs: forwards from the position on, backwards what lies before it; a place where no record begins is refused. */
function allFrom(log: SimulatedLog, options: Options, isBackwards: boolean): readonly LoggedRecord[] {
  const all = options.getAll();
  const position = all?.getPosition();
  if (!position) {
    const atEnd = all?.hasEnd() === true;
    if (isBackwards) return atEnd ? [...log.records].reverse() : [];
    return atEnd ? [] : log.records;
  }
  const at = Number(position.getCommitPosition());
  if (at > log.end()) return isBackwards ? [...log.records].reverse() : [];
  const index = log.indexAt(at);
  // StorageReaderWorker.All.cs catches InvalidReadException; RpcExceptions.cs, InvalidPositionException.
  if (index === undefined) throw rpcError(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.');
  return isBackwards ? log.records.slice(0, index).reverse() : log.records.slice(index);
}

/**
 * Enumerator.AllSubscription(Filtered).cs: confirmation, history after the position, caught up, then live. The time that the
 * server puts into `CaughtUp` is left out.
 */
async function subscription(
  log: SimulatedLog,
  options: Options,
  { call, send, early }: { readonly call: Call; readonly send: Send; readonly early: number },
): Promise<void> {
  const wanted = filterOf(options);
  const isFiltered = options.getFilter() !== undefined;
  let next = Math.max(0, firstAfter(log, options) - early);
  let wake: () => void = () => undefined;
  const stop = log.onWritten(() => {
    wake();
  });
  call.on('cancelled', () => {
    wake();
  });
  call.on('close', () => {
    wake();
  });
  try {
    if (!(await send(confirmation()))) return;
    let isBehind = true;
    for (;;) {
      isBehind ||= log.records.length - next > LIVE_BUFFER;
      for (; next < log.records.length; next += 1) {
        const record = log.records[next];
        if (record && wanted(record) && !(await send(eventOf(record)))) return;
      }
      if (isBehind) {
        const last = log.records[next - 1];
        if (isFiltered && last && !(await send(checkpoint(last)))) return;
        if (!(await send(caughtUp(last)))) return;
        isBehind = false;
      }
      if (isOver(call)) return;
      if (next === log.records.length)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      if (isOver(call)) return;
    }
  } finally {
    stop();
  }
}

function firstAfter(log: SimulatedLog, options: Options): number {
  const all = options.getAll();
  if (all?.hasEnd() === true) return log.records.length;
  const position = all?.getPosition();
  if (!position) return 0;
  const at = Number(position.getCommitPosition());
  const index = log.indexAt(at);
  if (index === undefined) throw rpcError(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.');
  return Math.min(index + 1, log.records.length);
}

/** Streams.Read.cs, ConvertToEventFilter, as far as it is used: prefixes of stream names. */
function filterOf(options: Options): Filter {
  const prefixes = options.getFilter()?.getStreamIdentifier()?.getPrefixList();
  if (!prefixes) return () => true;
  return ({ stream }) => prefixes.some((prefix) => stream.startsWith(prefix));
}

/** Streams.Read.cs, ConvertToRecordedEvent; MetadataHelpers.cs, AddGrpcMetadataFrom. */
function eventOf(record: LoggedRecord): ReadResp {
  const id = new shared.UUID();
  id.setString(record.id);
  const event = new streams.ReadResp.ReadEvent.RecordedEvent();
  event.setId(id);
  event.setStreamIdentifier(identifier(record.stream));
  event.setStreamRevision(String(record.revision));
  event.setCommitPosition(String(record.position));
  event.setPreparePosition(String(record.position));
  event.setData(record.data);
  event.setCustomMetadata(record.metadata);
  const metadata = event.getMetadataMap();
  metadata.set('type', record.type);
  metadata.set('created', record.created);
  metadata.set('content-type', record.isJson ? 'application/json' : 'application/octet-stream');
  const read = new streams.ReadResp.ReadEvent();
  read.setEvent(event);
  read.setCommitPosition(String(record.position));
  const response = new streams.ReadResp();
  response.setEvent(read);
  return response;
}

function identifier(name: string) {
  const stream = new shared.StreamIdentifier();
  stream.setStreamName(new TextEncoder().encode(name));
  return stream;
}

function notFound(name: string): ReadResp {
  const missing = new streams.ReadResp.StreamNotFound();
  missing.setStreamIdentifier(identifier(name));
  const response = new streams.ReadResp();
  response.setStreamNotFound(missing);
  return response;
}

function confirmation(): ReadResp {
  const confirmed = new streams.ReadResp.SubscriptionConfirmation();
  confirmed.setSubscriptionId(crypto.randomUUID());
  const response = new streams.ReadResp();
  response.setConfirmation(confirmed);
  return response;
}

function checkpoint({ position }: LoggedRecord): ReadResp {
  const reached = new streams.ReadResp.Checkpoint();
  reached.setCommitPosition(String(position));
  reached.setPreparePosition(String(position));
  const response = new streams.ReadResp();
  response.setCheckpoint(reached);
  return response;
}

function caughtUp(last: LoggedRecord | undefined): ReadResp {
  const message = new streams.ReadResp.CaughtUp();
  if (last) {
    const position = new streams.ReadResp.Position();
    position.setCommitPosition(String(last.position));
    position.setPreparePosition(String(last.position));
    message.setPosition(position);
  }
  const response = new streams.ReadResp();
  response.setCaughtUp(message);
  return response;
}

function isOver(call: Call): boolean {
  return call.cancelled || call.destroyed;
}

/** Resolves when more can be written, or nobody reads any more. */
function changesOf(call: Call): () => Promise<void> {
  let wake: () => void = () => undefined;
  for (const event of ['drain', 'close', 'cancelled'])
    call.on(event, () => {
      wake();
    });
  return () =>
    new Promise((resolve) => {
      wake = resolve;
    });
}
