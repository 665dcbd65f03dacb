import { type LaneFact, type NodeDefinition } from '@interlock/kernel';
import { type HouseParts, type Houses, houseNode, makeParts, startHouses } from './two-houses.suite.ts';

const LANE = { from: 'north', to: 'south' } as const;

export const idOfNumber = (n: number): string => `0b7e9a0c-6161-4161-8161-${String(n).padStart(12, '0')}`;

/** A fact as a source might tell it, fit or not. */
export function fact(number: number, data: LaneFact['data'], more: Partial<LaneFact> = {}): LaneFact {
  return { number, id: idOfNumber(number), type: 'house.letter-sent.v1', data, position: String(number), ...more };
}

/** Gives facts to the south in the north’s name. */
export function send(parts: HouseParts, facts: readonly LaneFact[], revision = facts.at(-1)?.number ?? 0): Promise<void> {
  return parts.exchange.send(LANE, { facts, watermark: { storeId: 'north-store', position: String(revision), revision } });
}

export async function withHouses(
  live: (houses: Houses, parts: HouseParts) => Promise<void>,
  definition: NodeDefinition = houseNode,
): Promise<void> {
  const parts = makeParts(['north', 'south']);
  const houses = await startHouses(parts, definition);
  await houses.settled();
  try {
    await live(houses, parts);
  } finally {
    await houses.stop();
  }
}

/** Houses that hear only from whom they name. */
export const speakingHouse: NodeDefinition = {
  ...houseNode,
  receives: houseNode.receives.map((contract) => ({ ...contract, speaker: 'house' })),
};
