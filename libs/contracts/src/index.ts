export { type FactContract, type FactOf, fact, problemsOf } from './fact.ts';
export { type BodyOf, type RequestContract, type RequestProblem, command, page, query, text } from './request.ts';
export {
  type MovementReport,
  accountRef,
  answerCode,
  fen,
  instant,
  member,
  movement,
  numberRef,
  personRef,
  sealed,
  statedAccount,
  unit,
  uuid,
} from './words.ts';
export { type BankCaseReportedV1, bankCaseReportedV1 } from './bank/case-reported.v1.ts';
export { type FreezeAppliedV1, freezeAppliedV1 } from './bank/freeze-applied.v1.ts';
export { type FreezeLiftedV1, freezeLiftedV1 } from './bank/freeze-lifted.v1.ts';
export { type MovementsReportedV1, movementsReportedV1 } from './bank/movements-reported.v1.ts';
export { type OwnHoldAppliedV1, ownHoldAppliedV1 } from './bank/own-hold-applied.v1.ts';
export { type OwnHoldLiftedV1, ownHoldLiftedV1 } from './bank/own-hold-lifted.v1.ts';
export { type StopAppliedV1, stopAppliedV1 } from './bank/stop-applied.v1.ts';
export { type StopRefusedV1, stopRefusedV1 } from './bank/stop-refused.v1.ts';
export { type StopReleasedV1, stopReleasedV1 } from './bank/stop-released.v1.ts';
export { type AccountInQuestionV1, accountInQuestionV1 } from './police/account-in-question.v1.ts';
export { type AlarmRaisedV1, alarmRaisedV1 } from './police/alarm-raised.v1.ts';
export { type CaseAcceptedV1, caseAcceptedV1 } from './police/case-accepted.v1.ts';
export { type CaseEndedV1, caseEndedV1 } from './police/case-ended.v1.ts';
export { type CaseEnteredV1, caseEnteredV1 } from './police/case-entered.v1.ts';
export { type CaseFiledV1, caseFiledV1 } from './police/case-filed.v1.ts';
export { type CaseReportedV1, caseReportedV1 } from './police/case-reported.v1.ts';
export { type DetailAskedV1, detailAskedV1 } from './police/detail-asked.v1.ts';
export { type FreezeLapsedV1, freezeLapsedV1 } from './police/freeze-lapsed.v1.ts';
export { type FreezeLiftOrderedV1, freezeLiftOrderedV1 } from './police/freeze-lift-ordered.v1.ts';
export { type FreezeOrderedV1, freezeOrderedV1 } from './police/freeze-ordered.v1.ts';
export { type FreezeRenewedV1, freezeRenewedV1 } from './police/freeze-renewed.v1.ts';
export { type StopLapsedV1, stopLapsedV1 } from './police/stop-lapsed.v1.ts';
export { type StopOrderedV1, stopOrderedV1 } from './police/stop-ordered.v1.ts';
export { type StopProposalWithdrawnV1, stopProposalWithdrawnV1 } from './police/stop-proposal-withdrawn.v1.ts';
export { type StopProposedV1, stopProposedV1 } from './police/stop-proposed.v1.ts';
export { type StopRefusedByLawV1, stopRefusedByLawV1 } from './police/stop-refused.v1.ts';
export { type StopReleaseOrderedV1, stopReleaseOrderedV1 } from './police/stop-release-ordered.v1.ts';
export { type WatchAskedV1, watchAskedV1 } from './police/watch-asked.v1.ts';
export { type WatchEndedV1, watchEndedV1 } from './police/watch-ended.v1.ts';
