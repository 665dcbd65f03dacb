export { type BodyShape, bodyShapeOf } from './body-shape.ts';
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
export { type AnswerOrderV1, answerOrderV1 } from './bank/commands/answer-order.v1.ts';
export { type AnswerReleaseV1, answerReleaseV1 } from './bank/commands/answer-release.v1.ts';
export { type AnswerDetailV1, answerDetailV1 } from './bank/commands/answer-detail.v1.ts';
export { type ReportWatchedV1, reportWatchedV1 } from './bank/commands/report-watched.v1.ts';
export { type AnswerFreezeV1, answerFreezeV1 } from './bank/commands/answer-freeze.v1.ts';
export { type AnswerLiftV1, answerLiftV1 } from './bank/commands/answer-lift.v1.ts';
export { type ApplyMeasureV1, applyMeasureV1 } from './bank/commands/apply-measure.v1.ts';
export { type LiftMeasureV1, liftMeasureV1 } from './bank/commands/lift-measure.v1.ts';
export { type AppealMeasureV1, appealMeasureV1 } from './bank/commands/appeal-measure.v1.ts';
export { type DecideAppealV1, decideAppealV1 } from './bank/commands/decide-appeal.v1.ts';
export { type ReportCaseV1, reportCaseV1 } from './bank/commands/report-case.v1.ts';
export { type BankOpenFieldsV1, bankOpenFieldsV1 } from './bank/queries/open-fields.v1.ts';
export { type OpenTasksV1, openTasksV1 } from './bank/queries/open-tasks.v1.ts';
export { type HoldsV1, holdsV1 } from './bank/queries/holds.v1.ts';
export { type MeasuresV1, measuresV1 } from './bank/queries/measures.v1.ts';
export { type LineSuspendedV1, lineSuspendedV1 } from './telecom/line-suspended.v1.ts';
export { type LineRestoredV1, lineRestoredV1 } from './telecom/line-restored.v1.ts';
export { type LineRequestRefusedV1, lineRequestRefusedV1 } from './telecom/line-request-refused.v1.ts';
export { type ReverificationAskedV1, reverificationAskedV1 } from './telecom/reverification-asked.v1.ts';
export { type ReverificationPassedV1, reverificationPassedV1 } from './telecom/reverification-passed.v1.ts';
export { type ReverificationFailedV1, reverificationFailedV1 } from './telecom/reverification-failed.v1.ts';
export { type WarningDeliveredV1, warningDeliveredV1 } from './telecom/warning-delivered.v1.ts';
export { type StopLineV1, stopLineV1 } from './telecom/commands/stop-line.v1.ts';
export { type AnswerLineRequestV1, answerLineRequestV1 } from './telecom/commands/answer-line-request.v1.ts';
export { type AskReverificationV1, askReverificationV1 } from './telecom/commands/ask-reverification.v1.ts';
export { type RecordReverificationV1, recordReverificationV1 } from './telecom/commands/record-reverification.v1.ts';
export { type AskRestorationV1, askRestorationV1 } from './telecom/commands/ask-restoration.v1.ts';
export { type RestoreLineV1, restoreLineV1 } from './telecom/commands/restore-line.v1.ts';
export { type LineTasksV1, lineTasksV1 } from './telecom/queries/open-tasks.v1.ts';
export { type LineMeasuresV1, lineMeasuresV1 } from './telecom/queries/line-measures.v1.ts';
export { type LineStopAskedV1, lineStopAskedV1 } from './police/line-stop-asked.v1.ts';
export { passesLuhn } from './police/account-words.ts';
export { type AcceptCaseV1, acceptCaseV1 } from './police/commands/accept-case.v1.ts';
export { type AskDetailV1, askDetailV1 } from './police/commands/ask-detail.v1.ts';
export { type AskLineStopV1, askLineStopV1 } from './police/commands/ask-line-stop.v1.ts';
export { type CloseCaseV1, closeCaseV1 } from './police/commands/close-case.v1.ts';
export { type CorrectStopV1, correctStopV1 } from './police/commands/correct-stop.v1.ts';
export { type EndWatchV1, endWatchV1 } from './police/commands/end-watch.v1.ts';
export { type EnterCaseV1, enterCaseV1 } from './police/commands/enter-case.v1.ts';
export { type FileCaseV1, fileCaseV1 } from './police/commands/file-case.v1.ts';
export { type LiftFreezeV1, liftFreezeV1 } from './police/commands/lift-freeze.v1.ts';
export { type OrderFreezesV1, orderFreezesV1 } from './police/commands/order-freezes.v1.ts';
export { type OrderStopsV1, orderStopsV1 } from './police/commands/order-stops.v1.ts';
export { type ProposeStopsV1, proposeStopsV1 } from './police/commands/propose-stops.v1.ts';
export { type RefuseFilingV1, refuseFilingV1 } from './police/commands/refuse-filing.v1.ts';
export { type ReleaseStopV1, releaseStopV1 } from './police/commands/release-stop.v1.ts';
export { type RenewFreezeV1, renewFreezeV1 } from './police/commands/renew-freeze.v1.ts';
export { type RenewStopV1, renewStopV1 } from './police/commands/renew-stop.v1.ts';
export { type PoliceReportCaseV1, policeReportCaseV1 } from './police/commands/report-case.v1.ts';
export { type ServeRefusalV1, serveRefusalV1 } from './police/commands/serve-refusal.v1.ts';
export { type TransferCaseV1, transferCaseV1 } from './police/commands/transfer-case.v1.ts';
export { type WatchAccountV1, watchAccountV1 } from './police/commands/watch-account.v1.ts';
export { type WithdrawCaseV1, withdrawCaseV1 } from './police/commands/withdraw-case.v1.ts';
export { type WithdrawProposalV1, withdrawProposalV1 } from './police/commands/withdraw-proposal.v1.ts';
export { type AccountWatchesV1, accountWatchesV1 } from './police/queries/account-watches.v1.ts';
export { type CaseV1, caseV1 } from './police/queries/case.v1.ts';
export { type CasesV1, casesV1 } from './police/queries/cases.v1.ts';
export { type FindReferenceV1, findReferenceV1 } from './police/queries/find-reference.v1.ts';
export { type LineRequestsV1, lineRequestsV1 } from './police/queries/line-requests.v1.ts';
export { type OpenFieldsV1, openFieldsV1 } from './police/queries/open-fields.v1.ts';
export { type OpenProposalsV1, openProposalsV1 } from './police/queries/open-proposals.v1.ts';
export { type PoliceFreezesV1, policeFreezesV1 } from './police/queries/police-freezes.v1.ts';
export { type StopOrdersV1, stopOrdersV1 } from './police/queries/stop-orders.v1.ts';
export { type UncoveredSumsV1, uncoveredSumsV1 } from './police/queries/uncovered-sums.v1.ts';
export { type CityCaseV1, cityCaseV1 } from './city/queries/case.v1.ts';
export { type CityCasesV1, cityCasesV1 } from './city/queries/cases.v1.ts';
export { type CityFeedV1, cityFeedV1 } from './city/queries/feed.v1.ts';
export { type CityFreezesV1, cityFreezesV1 } from './city/queries/freezes.v1.ts';
export { type CityMoneyV1, cityMoneyV1 } from './city/queries/money.v1.ts';
export { type CityOrdersV1, cityOrdersV1 } from './city/queries/orders.v1.ts';
export { type DutiesAssignedV1, dutiesAssignedV1 } from './office/duties-assigned.v1.ts';
export { type DutyChangedV1, dutyChangedV1 } from './office/duty-changed.v1.ts';
export { type MemberChangedV1, memberChangedV1 } from './office/member-changed.v1.ts';
export { type WarningCallAskedV1, warningCallAskedV1 } from './office/warning-call-asked.v1.ts';
export { type WarningChangedV1, warningChangedV1 } from './office/warning-changed.v1.ts';
export { type AcceptDutyV1, acceptDutyV1 } from './office/commands/accept-duty.v1.ts';
export { type AnswerHandoverV1, answerHandoverV1 } from './office/commands/answer-handover.v1.ts';
export { type AnswerWarningMoveV1, answerWarningMoveV1 } from './office/commands/answer-warning-move.v1.ts';
export { type CancelShiftV1, cancelShiftV1 } from './office/commands/cancel-shift.v1.ts';
export { type CheckDutyV1, checkDutyV1 } from './office/commands/check-duty.v1.ts';
export { type CompleteDutyV1, completeDutyV1 } from './office/commands/complete-duty.v1.ts';
export { type FillPostV1, fillPostV1 } from './office/commands/fill-post.v1.ts';
export { type IssueWarningV1, issueWarningV1 } from './office/commands/issue-warning.v1.ts';
export { type LinkLossV1, linkLossV1 } from './office/commands/link-loss.v1.ts';
export { type MoveWarningV1, moveWarningV1 } from './office/commands/move-warning.v1.ts';
export { type OfferHandoverV1, offerHandoverV1 } from './office/commands/offer-handover.v1.ts';
export { type PlanShiftV1, planShiftV1 } from './office/commands/plan-shift.v1.ts';
export { type RecordContactV1, recordContactV1 } from './office/commands/record-contact.v1.ts';
export { type RecordPresenceV1, recordPresenceV1 } from './office/commands/record-presence.v1.ts';
export { type RecordWarningOutcomeV1, recordWarningOutcomeV1 } from './office/commands/record-warning-outcome.v1.ts';
export { type RecordWarningReadV1, recordWarningReadV1 } from './office/commands/record-warning-read.v1.ts';
export { type RegisterMembersV1, registerMembersV1 } from './office/commands/register-members.v1.ts';
export { type ReplyToEscalationV1, replyToEscalationV1 } from './office/commands/reply-to-escalation.v1.ts';
export { type SignWarningV1, signWarningV1 } from './office/commands/sign-warning.v1.ts';
export { type VacatePostV1, vacatePostV1 } from './office/commands/vacate-post.v1.ts';
export { type CaseDutiesV1, caseDutiesV1 } from './office/queries/case-duties.v1.ts';
export { type DutiesV1, dutiesV1 } from './office/queries/duties.v1.ts';
export { type MembersV1, membersV1 } from './office/queries/members.v1.ts';
export { type RotaV1, rotaV1 } from './office/queries/rota.v1.ts';
export { type WarningV1, warningV1 } from './office/queries/warning.v1.ts';
export { type WarningsV1, warningsV1 } from './office/queries/warnings.v1.ts';
export { type OpenWarningV1, openWarningV1 } from './office/queries/open-warning.v1.ts';
