import {
  answerLineRequestV1,
  askRestorationV1,
  askReverificationV1,
  recordReverificationV1,
  restoreLineV1,
  stopLineV1,
} from '@interlock/contracts';
import { LINE_STAFF } from '../identity/allow.ts';
import { type CommandOperation } from './operation.ts';

const telecom = { to: 'own', allow: LINE_STAFF } as const;

export const TELECOM_OPERATIONS: readonly CommandOperation[] = [
  {
    ...telecom,
    mutation: 'stopLine',
    description: 'Shuts a line, restricts it, or holds a victim’s line for its protection (R-605).',
    contract: stopLineV1,
    outcome: { measureId: 'id', numberRef: 'id', state: 'text' },
  },
  {
    ...telecom,
    mutation: 'answerLineRequest',
    description: 'Does, or refuses, the line stop that the police asked for (R-605).',
    contract: answerLineRequestV1,
    outcome: { requestId: 'id', numberRef: 'id', state: 'text' },
  },
  {
    ...telecom,
    mutation: 'askReverification',
    description: 'Tells the line’s user to verify again within 24 hours (R-601).',
    contract: askReverificationV1,
    outcome: { askId: 'id', numberRef: 'id', dueAt: 'moment' },
  },
  {
    ...telecom,
    mutation: 'recordReverification',
    description: 'The user came to the shop or did it online (R-601).',
    contract: recordReverificationV1,
    outcome: { askId: 'id', numberRef: 'id', state: 'text', restorationDueAt: 'moment' },
  },
  {
    ...telecom,
    mutation: 'askRestoration',
    description: 'An objection was verified: the clock of restoration runs (R-606).',
    contract: askRestorationV1,
    outcome: { measureId: 'id', numberRef: 'id', dueAt: 'moment' },
  },
  {
    ...telecom,
    mutation: 'restoreLine',
    description: 'Ends a measure; with the last one the line opens (R-606).',
    contract: restoreLineV1,
    outcome: { measureId: 'id', numberRef: 'id', state: 'text' },
  },
];
