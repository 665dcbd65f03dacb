import { join } from 'node:path';
import { type RunningKafka, makeDemoCertificates } from '@interlock/adapters';
import { brokerCpuMs, startBenchKafka } from '../harness/kafka.ts';
import { type Measured, type Measurement, interleave } from '../harness/measure.ts';
import { atMost, resultOf, short } from '../harness/result.ts';
import { spreadOf } from '../harness/statistics.ts';
import { type TradingCity, startTradeInProcess } from '../harness/trade-in-process.ts';
import { lagSample, throughput } from '../harness/trade-lag.ts';
import { TRADERS, startTradeProcesses, untilHeard } from '../harness/trade-processes.ts';
import { type Contender, type Row, type RowContext, type RowResult, type Sample } from '../harness/types.ts';
import { type RawTrip, startRawTrip } from '../peers/raw-trip.ts';

const RATE = 500;
/** Orders a second that are tried, until one is not borne. */
const RATES = [250, 375, 500, 750, 1_000, 1_250, 1_500, 2_000, 2_500, 3_000, 4_000, 6_000, 8_000] as const;
/** Borne: so much of the rate is visible by the time that the last order is. */
const BORNE = 0.9;
const TRIES = 2;
const MEASURED_SAMPLES = 2;
const IN_PROCESS = 'the same in one process, P6';
const RAW = 'kafkajs, produce and fetch, one message at a time';
const RAW_STEADY = 'kafkajs, produce and fetch, at the same rate';

/** P7: command accepted at police → row committed in the view of the bank and of the city, each in a process of its own, over one broker. */
export const p7: Row = {
  id: 'P7',
  title: 'agency to agency over Kafka',
  async run(context) {
    const folder = context.folder('p7');
    const certificates = join(folder, 'certificates');
    await makeDemoCertificates({ folder: certificates, names: [...TRADERS] });
    const kafka = await startBenchKafka(folder, certificates);
    const closing: (() => Promise<void>)[] = [() => kafka.stop()];
    const opened = async <Opened extends { stop(): Promise<void> }>(opening: Promise<Opened>): Promise<Opened> => {
      const one = await opening;
      closing.unshift(() => one.stop());
      return one;
    };
    try {
      const where = { brokers: kafka.bootstrap, certificates };
      const scene: Scene = {
        ...{ kafka, ms: context.sampleMs * MEASURED_SAMPLES },
        raw: await opened(startRawTrip({ ...where, topic: 'trip' })),
        far: await opened(startTradeProcesses({ ...where, folder })),
        near: await opened(startTradeInProcess(context.folder('p7-in-process'))),
      };
      const usual = await measure(scene, context, RATE);
      const most = await mostBorne(scene, context);
      return [...usualRows(usual), ...(most === undefined ? [] : [mostRow(most, await measure(scene, context, most))])];
    } finally {
      for (const close of closing) await close();
    }
  },
};

interface Scene {
  readonly kafka: RunningKafka;
  readonly far: TradingCity;
  readonly near: TradingCity;
  readonly raw: RawTrip;
  readonly ms: number;
}

function measure({ kafka, far, near, raw, ms }: Scene, context: RowContext, rate: number): Promise<Measurement> {
  const overKafka = async (): Promise<Sample> => {
    const before = brokerCpuMs(kafka);
    const sample = lagSample(await far.play(rate, ms));
    const brokerUs = ((brokerCpuMs(kafka) - before) * 1_000) / (sample.more?.['orders'] ?? Number.NaN);
    return { ...sample, more: { ...sample.more, brokerUs } };
  };
  const contenders: readonly Contender[] = [
    { role: 'ours', name: 'Interlock', run: overKafka },
    { role: 'limit', name: RAW, run: () => raw.alone(ms / MEASURED_SAMPLES) },
    { role: 'limit', name: IN_PROCESS, run: async () => lagSample(await near.play(rate, ms)) },
    { role: 'limit', name: RAW_STEADY, run: () => raw.steady(rate, ms) },
  ];
  return interleave(contenders, context);
}

function usualRows(measurement: Measurement): readonly RowResult[] {
  const { ours } = measurement;
  const raw = measurement.limit(RAW);
  const near = measurement.limit(IN_PROCESS);
  const most = near.spread.median + 2 * raw.spread.median;
  const row = resultOf({ id: 'P7', title: `${p7.title}, ${RATE}/s`, unit: 'ms (p50)', better: 'lower' }, measurement, {
    limit: raw,
    targets: [
      atMost('p50 ≤ P6 + 2 × raw: p50', ours.spread.median, most, ' ms'),
      atMost('p99 ≤ 5 × that: p99', ours.more('p99Ms'), 5 * most, ' ms'),
    ],
    notes: [...beside(measurement), 'police, bank and city a process each with a log and views on disk; one broker, mTLS, acks=all'],
  });
  return [row, inProcessRow(near), costRow(ours, near)];
}

function mostRow(rate: number, measurement: Measurement): RowResult {
  return resultOf({ id: 'P7-most', title: `${p7.title}, ${rate}/s`, unit: 'ms (p50)', better: 'lower' }, measurement, {
    limit: measurement.limit(RAW),
    targets: [],
    notes: [`${rate}/s was the most that the machine bore, the broker and the bench on it too`, ...beside(measurement)],
  });
}

/** P99s, and what stands beside: P6 and the bare client, of the same run and in turns with ours. */
function beside(measurement: Measurement): readonly string[] {
  const { ours } = measurement;
  const told = (one: Measured): string => `p50 ${short(one.spread.median)}, p99 ${short(one.more('p99Ms'))} ms`;
  return [
    `p99 ${short(ours.more('p99Ms'))} ms, ${short(ours.more('orders'))} orders a sample; from submitting: p50 ${short(ours.more('submittedMs'))} ms`,
    `${IN_PROCESS}: ${told(measurement.limit(IN_PROCESS))}`,
    `${RAW}: ${told(measurement.limit(RAW))}`,
    `${RAW_STEADY}, one request in flight: ${told(measurement.limit(RAW_STEADY))}`,
  ];
}

/** P6 in the same run: the table shows both ways of running below each other. */
function inProcessRow(near: Measured): RowResult {
  return {
    ...{ id: 'P7-P6', title: `the same in one process, ${RATE}/s`, unit: 'ms (p50)', ours: near.spread, against: [], targets: [] },
    notes: [`p99 ${short(near.more('p99Ms'))} ms; in turns with P7`],
  };
}

/** What an order costs that is told to two: everything that the agencies’ processes do for it, and the broker. */
function costRow(ours: Measured, near: Measured): RowResult {
  const cost = (one: Measured, ...names: readonly string[]) =>
    spreadOf(one.samples.map(({ more }) => names.reduce((sum, name) => sum + (more?.[name] ?? Number.NaN), 0)));
  const isBrokerSeen = !Number.isNaN(ours.more('brokerUs'));
  const here = cost(near, 'cpuUs');
  const total = isBrokerSeen ? cost(ours, 'cpuUs', 'brokerUs') : cost(ours, 'cpuUs');
  return {
    ...{ id: 'P7-cost', title: `processor time of an order told to two, ${RATE}/s`, unit: 'µs', ours: total, against: [], targets: [] },
    limit: { name: 'in process', median: here.median },
    ratioToLimit: total.median / here.median,
    notes: [
      isBrokerSeen
        ? `over Kafka ${short(ours.more('cpuUs'))} µs in the agencies’ processes and ${short(ours.more('brokerUs'))} µs in the broker; in process ${short(here.median)} µs`
        : 'without the broker, whose processor time this system does not show',
      'giving the order, log, lanes and views; user and system time, all threads',
    ],
  };
}

/** The highest rate that the machine bears, looked for upwards; a rate has two tries, for others use the machine too. */
async function mostBorne({ far, ms }: Scene, context: RowContext): Promise<number | undefined> {
  let most: number | undefined;
  for (const rate of RATES) {
    let borne = 0;
    for (let tries = 0; tries < TRIES && borne < BORNE; tries += 1) {
      borne = Math.max(borne, throughput(await far.play(rate, ms)) / rate);
      if (borne < BORNE) await untilHeard(far);
    }
    context.tell(`P7: of ${rate} orders/s ${short(borne * rate)} became visible each second`);
    if (borne < BORNE) return most;
    most = rate;
  }
  return most;
}
