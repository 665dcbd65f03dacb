import { join } from 'node:path';
import { asking, dataOf, post, sizeOf } from '../harness/case-page.ts';
import { serveDistributed } from '../harness/distributed-city.ts';
import { interleave } from '../harness/measure.ts';
import { atLeast, resultOf, short } from '../harness/result.ts';
import { type CaseServer, constantsName, serveConstant, serveEmbedded, writeStory } from '../harness/serving.ts';
import { type Row, type RowContext, type RowResult } from '../harness/types.ts';

const EMBEDDED = 'the same, embedded';

/** P16 against the gateway of a distributed city, which asks the agencies’ processes; the embedded city and the constant in turns with it. */
export const p16Distributed: Row = {
  id: 'P16-distributed',
  title: 'GraphQL, case page, distributed',
  async run(context) {
    const folder = context.folder('p16-distributed');
    const story = writeStory(folder);
    const started: CaseServer[] = [];
    const opened = async (opening: Promise<CaseServer>): Promise<CaseServer> => {
      const server = await opening;
      started.unshift(server);
      return server;
    };
    try {
      const ours = await opened(serveDistributed(join(folder, 'distributed'), story));
      const embedded = await opened(serveEmbedded(folder, story));
      const constant = await opened(serveConstant(folder, ours));
      const answer = await post(ours, ours.asked);
      const same = dataOf(answer) === dataOf(await post(constant, ours.asked));
      const notes = [
        sizeOf(answer),
        ...(same ? [] : ['the constant app’s answer differs from ours']),
        'the broker and all services on this machine; the allowance of points lifted',
      ];
      const rows: RowResult[] = [];
      for (const inFlight of [50, 500]) rows.push(await measure(context, { ours, embedded, constant, inFlight, notes }));
      return rows;
    } finally {
      for (const server of started) await server.stop();
    }
  },
};

interface Asking {
  readonly ours: CaseServer;
  readonly embedded: CaseServer;
  readonly constant: CaseServer;
  readonly inFlight: number;
  readonly notes: readonly string[];
}

async function measure(context: RowContext, { ours, embedded, constant, inFlight, notes }: Asking): Promise<RowResult> {
  const name = constantsName();
  const ask = (server: CaseServer) => asking(server, server.asked, inFlight, context.sampleMs);
  const measurement = await interleave(
    [
      { role: 'ours', name: 'Interlock', run: ask(ours) },
      { role: 'limit', name, run: ask(constant) },
      { role: 'limit', name: EMBEDDED, run: ask(embedded) },
    ],
    context,
  );
  const limit = measurement.limit(name);
  const here = measurement.limit(EMBEDDED);
  const head = { id: `P16-distributed-${inFlight}`, title: `case page, distributed, ${inFlight} in flight` } as const;
  return resultOf({ ...head, unit: 'requests/s', better: 'higher' }, measurement, {
    limit,
    targets: [atLeast('ours ÷ limit', measurement.ours.spread.median / limit.spread.median, 0.5)],
    notes: [
      ...notes,
      `p99 ${short(measurement.ours.more('p99Ms'))} ms; the constant ${short(limit.more('p99Ms'))} ms`,
      `${EMBEDDED}: ${short(here.spread.median)}/s, p99 ${short(here.more('p99Ms'))} ms`,
    ],
  });
}
