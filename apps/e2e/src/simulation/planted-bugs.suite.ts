import { makeMemoryEventStore } from '@interlock/adapters';
import { type EventStore, type LaneHandler, encodeEvent, idOf } from '@interlock/kernel';
import { type Plant } from './city.ts';
import { type Disk } from './member.ts';

/** A policy’s checkpoint moves with the log, before what came is done: after a death it says that all is done that lies there. */
export const checkpointTooEarly: Plant = {
  given: (given, { log }) => ({
    ...given,
    store: {
      ...given.store,
      async readStream(stream, options) {
        const page = await given.store.readStream(stream, options);
        if (!stream.startsWith('policy-')) return page;
        const { id, type, bytes } = encodeEvent({
          ...{ id: idOf('planted', stream), type: 'CheckpointReached', schemaVersion: 1, stream },
          ...{ data: { position: String(log.head()) }, meta: { actor: { kind: 'policy', name: stream } }, recordedAt: given.clock.now() },
        });
        return { head: page.head, events: [{ id, type, stream, bytes, revision: page.head, position: log.head() }] };
      },
    },
  }),
};

/** A view’s checkpoint is written first, its rows in a transaction after it. */
export const viewCheckpointTooEarly: Plant = {
  given: (given) => ({
    ...given,
    views: {
      ...given.views,
      transact(view, checkpoint, work) {
        given.views.transact(view, checkpoint, () => undefined);
        given.views.transact(view, checkpoint, work);
      },
    },
  }),
};

/** A watermark names the head of the log, whether all up to there has been sent or not. */
export const watermarkOvertakes: Plant = {
  given: (given, { log }) => ({
    ...given,
    exchange: {
      ...given.exchange,
      send: (lane, { facts, watermark }) => given.exchange.send(lane, { facts, watermark: { ...watermark, position: String(log.head()) } }),
    },
  }),
};

const shutOn = new WeakMap<Disk, Set<string>>();

/** Who does not know whether a line was shut, because the answer was lost or the process that asked died, has it shut under another key. */
export const lineShutAgain: Plant = {
  network(network, disk) {
    const asked = shutOn.get(disk) ?? new Set();
    shutOn.set(disk, asked);
    return {
      ...network,
      suspend(request) {
        const { key } = request;
        if (asked.has(key)) return network.suspend({ ...request, key: idOf('planted', key) });
        asked.add(key);
        return network.suspend(request);
      },
    };
  },
};

/** The office’s process counts the deadlines that it sees being set: those that were set before it began fall due unseen. */
export const deadlinesForgotten: Plant = {
  made({ kind, timers }, { log }) {
    const found = log.head();
    if (kind !== 'office') return { timers };
    return {
      timers: timers.map((rule) => ({
        ...rule,
        changes: (event, recorded) => (recorded.position <= found ? [] : rule.changes(event, recorded)),
      })),
    };
  },
};

const ACTS_BEFORE_BACKUP = 6;
const ACTS_AFTER_BACKUP = 3;

/** The police’s log is put back as it stood a few acts ago, under the same store id; what they tell from then on has numbers that were told before. */
export const olderBackup: Plant = {
  hastyPercent: 100,
  async afterAct(acts, { members }) {
    const police = members.get('police');
    if (!police) return;
    if (acts === ACTS_BEFORE_BACKUP) police.disk.backup = await copyOf(police.disk.log);
    if (acts !== ACTS_BEFORE_BACKUP + ACTS_AFTER_BACKUP || !police.disk.backup) return;
    await police.stop();
    police.disk.log = police.disk.backup;
    police.disk.views.forget();
    police.start();
  },
};

/** The same, and recipients take whatever number they have for a repetition. */
export const olderBackupUnseen: Plant = {
  ...olderBackup,
  given: (given, { log }) => ({
    ...given,
    exchange: { ...given.exchange, receive: (lane, handler) => given.exchange.receive(lane, blind(log, lane.from, handler)) },
  }),
};

function blind(log: EventStore, from: string, handler: LaneHandler): LaneHandler {
  return async ({ facts, watermark }) => {
    const { head } = await log.readStream(`received-${from}`, { direction: 'backwards', limit: 1 });
    await handler({
      facts: facts.filter(({ number }) => number > head),
      watermark: { ...watermark, revision: Math.max(watermark.revision, head) },
    });
  };
}

async function copyOf(log: EventStore): Promise<EventStore> {
  const copy = makeMemoryEventStore({ storeId: log.storeId });
  for (const { id, type, stream, bytes, revision } of (await log.readAll({ limit: 1_000_000 })).events)
    await copy.append([{ stream, expected: revision === 0 ? 'no-stream' : revision - 1, events: [{ id, type, bytes }] }]);
  return copy;
}
