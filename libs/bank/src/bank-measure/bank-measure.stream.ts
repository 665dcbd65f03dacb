import { type Stream } from '@interlock/kernel';
import { type BankMeasure, type BankMeasureCommand, type BankMeasureRejection, bankMeasureDecider } from './bank-measure.decider.ts';
import { type BankMeasureEvent } from './bank-measure.events.ts';
import { publishBankMeasure } from './bank-measure.publish.ts';

/** Key: measure id. */
export const bankMeasure: Stream<BankMeasureCommand, BankMeasure, BankMeasureEvent, BankMeasureRejection> = {
  category: 'bank-measure',
  decider: bankMeasureDecider,
  publish: (event, { node }) => publishBankMeasure(event, node),
};
