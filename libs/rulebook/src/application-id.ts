import { type Instant } from '@interlock/kernel';
import { localStamp } from './calendar.ts';
import { type OrderMessage } from './messages.ts';
import { type Rule } from './rule.ts';
import { always, INTERFACE } from './sources.ts';

const BUSINESS_TYPE_DIGITS = 4;
const SEQUENCE_DIGITS = 18;
const APPLICATION_ID = /^\d{4}\d{8}\d{6}\d{18}$/;

/** business type (the last four digits of the message's number), city date and time, sequence: 36 digits. Throws a RangeError for a sequence that does not fit. */
export function applicationIdOf(parts: { readonly message: OrderMessage; readonly at: Instant; readonly sequence: bigint }): string {
  const { message, at, sequence } = parts;
  const id = `${message.slice(-BUSINESS_TYPE_DIGITS)}${localStamp(at)}${String(sequence).padStart(SEQUENCE_DIGITS, '0')}`;
  if (!isApplicationId(id)) throw new RangeError(`Not the parts of an application id: ${id}`);
  return id;
}

/** */
export function isApplicationId(text: string): boolean {
  return APPLICATION_ID.test(text);
}

export const APPLICATION_ID_RULES: readonly Rule[] = [
  {
    id: 'R-131',
    zh: '申请编号 36 位:业务类型 4 位、日期 8 位、时间 6 位、序号 18 位。',
    en: 'An application id has 36 digits: 4 of business type, 8 of date, 6 of time, 18 of sequence.',
    basis: always(INTERFACE, 'code'),
  },
];
