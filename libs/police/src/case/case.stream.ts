import { type Stream } from '@interlock/kernel';
import { type CaseCommand, type CaseRejection, type CaseState, caseDecider } from './case.decider.ts';
import { type CaseEvent } from './case.events.ts';
import { publishCase } from './case.publish.ts';

/** Key: case id. */
export const caseStream: Stream<CaseCommand, CaseState, CaseEvent, CaseRejection> = {
  category: 'case',
  decider: caseDecider,
  publish: publishCase,
};
