/** Luhn: the check digit that bank cards carry. */
export function passesLuhn(number: string): boolean {
  let sum = 0;
  for (let place = 0; place < number.length; place += 1) {
    const digit = Number(number[number.length - 1 - place]);
    const weighed = place % 2 === 1 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return number.length > 0 && sum % 10 === 0;
}

const ID_NUMBER = /^\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/;
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const ID_CHECKS = '10X98765432';

/** GB 11643: area, birth date that exists, order, and the check character of ISO 7064 MOD 11-2. */
export function passesIdCheck(idNumber: string): boolean {
  const match = ID_NUMBER.exec(idNumber);
  if (!match) return false;
  const [, year = '', month = '', day = ''] = match;
  const born = `${year}-${month}-${day}`;
  const parsed = Date.parse(`${born}T00:00:00.000Z`);
  if (Number.isNaN(parsed) || new Date(parsed).toISOString().slice(0, 10) !== born) return false;
  const sum = ID_WEIGHTS.reduce((total, weight, place) => total + weight * Number(idNumber[place]), 0);
  return ID_CHECKS[sum % ID_CHECKS.length] === idNumber[17];
}

/** Completes a number with its Luhn check digit. */
export function withLuhnDigit(head: string): string {
  for (let digit = 0; digit <= 9; digit += 1) {
    const number = `${head}${String(digit)}`;
    if (passesLuhn(number)) return number;
  }
  throw new Error(`Not digits: ${head}`);
}

/** Completes 17 digits of an id number with its check character. */
export function withIdCheck(head: string): string {
  const found = Array.from(ID_CHECKS, (check) => `${head}${check}`).find(passesIdCheck);
  if (found === undefined) throw new Error(`Not the head of an id number: ${head}`);
  return found;
}
