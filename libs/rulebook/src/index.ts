export { applicationIdOf, isApplicationId } from './application-id.ts';
export { endOfLocalDay, localDayOf, localStamp, plusDays, plusMonths } from './calendar.ts';
export { type OwnMeasure, OWN_MEASURES } from './chase.ts';
export { type ClosedList, codesOf, isIn } from './closed-list.ts';
export { type AnswerCode, type AnswerMeaning, ANSWER, ANSWER_CODES, isAnswerCode, mayOrderAnew, meaningOf } from './codes.ts';
export { CLOCK_SKEW_MINUTES_MAX, COMMAND_VALID_MINUTES, commandValidUntil, isSkewed, LOOK_UPS_PER_HOUR_MAX } from './commands.ts';
export { type Dated, ALWAYS, inForce } from './dated.ts';
export {
  type FilingReview,
  FILING_APPROVAL_LEVEL,
  COMPLEX_REVIEW_APPROVAL_LEVEL,
  FILING_REVIEW_DAYS,
  filingDueAt,
  reviewApprovalLevel,
  REFUSAL_SERVE_DAYS,
  refusalServeDueAt,
  REVIEW_DECISION_DAYS,
  REVIEW_REQUEST_DAYS,
} from './filing.ts';
export {
  type FreezePeriod,
  type RenewalReminder,
  FREEZE_APPROVAL_LEVEL,
  FREEZE_MONTHS_MAX,
  freezeApprovalLevel,
  freezeEndsAt,
  MAJOR_FREEZE_APPROVAL_LEVEL,
  MAJOR_FREEZE_MONTHS_MAX,
  mayRenew,
  RENEWAL_REMINDER_DAYS,
  renewalReminders,
  WHOLE_ACCOUNT_APPROVERS,
} from './freeze.ts';
export {
  type BankReportType,
  type ReceiptResult,
  type ReportItem,
  BANK_REPORT_TYPES,
  ENTRY_MINUTES_MAX,
  entryDueAt,
  missingItems,
  RECEIPT_RESULTS,
  REPORT_ITEMS,
  TRANSFER_HOURS_MAX,
  transferDueAt,
} from './intake.ts';
export { type UnitLevel, reaches, UNIT_LEVELS } from './levels.ts';
export { type RestrictionItem, type RiskGrade, RESTRICTION_ITEMS, RISK_GRADES } from './measures.ts';
export { type MessageKind, type OrderMessage, MESSAGES } from './messages.ts';
export {
  type DutyEscalation,
  type DutyPace,
  type EscalationAddressee,
  type EscalationStep,
  type MemberKind,
  DUTY_DUE_HOURS,
  dutyDueAt,
  DUTY_ESCALATIONS,
  dutyEscalations,
  ESCALATION_STEPS,
  MEMBER_KINDS,
  MEMBERS_BY_KIND,
  OFFICE_MEMBERS,
} from './office.ts';
export { type Basis, type Certainty, type NotYet, type Rule, type RuleId, type Text, basisOf, textOf } from './rule.ts';
export { ruleOf, RULES } from './rules.ts';
export {
  type RiskGroup,
  type ScamType,
  listEntryOf,
  OFFICIAL_LISTS,
  RISK_GROUP_TYPES,
  RISK_GROUPS,
  SCAM_TYPE_WITHIN,
  SCAM_TYPES,
} from './scam-types.ts';
export {
  type AlarmAddressee,
  type StopAlarm,
  OFFICERS_PER_ORDER,
  STOP_ALARMS,
  STOP_LAPSE_HOURS,
  stopAlarms,
  stopLapsesAt,
  STOPS_PER_ACCOUNT_MAX,
} from './stop-payment.ts';
export {
  type LineOrder,
  type ReverifyGround,
  LINE_ORDERS,
  RESTORE_HOURS_MAX,
  restoreDueAt,
  REVERIFY_GROUNDS,
  REVERIFY_HOURS_MAX,
  reverifyDueAt,
} from './telecom.ts';
export {
  type ClosingItem,
  type LossLearning,
  type NextStep,
  type WarningChannel,
  type WarningDueTimes,
  type WarningLevel,
  type WarningOutcome,
  type WarningSource,
  CLOSING_ITEMS,
  dueTimes,
  LADDER_START,
  LOSS_LEARNINGS,
  lossLearning,
  mayCloseAfter,
  WARNING_CHANNELS,
  WARNING_DUE,
  WARNING_LEVELS,
  WARNING_OUTCOMES,
  WARNING_SOURCES,
  WATCH_DAYS,
  watchEndsAt,
} from './warnings.ts';
