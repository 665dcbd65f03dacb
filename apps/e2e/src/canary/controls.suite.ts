import { encodeEvent, idOf } from '@interlock/kernel';
import { must } from '../machinery/two-houses.suite.ts';
import { type CanaryCity } from './canary-city.suite.ts';
import { type Canary } from './search.suite.ts';

/** A text planted on purpose, and where a leak of its kind comes to lie. */
interface Control extends Canary {
  readonly files: readonly string[];
}

const LANE: Control = {
  field: 'control: fact of a lane',
  clear: '控制组车道里的名字',
  files: ['bank-rural/log.sqlite', 'police/log.sqlite'],
};
const VIEW: Control = {
  field: 'control: row of a view',
  clear: 'control-zhang-san-in-a-view',
  files: ['bank-rural/log.sqlite', 'bank-rural/views.sqlite'],
};
const PRINTED: Control = { field: 'control: output', clear: '控制组打印的名字13900000001', files: ['output.log'] };
const WRITTEN: Control = { field: 'control: standard error', clear: '控制组标准错误里的名字', files: ['output.log'] };

export const CONTROLS: readonly Control[] = [LANE, VIEW, PRINTED, WRITTEN];

/** Leaks once into every place that is searched: what is clear by right (a keyword), and what nobody would do. */
export async function plantControls(open: CanaryCity): Promise<void> {
  const bank = must(open.city.get('bank-rural'));
  const stream = 'lane-police';
  const { head } = await bank.store.readStream(stream, { limit: 1 });
  const id = idOf('control');
  // Of a version that nobody knows: the police park it, by its id and its keys, and by no word of it.
  const told = { id, type: 'bank.case-reported.v9', schemaVersion: 1, stream, data: { reportId: id, words: LANE.clear } };
  const event = encodeEvent({ ...told, meta: { actor: { kind: 'lane', name: 'control' } }, recordedAt: open.now() });
  await bank.store.append([{ stream, expected: head < 0 ? 'no-stream' : head, events: [event] }]);
  await open.send('bank-rural', {
    name: 'bank.apply-measure.v1',
    commandId: idOf('control', 'measure'),
    by: { member: 'bank-rural', person: 'o-2001', role: 'operator', unit: 'city-centre' },
    body: {
      ...{ account: { number: '6228483800007711047' }, kind: 'verify', reason: VIEW.clear, grade: 'low', why: '金丝雀控制组的理由' },
      remedy: { channel: 'counter', papers: ['id-card'] },
    },
  });
  await open.settled();
  console.info(PRINTED.clear);
  process.stderr.write(WRITTEN.clear);
}
