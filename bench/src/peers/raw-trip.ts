import { join } from 'node:path';
import { applyTopics, readCertificate } from '@interlock/adapters';
import { startWorker } from '../harness/tasks.ts';
import { type Sample } from '../harness/types.ts';

export interface RawTripSettings {
  readonly brokers: readonly string[];
  readonly certificates: string;
  readonly topic: string;
}

/** How long a message takes from being handed to kafkajs until kafkajs hands it over at the other end: what no lane over Kafka can undercut. */
export interface RawTrip {
  alone(ms: number): Promise<Sample>;
  steady(rate: number, ms: number): Promise<Sample>;
  stop(): Promise<void>;
}

const CHILD = join(import.meta.dirname, 'raw-trip.child.ts');

export async function startRawTrip({ brokers, certificates, topic }: RawTripSettings): Promise<RawTrip> {
  const topics = [{ name: topic, partitions: 1, replication: 1, settings: {} }];
  const certificate = readCertificate(certificates, 'kafka-admin');
  await applyTopics({ brokers, certificate, plan: { prefix: topic, topics, grants: [] } });
  const worker = await startWorker(CHILD, { brokers, certificates, topic });
  const sample = async (task: object): Promise<Sample> => {
    const { p50Ms, p99Ms, messages, lost = 0 } = await worker.ask(task);
    if (Number(lost) > 0) throw new Error(`${String(lost)} messages of the bare client never came`);
    return { value: Number(p50Ms), more: { p99Ms: Number(p99Ms), messages: Number(messages) } };
  };
  return {
    alone: (ms) => sample({ type: 'alone', ms }),
    steady: (rate, ms) => sample({ type: 'steady', rate, ms }),
    stop: () => worker.stop(),
  };
}
