import { effect, to } from '@interlock/kernel';
import { type TelecomPorts } from '../ports.ts';
import { type LineStopBegun, type RestoreBegun } from './line.events.ts';
import { line } from './line.stream.ts';

/** Both in one effect: the network shuts and opens lines in the order of the log. */
export const workLine = effect<LineStopBegun | RestoreBegun, TelecomPorts>({
  name: 'telecom_work_line',
  on: ['LineStopBegun', 'RestoreBegun'],
  async run(event, { id: key }, { ports: { network } }) {
    const { measureId, numberRef } = event;
    if (event.type === 'RestoreBegun') {
      const { doneAt } = await network.restore({ key, numberRef });
      return [to(line, numberRef, { type: 'RecordRestored', measureId, doneAt })];
    }
    const { doneAt, known } = await network.suspend({ key, numberRef, grade: event.grade });
    return [to(line, numberRef, { type: 'RecordStopped', measureId, doneAt, known })];
  },
});
