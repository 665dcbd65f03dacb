import {
  accountInQuestionV1,
  alarmRaisedV1,
  caseAcceptedV1,
  caseEndedV1,
  caseEnteredV1,
  caseFiledV1,
  caseOverdueV1,
  caseReportedV1,
  dutiesAssignedV1,
  dutyChangedV1,
  freezeAppliedV1,
  freezeLapsedV1,
  freezeLiftedV1,
  freezeOrderedV1,
  freezeRenewedV1,
  lineRestoredV1,
  lineSuspendedV1,
  memberChangedV1,
  movementsReportedV1,
  ownHoldAppliedV1,
  ownHoldLiftedV1,
  releaseProposalWithdrawnV1,
  releaseProposedV1,
  reverificationAskedV1,
  reverificationFailedV1,
  reverificationPassedV1,
  stopAppliedV1,
  stopLapsedV1,
  stopOrderedV1,
  stopProposalWithdrawnV1,
  stopProposedV1,
  stopRefusedByLawV1,
  stopRefusedV1,
  stopReleasedV1,
  warningChangedV1,
  warningDeliveredV1,
} from '@interlock/contracts';
import { type NodeDefinition } from '@interlock/kernel';
import { bankCases } from './cases/bank-cases.view.ts';
import { caseQueries } from './cases/cases.handler.ts';
import { cases } from './cases/cases.view.ts';
import { dutyQueries } from './duties/duties.handler.ts';
import { duties } from './duties/duties.view.ts';
import { feedEntries } from './feed/feed-entries.view.ts';
import { feedStream } from './feed/feed.decider.ts';
import { feedQueries } from './feed/feed.handler.ts';
import { enterFeedsWhenTold } from './feed/feed.policy.ts';
import { freezes } from './freezes/freezes.view.ts';
import { memberQueries } from './members/members.handler.ts';
import { members } from './members/members.view.ts';
import { orders } from './orders/orders.view.ts';
import { cityTracing } from './tracing/city-tracing.memory.ts';
import { warningQueries } from './warnings/warnings.handler.ts';
import { warnings } from './warnings/warnings.view.ts';

/** The city decides nothing but what each member may see: it folds what nodes tell it, and answers questions. */
export const cityNode: NodeDefinition = {
  kind: 'city',
  streams: [feedStream],
  receives: [
    ...[accountInQuestionV1, alarmRaisedV1, caseAcceptedV1, caseEndedV1, caseEnteredV1, caseFiledV1, caseOverdueV1, caseReportedV1],
    ...[freezeAppliedV1, freezeLapsedV1, freezeLiftedV1, freezeOrderedV1, freezeRenewedV1, movementsReportedV1],
    ...[ownHoldAppliedV1, ownHoldLiftedV1, stopAppliedV1, stopLapsedV1, stopOrderedV1, stopProposalWithdrawnV1],
    ...[releaseProposalWithdrawnV1, releaseProposedV1, stopProposedV1, stopRefusedByLawV1, stopRefusedV1, stopReleasedV1],
    ...[lineRestoredV1, lineSuspendedV1, reverificationAskedV1, reverificationFailedV1, reverificationPassedV1, warningDeliveredV1],
    ...[dutiesAssignedV1, dutyChangedV1, memberChangedV1, warningChangedV1],
  ],
  views: [cases, bankCases, orders, freezes, duties, warnings, members, feedEntries],
  memories: [cityTracing],
  policies: [enterFeedsWhenTold],
  effects: [],
  timers: [],
  commands: [],
  queries: [...caseQueries, ...dutyQueries, ...warningQueries, ...memberQueries, ...feedQueries],
};
