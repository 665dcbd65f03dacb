import { type ShapeNames } from '../schema/input-types.ts';

/** Shapes that several commands share, by their fields or values, with the names that people read. */
export const SHAPE_NAMES: ShapeNames = {
  'bank number holder kind': 'Account',
  'bank number holder': 'ReportedAccount',
  'number holder amountFen paidAt': 'StatedDetails',
  'channel papers': 'Remedy',
  'accountRef | number': 'OwnAccount',
  'numberRef | number': 'OwnLine',
  'member post': 'Owner',
  'normal urgent': 'Urgency',
  'ordinary major': 'FreezePeriod',
  'low medium high': 'RiskGrade',
  'personal corporate': 'AccountKind',
};
