import { describe, expect, it } from '@jest/globals';
import { makeMemoryEventStore } from '@interlock/adapters';
import { type EventStore, type LogKeys } from '@interlock/kernel';
import { refuseOtherKeys } from './refuse-other-keys.ts';

const ours: LogKeys = { fingerprint: 'ours', verifierKey: 'police+1+a', references: 'a1.x' };
const boundTo = (keys: LogKeys): EventStore => ({ ...makeMemoryEventStore(), bindKeys: () => Promise.resolve(keys) });

describe('a log that says with which keys it is written', () => {
  it('is opened with those, and one that says nothing with any', async () => {
    await expect(refuseOtherKeys(boundTo(ours), ours, '/keys/police')).resolves.toBeUndefined();
    await expect(refuseOtherKeys(makeMemoryEventStore(), ours, '/keys/police')).resolves.toBeUndefined();
  });

  it('is opened by a node that holds no reference key, whatever the log says of one', async () => {
    const without = { ...ours, references: 'none' };
    for (const bound of [ours, without]) await expect(refuseOtherKeys(boundTo(bound), without, '/keys/city')).resolves.toBeUndefined();
    await expect(refuseOtherKeys(boundTo(without), ours, '/keys/police')).rejects.toThrow('another reference key');
  });

  it.each([
    [{ fingerprint: 'theirs' }, 'another key file'],
    [{ references: 'a1.y' }, 'another reference key'],
    [{ verifierKey: 'police+2+b' }, 'another signing seed (log.key; its public half is police+2+b)'],
  ])('is refused to who has others: %j', async (others, why) => {
    const refused = refuseOtherKeys(boundTo({ ...ours, ...others }), ours, '/keys/police');
    await expect(refused).rejects.toMatchObject({ text: { code: 'KEYS_OF_ANOTHER_FOLDER' } });
    await expect(refused).rejects.toThrow('/keys/police');
    await expect(refused).rejects.toThrow(why);
  });
});
