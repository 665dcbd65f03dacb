const RESIDENT_ID = /^\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECKS = '10X98765432';

/** GB 11643: area, a birth date that exists, order, and the check character of ISO 7064 MOD 11-2. */
function passesIdCheck(idNumber: string): boolean {
  const [, year, month, day] = RESIDENT_ID.exec(idNumber) ?? [];
  const born = `${year ?? ''}-${month ?? ''}-${day ?? ''}T00:00:00.000Z`;
  if (Number.isNaN(Date.parse(born)) || new Date(born).toISOString() !== born) return false;
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(idNumber[place]), 0);
  return CHECKS[sum % CHECKS.length] === idNumber.at(-1);
}

/** Passports, permits, residence cards of strangers: 5 to 18 letters and digits, at least one letter. Their checks differ by country. */
const OTHER_PAPER = /^(?=.*[A-Z])[A-Z\d()]{5,18}$/;

/** Whether it can be a person's number: a resident's id that passes its check, or another paper's. */
export function canBeIdNumber(written: string): boolean {
  const number = written.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase();
  return /^\d{17}[\dX]$/.test(number) ? passesIdCheck(number) : OTHER_PAPER.test(number);
}

const CALLABLE = [/^(?:\+?86)?1[3-9]\d{9}$/, /^(?:\+?86)?0\d{9,11}$/, /^\+(?!86)[1-9]\d{6,14}$/] as const;

/** Whether somebody can be called back at it: a mobile, a fixed line with its area code, or a number abroad with its country's (E.164). */
export function canBeCalled(written: string): boolean {
  const number = written.normalize('NFKC').replaceAll(/[\s()-]/g, '');
  return CALLABLE.some((form) => form.test(number));
}

/** ISO/IEC 7812, issuer digits of the domestic card network. Accounts of companies start otherwise and have no check digit. */
const CARD = /^62\d{14,17}$/;

/** Whether a number has the form of a bank card, so that its last digit is a check. */
export function seemsCard(number: string): boolean {
  return CARD.test(number);
}
