import {
  bankCaseReportedV1,
  freezeAppliedV1,
  freezeLiftedV1,
  lineRequestRefusedV1,
  lineSuspendedV1,
  movementsReportedV1,
  ownHoldAppliedV1,
  ownHoldLiftedV1,
  stopAppliedV1,
  stopRefusedV1,
  stopReleasedV1,
} from '@interlock/contracts';
import { type NodeDefinition } from '@interlock/kernel';
import { caseNumberStream } from './case-number/case-number.decider.ts';
import { caseCommands } from './case/case.handler.ts';
import { caseDeadlineTimer } from './case/case.timers.ts';
import { caseStream } from './case/case.stream.ts';
import { cases } from './case/cases.view.ts';
import { reportWhenBankReported, waitingBankReports } from './case/case-reports.policy.ts';
import { chaseWhenKnownMoneyMoves } from './chase/chase.policy.ts';
import { policeTracing } from './chase/police-tracing.ts';
import { freezeCommands } from './freeze/freeze.handler.ts';
import { frozenAccounts, markLiftsDueWhenCaseWithdrawn } from './freeze/freeze.policy.ts';
import { freezeStream } from './freeze/freeze.stream.ts';
import { freezeLapseTimer, freezeReminderTimer } from './freeze/freeze.timers.ts';
import { freezes } from './freeze/freezes.view.ts';
import { lineRequestCommands } from './line-request/line-request.handler.ts';
import { recordWhenOperatorAnswered } from './line-request/line-request.policy.ts';
import { lineRequestStream } from './line-request/line-request.stream.ts';
import { lineRequests } from './line-request/line-requests.view.ts';
import { lookUpStream } from './look-up/look-up.decider.ts';
import { paymentStream } from './payment/payment.decider.ts';
import { policeQueries } from './police-queries.handler.ts';
import { accountWatches } from './stop-payment/account-watches.view.ts';
import { openProposals } from './stop-payment/open-proposals.view.ts';
import { orderCommands } from './stop-payment/order-stops.handler.ts';
import { stopPaymentCommands } from './stop-payment/stop-payment.handler.ts';
import { recordWhenBankAnswered } from './stop-payment/stop-payment.policy.ts';
import { stopPaymentStream } from './stop-payment/stop-payment.stream.ts';
import { stopAlarmTimer, stopLapseTimer } from './stop-payment/stop-payment.timers.ts';
import { releaseProposals } from './stop-payment/release-proposals.view.ts';
import { stopOrders } from './stop-payment/stop-orders.view.ts';

/** The public security bureau: cases, the chase for the money, stops and freezes, requests to operators. */
export const policeNode: NodeDefinition = {
  kind: 'police',
  streams: [caseNumberStream, caseStream, paymentStream, stopPaymentStream, freezeStream, lineRequestStream, lookUpStream],
  receives: [
    bankCaseReportedV1,
    stopAppliedV1,
    stopRefusedV1,
    stopReleasedV1,
    movementsReportedV1,
    ownHoldAppliedV1,
    ownHoldLiftedV1,
    freezeAppliedV1,
    freezeLiftedV1,
    lineSuspendedV1,
    lineRequestRefusedV1,
  ],
  views: [cases, openProposals, releaseProposals, stopOrders, accountWatches, freezes, lineRequests],
  memories: [policeTracing, waitingBankReports, frozenAccounts],
  policies: [
    reportWhenBankReported,
    recordWhenBankAnswered,
    chaseWhenKnownMoneyMoves,
    markLiftsDueWhenCaseWithdrawn,
    recordWhenOperatorAnswered,
  ],
  effects: [],
  timers: [caseDeadlineTimer, stopLapseTimer, stopAlarmTimer, freezeLapseTimer, freezeReminderTimer],
  commands: [...caseCommands, ...orderCommands, ...stopPaymentCommands, ...freezeCommands, ...lineRequestCommands],
  queries: policeQueries,
};
