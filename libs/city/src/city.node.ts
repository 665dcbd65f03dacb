import {
  accountInQuestionV1,
  alarmRaisedV1,
  caseAcceptedV1,
  caseEndedV1,
  caseEnteredV1,
  caseFiledV1,
  caseReportedV1,
  freezeAppliedV1,
  freezeLapsedV1,
  freezeLiftedV1,
  freezeOrderedV1,
  freezeRenewedV1,
  movementsReportedV1,
  ownHoldAppliedV1,
  ownHoldLiftedV1,
  stopAppliedV1,
  stopLapsedV1,
  stopOrderedV1,
  stopProposalWithdrawnV1,
  stopProposedV1,
  stopRefusedByLawV1,
  stopRefusedV1,
  stopReleasedV1,
} from '@interlock/contracts';
import { type NodeDefinition } from '@interlock/kernel';
import { caseQueries } from './cases/cases.handler.ts';
import { cases } from './cases/cases.view.ts';
import { freezes } from './freezes/freezes.view.ts';
import { orders } from './orders/orders.view.ts';
import { cityTracing } from './tracing/city-tracing.memory.ts';

/** The city decides nothing but what each member may see: it folds what nodes tell it, and answers questions. */
export const cityNode: NodeDefinition = {
  kind: 'city',
  streams: [],
  receives: [
    ...[accountInQuestionV1, alarmRaisedV1, caseAcceptedV1, caseEndedV1, caseEnteredV1, caseFiledV1, caseReportedV1],
    ...[freezeAppliedV1, freezeLapsedV1, freezeLiftedV1, freezeOrderedV1, freezeRenewedV1, movementsReportedV1],
    ...[ownHoldAppliedV1, ownHoldLiftedV1, stopAppliedV1, stopLapsedV1, stopOrderedV1, stopProposalWithdrawnV1],
    ...[stopProposedV1, stopRefusedByLawV1, stopRefusedV1, stopReleasedV1],
  ],
  views: [cases, orders, freezes],
  memories: [cityTracing],
  policies: [],
  effects: [],
  timers: [],
  commands: [],
  queries: caseQueries,
};
