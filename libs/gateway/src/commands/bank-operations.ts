import {
  answerDetailV1,
  answerFreezeV1,
  answerLiftV1,
  answerOrderV1,
  answerReleaseV1,
  appealMeasureV1,
  applyMeasureV1,
  decideAppealV1,
  liftMeasureV1,
  reportCaseV1,
  reportWatchedV1,
} from '@interlock/contracts';
import { BANK_STAFF } from '../identity/allow.ts';
import { type CommandOperation } from './operation.ts';

const bank = { to: 'own', allow: BANK_STAFF } as const;

export const BANK_OPERATIONS: readonly CommandOperation[] = [
  {
    ...bank,
    mutation: 'reportCaseAtBank',
    description: 'A customer reports a fraud at the bank, which tells the police (R-101, R-104).',
    contract: reportCaseV1,
    outcome: { reportId: 'id', reportedAt: 'moment' },
  },
  {
    ...bank,
    mutation: 'answerOrder',
    description: 'The bank compares and holds, or refuses, a stop order (R-110, R-114).',
    contract: answerOrderV1,
    outcome: { orderId: 'id', accountRef: 'id', state: 'text', code: 'text', rule: 'text' },
  },
  {
    ...bank,
    mutation: 'answerRelease',
    description: 'The bank ends a stop before its time, or says why it cannot (R-117).',
    contract: answerReleaseV1,
    outcome: { orderId: 'id', accountRef: 'id', state: 'text', code: 'text', rule: 'text' },
  },
  {
    ...bank,
    mutation: 'answerDetail',
    description: 'Reports every booking since the moment asked (R-124).',
    contract: answerDetailV1,
    outcome: { askId: 'id', accountRef: 'id', state: 'text' },
  },
  {
    ...bank,
    mutation: 'reportWatched',
    description: 'Reports what a watched account booked since the last report (R-127).',
    contract: reportWatchedV1,
    outcome: { watchId: 'id', accountRef: 'id', state: 'text' },
  },
  {
    ...bank,
    mutation: 'answerFreeze',
    description: 'Freezes up to the free balance (R-207), or queues (R-206).',
    contract: answerFreezeV1,
    outcome: { freezeId: 'id', accountRef: 'id', state: 'text' },
  },
  {
    ...bank,
    mutation: 'answerLift',
    description: 'Lifts a freeze (R-211).',
    contract: answerLiftV1,
    outcome: { freezeId: 'id', accountRef: 'id', state: 'text', endedAt: 'moment' },
  },
  {
    ...bank,
    mutation: 'applyMeasure',
    description: 'The bank’s own measure on an account (R-134), with reason and remedy (R-401).',
    contract: applyMeasureV1,
    outcome: { measureId: 'id', accountRef: 'id' },
  },
  {
    ...bank,
    mutation: 'liftMeasure',
    description: 'The bank ends its own measure (R-134).',
    contract: liftMeasureV1,
    outcome: { measureId: 'id', state: 'text' },
  },
  {
    ...bank,
    mutation: 'appealMeasure',
    description: 'Takes down a person’s appeal against a measure (R-401).',
    contract: appealMeasureV1,
    outcome: { measureId: 'id', state: 'text' },
  },
  {
    ...bank,
    mutation: 'decideAppeal',
    description: 'Decides the open appeal; verified means lifted at once (R-401).',
    contract: decideAppealV1,
    outcome: { measureId: 'id', state: 'text' },
  },
];
