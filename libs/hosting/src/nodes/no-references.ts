import { type References } from '@interlock/kernel';

/** Of who does not hold the city’s reference key: a number that it is asked to turn into a reference is a mistake in our own code. */
export const NO_REFERENCES: References = { account: refuse, number: refuse, person: refuse };

/** What a log says of the reference key (LogKeys) whose node does not hold it. */
export const NO_REFERENCE_KEY = 'none';

function refuse(): never {
  throw new Error('The city’s reference key is not here: no number can be turned into a reference');
}
