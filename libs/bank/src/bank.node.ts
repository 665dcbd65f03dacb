import {
  accountInQuestionV1,
  detailAskedV1,
  freezeLapsedV1,
  freezeLiftOrderedV1,
  freezeOrderedV1,
  freezeRenewedV1,
  stopLapsedV1,
  stopOrderedV1,
  stopReleaseOrderedV1,
  watchAskedV1,
  watchEndedV1,
} from '@interlock/contracts';
import { type NodeDefinition } from '@interlock/kernel';
import { extendFreeze, freezeAccount, unfreezeAccount } from './account-freeze/account-freeze.effect.ts';
import { accountFreezeCommands } from './account-freeze/account-freeze.handler.ts';
import { receiveFreezesWhenPoliceAsk } from './account-freeze/account-freeze.policy.ts';
import { accountFreeze } from './account-freeze/account-freeze.stream.ts';
import { lapseFreezes } from './account-freeze/account-freeze.timers.ts';
import { policeFreezes } from './account-freeze/police-freezes.view.ts';
import { releaseAccount, stopAccount } from './account-hold/account-hold.effect.ts';
import { accountHoldCommands } from './account-hold/account-hold.handler.ts';
import { receiveStopsWhenPoliceAsk } from './account-hold/account-hold.policy.ts';
import { accountHold } from './account-hold/account-hold.stream.ts';
import { expireStops } from './account-hold/account-hold.timers.ts';
import { policeStops } from './account-hold/police-stops.view.ts';
import { reportDetail, reportWatched } from './account-report/account-report.effect.ts';
import { accountReportCommands } from './account-report/account-report.handler.ts';
import { noteWhenPoliceAskToKnow } from './account-report/account-report.policy.ts';
import { accountReport } from './account-report/account-report.stream.ts';
import { bankMeasureCommands } from './bank-measure/bank-measure.handler.ts';
import { accountsInQuestion, tellMeasuresWhenAccountInQuestion } from './bank-measure/bank-measure.policy.ts';
import { bankMeasure } from './bank-measure/bank-measure.stream.ts';
import { ownMeasures } from './bank-measure/own-measures.view.ts';
import { caseReportCommands } from './case-report/case-report.handler.ts';
import { caseReport } from './case-report/case-report.stream.ts';
import { type BankPorts } from './ports.ts';
import { bankQueries } from './queries.handler.ts';
import { openTasks } from './tasks/open-tasks.view.ts';

/** A bank, payment institution or card clearing: each runs it as a node of its own, with its own log and keys. */
export const bankNode: NodeDefinition<BankPorts> = {
  kind: 'bank',
  streams: [accountHold, accountReport, accountFreeze, bankMeasure, caseReport],
  receives: [
    ...[stopOrderedV1, stopReleaseOrderedV1, stopLapsedV1, detailAskedV1, watchAskedV1, watchEndedV1],
    ...[freezeOrderedV1, freezeLiftOrderedV1, freezeRenewedV1, freezeLapsedV1, accountInQuestionV1],
  ],
  views: [openTasks, policeStops, policeFreezes, ownMeasures],
  memories: [accountsInQuestion],
  policies: [receiveStopsWhenPoliceAsk, noteWhenPoliceAskToKnow, receiveFreezesWhenPoliceAsk, tellMeasuresWhenAccountInQuestion],
  effects: [stopAccount, releaseAccount, reportDetail, reportWatched, extendFreeze, freezeAccount, unfreezeAccount],
  timers: [expireStops, lapseFreezes],
  commands: [...accountHoldCommands, ...accountReportCommands, ...accountFreezeCommands, ...bankMeasureCommands, ...caseReportCommands],
  queries: bankQueries,
};
