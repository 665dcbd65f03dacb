import { styleText } from 'node:util';
import { type Reading } from '@interlock/simulator';

/** The six places, the safest first: a letter each, so that no colour is needed to tell them apart. */
const PLACES = [
  { place: 'returned', letter: 'R', colour: 'cyan' },
  { place: 'frozen', letter: 'F', colour: 'blue' },
  { place: 'stopped', letter: 'S', colour: 'green' },
  { place: 'inQuestion', letter: 'q', colour: 'yellow' },
  { place: 'atRisk', letter: '·', colour: 'gray' },
  { place: 'escaped', letter: 'x', colour: 'red' },
] as const;

export const LEGEND = 'R returned  F frozen  S stopped  q in question  · at risk  x escaped';
const WIDTH = 30;

/** Where the money of all cases is, to scale; a place with money in it shows at least one letter. */
export function moneyBar(fen: Reading, hasColour: boolean): string {
  if (fen.lost === 0) return ' '.repeat(WIDTH + 2);
  const held = PLACES.map(({ place }) => fen[place]);
  const cells = share(held, fen.lost);
  const parts = PLACES.map(({ letter, colour }, index) => {
    const text = letter.repeat(cells[index] ?? 0);
    return hasColour && text !== '' ? styleText(colour, text) : text;
  });
  return `[${parts.join('')}]`;
}

/** Cells in proportion, by largest remainder, never more or fewer than the bar has. */
function share(amounts: readonly number[], total: number): readonly number[] {
  const cells = amounts.map((amount) => (amount === 0 ? 0 : Math.max(1, Math.floor((amount / total) * WIDTH))));
  const largest = amounts.indexOf(Math.max(...amounts));
  const sum = cells.reduce((all, count) => all + count, 0);
  return cells.map((count, index) => (index === largest ? Math.max(0, count + WIDTH - sum) : count));
}
