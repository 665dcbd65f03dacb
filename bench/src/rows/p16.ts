import { asking, dataOf, post, sizeOf } from '../harness/case-page.ts';
import { interleave } from '../harness/measure.ts';
import { atLeast, resultOf, short } from '../harness/result.ts';
import { type CaseServer, constantsName, serveConstant, serveEmbedded, writeStory } from '../harness/serving.ts';
import { type Row, type RowContext, type RowResult } from '../harness/types.ts';

/** P16: the page of a case with twenty accounts, twenty orders and fifty bookings, against the same query answered by a constant. */
export const p16: Row = {
  id: 'P16',
  title: 'GraphQL, case page',
  async run(context) {
    const folder = context.folder('p16');
    const ours = await serveEmbedded(folder, writeStory(folder));
    let constant: CaseServer | undefined;
    try {
      const answer = await post(ours, ours.asked);
      constant = await serveConstant(folder, ours);
      const same = dataOf(answer) === dataOf(await post(constant, ours.asked));
      const notes = [sizeOf(answer), ...(same ? [] : ['the constant app’s answer differs from ours'])];
      const rows: RowResult[] = [];
      for (const inFlight of [50, 500]) rows.push(await measure(context, { ours, constant, inFlight, notes }));
      return rows;
    } finally {
      await ours.stop();
      await constant?.stop();
    }
  },
};

interface Asking {
  readonly ours: CaseServer;
  readonly constant: CaseServer;
  readonly inFlight: number;
  readonly notes: readonly string[];
}

async function measure(context: RowContext, { ours, constant, inFlight, notes }: Asking): Promise<RowResult> {
  const name = constantsName();
  const measurement = await interleave(
    [
      { role: 'ours', name: 'Interlock', run: asking(ours, ours.asked, inFlight, context.sampleMs) },
      { role: 'limit', name, run: asking(constant, ours.asked, inFlight, context.sampleMs) },
    ],
    context,
  );
  const limit = measurement.limit(name);
  return resultOf({ id: `P16-${inFlight}`, title: `case page, ${inFlight} in flight`, unit: 'requests/s', better: 'higher' }, measurement, {
    limit,
    targets: [atLeast('ours ÷ limit', measurement.ours.spread.median / limit.spread.median, 0.5)],
    notes: [...notes, `p99 ${short(measurement.ours.more('p99Ms'))} ms; the constant ${short(limit.more('p99Ms'))} ms`],
  });
}
