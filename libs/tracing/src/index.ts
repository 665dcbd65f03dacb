export { type BankFact, itemsOfBankFact, type ReportedMovement } from './bank-facts.ts';
export { type Part } from './cover.ts';
export { type CarryingMovement, type Lot } from './flow.ts';
export {
  type FreezeEndItem,
  type FreezeItem,
  type FreezeRenewalItem,
  type MovementItem,
  type MovementKind,
  type OwnHoldEndItem,
  type OwnHoldItem,
  type Party,
  type PaymentItem,
  type ReturnItem,
  type StopEndItem,
  type StopItem,
  type TraceItem,
} from './items.ts';
export {
  type AccountInCase,
  type AccountReading,
  newArrivals,
  type Places,
  type Reading,
  type ReadingRequest,
  readTrace,
  uncoveredFen,
} from './reading.ts';
export { addItem, component, emptyTrace, type Trace, traceOf } from './trace.ts';
