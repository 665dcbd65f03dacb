import { type Stream, tell } from '@interlock/kernel';
import { type DutyListCommand, type DutyListRejection } from './duty-list.commands.ts';
import { dutyListDecider } from './duty-list.decider.ts';
import { type DutyListEvent } from './duty-list.events.ts';
import { dutyFacts } from './duty-list.publish.ts';
import { type DutyList } from './duty-list.state.ts';

/** Key: case id. */
export const dutyList: Stream<DutyListCommand, DutyList, DutyListEvent, DutyListRejection> = {
  category: 'duty-list',
  decider: dutyListDecider,
  publish: (event) => dutyFacts(event).map((fact) => tell('city', fact)),
};
