import { rmSync, truncateSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { WUYI, interlock, temporaryFolder } from './children.suite.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

describe('a first start that was killed before it came to every log', () => {
  it('left logs that are not begun: verify and doctor say so, and find nothing', async () => {
    const data = folder.at('begun');
    await interlock(['play', WUYI, '--data', data]);
    // One file was made and never got its tables, another was not made; neither node has a tree yet.
    for (const node of ['bank-industry', 'operator-mobile'])
      for (const file of ['log.sqlite', 'log.sqlite-wal', 'log.sqlite-shm', 'log.sqlite-head', 'log.tree'])
        rmSync(`${data}/${node}/${file}`, { force: true });
    writeFileSync(`${data}/bank-industry/log.sqlite`, '');
    const verified = await interlock(['verify', '--data', data]);
    expect(verified).toMatchObject({ code: 0, err: expect.stringContaining('2 logs are not begun; start the city') });
    expect(verified.err).toContain('16 logs are as they were signed');
    expect(verified.out).toMatch(/^bank-industry .*not begun$/m);
    const doctor = await interlock(['doctor', '--data', data]);
    expect(doctor.out).toContain('note: not begun: bank-industry, operator-mobile; start the city');
    expect(doctor.out).not.toContain('no event log');
  });

  it('is not what a log looks like that was emptied later', async () => {
    const data = folder.at('emptied');
    await interlock(['play', WUYI, '--data', data]);
    truncateSync(`${data}/police/log.sqlite`, 0);
    const verified = await interlock(['verify', '--data', data]);
    expect(verified).toMatchObject({ code: 6, err: expect.stringContaining('police') });
    expect(verified.err).not.toContain('not begun');
  });

  it('is not what a log looks like that was taken away', async () => {
    const data = folder.at('gone');
    await interlock(['play', WUYI, '--data', data]);
    rmSync(`${data}/police/log.sqlite`);
    const verified = await interlock(['verify', '--data', data]);
    expect(verified).toMatchObject({ code: 6, err: expect.stringContaining('LOG_MISSING') });
    expect(verified.err).toContain('1 of 18 logs are not sound');
    expect((await interlock(['doctor', '--data', data])).code).toBe(6);
  });
});
